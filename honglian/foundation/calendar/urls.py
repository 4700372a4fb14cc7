"""Addresses of the working calendar."""

from django.urls import path

from . import views

app_name = "calendar"
urlpatterns = [
    path("", views.index, name="index"),
    path("announce/", views.announce, name="announce"),
]
