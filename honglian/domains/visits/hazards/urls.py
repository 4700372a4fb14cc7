from django.urls import path

from . import views

urlpatterns = [
    path("hazards/", views.index, name="hazards"),
    path("hazards/new/", views.new, name="hazard_new"),
    path("hazards/year/", views.year, name="hazards_year"),
    path("hazards/next/", views.queue, name="hazards_queue"),
    path("hazards/<int:pk>/", views.detail, name="hazard"),
    path("hazards/<int:pk>/<slug:verb>/", views.step, name="hazard_step"),
]
