from django.urls import path, re_path

from . import views
from .steps import STEPS

VERBS = "|".join(STEPS)
urlpatterns = [
    path("rectify/", views.index, name="rectify"),
    path("rectify/new/", views.new, name="rectify_new"),
    path("rectify/<int:pk>/", views.detail, name="rectify_item"),
    re_path(rf"^rectify/(?P<pk>\d+)/(?P<verb>{VERBS})/$", views.step, name="rectify_step"),
]
