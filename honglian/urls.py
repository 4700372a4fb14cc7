"""All addresses: each app brings its own."""

from django.urls import include, path

urlpatterns: list = [
    path("", include("honglian.domains.members.urls")),
    path("enterprises/", include("honglian.domains.enterprises.urls")),
    path("files/", include("honglian.foundation.files.urls")),
]
