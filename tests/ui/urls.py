"""The design system alone, with pages that only these tests have."""

from django.urls import include, path

from tests.ui import pages

urlpatterns = [
    path("ui/", include("honglian.ui.urls")),
    path("shelf/", pages.shelf),
    path("book/<int:pk>/", pages.book),
    path("note/", pages.note),
]
