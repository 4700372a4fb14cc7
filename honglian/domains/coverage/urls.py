from django.urls import path, re_path

from .views import plans, rates

app_name = "coverage"
urlpatterns = [
    path("", rates.index, name="index"),
    path("enterprises/", rates.listed, name="enterprises"),
    re_path(r"^(?P<kind>due|blank)/$", rates.tasks, name="tasks"),
    path("plans/", plans.index, name="plans"),
    path("plans/new/", plans.new, name="plan_new"),
    path("plans/<int:pk>/", plans.detail, name="plan"),
    path("plans/<int:pk>/progress/", plans.progress, name="plan_progress"),
    path("plans/<int:pk>/accept/", plans.accept, name="plan_accept"),
    path("proposals/<int:pk>/", plans.proposal, name="proposal"),
    path("proposals/<int:pk>/change/", plans.change, name="proposal_change"),
    path("proposals/<int:pk>/set-up/", plans.set_up, name="proposal_set_up"),
    re_path(r"^proposals/(?P<pk>\d+)/(?P<verb>refuse|drop)/$", plans.turn, name="proposal_turn"),
]
