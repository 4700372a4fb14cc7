from django.urls import URLPattern

from .hazards import urls as hazards
from .inspecting import urls as inspecting
from .papers import urls as papers
from .planning import urls as planning

app_name = "visits"
urlpatterns: list[URLPattern] = [
    *hazards.urlpatterns,
    *planning.urlpatterns,
    *papers.urlpatterns,
    *inspecting.urlpatterns,
]
