from django.urls import path, re_path

from . import views

urlpatterns = [
    path("life/", views.index, name="life"),
    path("life/new/", views.new, name="life_new"),
    path("life/<int:pk>/", views.detail, name="life_meeting"),
    path("life/<int:pk>/prepare/<str:code>/", views.prepare, name="life_prepare"),
    path("life/<int:pk>/said/", views.criticisms, name="criticisms"),
    path("life/<int:pk>/said/new/", views.criticise, name="criticise"),
    re_path(
        r"^life/(?P<pk>\d+)/(?P<verb>hold|cancel|raise|settle)/$", views.step, name="life_step"
    ),
]
