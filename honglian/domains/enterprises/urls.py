from django.urls import path

from . import views

app_name = "enterprises"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/pledge/", views.pledge, name="pledge"),
    path("<int:pk>/contact/", views.log_contact, name="log_contact"),
    path("<int:pk>/phone/", views.reveal_contact, name="reveal_contact"),
    path("pledges/", views.pledges, name="pledges"),
    path("promises/", views.promises, name="promises"),
    path("promises/<int:pk>/keep/", views.keep_promise, name="keep_promise"),
]
