from django.urls import path

from . import views

urlpatterns = [path("papers/<slug:kind>/<int:pk>/", views.paper, name="paper")]
