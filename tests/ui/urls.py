"""The design system alone."""

from django.urls import include, path

urlpatterns = [path("ui/", include("honglian.ui.urls"))]
