from django.urls import path

from . import views

urlpatterns = [
    path("plans/", views.index, name="plans"),
    path("plans/new/", views.new, name="plan_new"),
    path("plans/<int:pk>/", views.detail, name="plan"),
    path("plans/<int:pk>/progress/", views.progress, name="plan_progress"),
    path("plans/<int:pk>/pin/", views.pin, name="plan_pin"),
    path("plans/<int:pk>/accept/", views.accept, name="plan_accept"),
    path("plans/<int:pk>/release/", views.release, name="plan_release"),
    path("crews/new/", views.crew_new, name="crew_new"),
    path("crews/<int:pk>/", views.crew, name="crew"),
]
