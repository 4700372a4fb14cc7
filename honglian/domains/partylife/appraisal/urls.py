from django.urls import path, re_path

from . import views

urlpatterns = [
    path("appraisals/", views.index, name="appraisals"),
    path("appraisals/new/", views.new, name="appraisal_new"),
    path("appraisals/grades/", views.grades, name="grades"),
    path("appraisals/missing/", views.missing, name="appraisals_missing"),
    path("appraisals/<int:pk>/", views.detail, name="appraisal"),
    re_path(
        r"^appraisals/(?P<pk>\d+)/(?P<verb>grade|conclude|reopen)/$",
        views.step,
        name="appraisal_step",
    ),
    path("appraisals/follow-up/<int:pk>/", views.decide, name="follow_up"),
]
