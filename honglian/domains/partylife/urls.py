from django.urls import URLPattern

from .appraisal import urls as appraisal
from .life import urls as life
from .meetings import urls as meetings
from .rectify import urls as rectify
from .training import urls as training

app_name = "partylife"
urlpatterns: list[URLPattern] = [
    *meetings.urlpatterns,
    *rectify.urlpatterns,
    *life.urlpatterns,
    *appraisal.urlpatterns,
    *training.urlpatterns,
]
