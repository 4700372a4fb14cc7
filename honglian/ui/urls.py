"""Addresses of the design system; included under ``ui/``."""

from django.urls import path

from . import offline, views

app_name = "ui"
urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/wall/", views.gallery_wall, name="gallery_wall"),
    path("offline/", offline.fallback, name="offline"),
    path("offline/standing/", offline.standing, name="offline_standing"),
    path("offline/worker.js", offline.worker, name="offline_worker"),
    path("views/<slug:key>/", views.save_view, name="save_view"),
    path("views/<slug:key>/<int:view_id>/drop/", views.drop_view, name="drop_view"),
]
