from django.urls import URLPattern

from .hazards import urls as hazards
from .inspecting import urls as inspecting
from .planning import urls as planning

app_name = "visits"
urlpatterns: list[URLPattern] = [
    *hazards.urlpatterns,
    *planning.urlpatterns,
    *inspecting.urlpatterns,
]
