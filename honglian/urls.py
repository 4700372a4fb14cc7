"""All addresses: each app brings its own."""

from django.urls import path

urlpatterns: list = []
