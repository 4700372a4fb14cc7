from django.urls import path, re_path

from . import views

urlpatterns = [
    path("life-meetings/", views.index, name="life"),
    path("life-meetings/new/", views.new, name="life_new"),
    path("life-meetings/<int:pk>/", views.detail, name="life_meeting"),
    path("life-meetings/<int:pk>/prepare/<str:code>/", views.prepare, name="life_prepare"),
    path("life-meetings/<int:pk>/said/", views.criticisms, name="criticisms"),
    path("life-meetings/<int:pk>/said/new/", views.criticise, name="criticise"),
    re_path(
        r"^life-meetings/(?P<pk>\d+)/(?P<verb>hold|cancel|raise|settle)/$",
        views.step,
        name="life_step",
    ),
]
