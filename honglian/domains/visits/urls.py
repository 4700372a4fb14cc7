from django.urls import URLPattern

from .hazards import urls as hazards
from .inspecting import urls as inspecting

app_name = "visits"
urlpatterns: list[URLPattern] = [*hazards.urlpatterns, *inspecting.urlpatterns]
