"""Addresses of the departments."""

from django.urls import path

from .views import departments

app_name = "orgs"
urlpatterns = [
    path("", departments.index, name="departments"),
    path("new/", departments.create, name="create_department"),
    path("<int:pk>/", departments.edit, name="department"),
]
