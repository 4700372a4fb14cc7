from django.urls import path, re_path

from . import views

urlpatterns = [
    path("trainings/", views.index, name="trainings"),
    path("trainings/new/", views.new, name="training_new"),
    path("trainings/needs/", views.needs, name="training_needs"),
    path("trainings/<int:pk>/", views.detail, name="training"),
    re_path(r"^trainings/(?P<pk>\d+)/(?P<verb>hold|cancel)/$", views.step, name="training_step"),
]
