"""Addresses of the design system; included under ``ui/``."""

from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/wall/", views.gallery_wall, name="gallery_wall"),
    path("views/<slug:key>/", views.save_view, name="save_view"),
    path("views/<slug:key>/<int:view_id>/drop/", views.drop_view, name="drop_view"),
]
