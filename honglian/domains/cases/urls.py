"""Addresses of whistles; the short ones are printed on posters."""

from django.urls import path

from .campaigns import views as campaigns
from .causes import views as causes
from .comparing import views as comparing
from .dispatching import views as dispatching
from .duplicates import views as duplicates
from .leave import views as leave
from .library import views as library
from .lists import views as lists_of
from .papers import views as papers
from .papers.monthly import views as monthly
from .proposing import views as proposing
from .taskforces import views as taskforces
from .views import detail, intake, lists, public

app_name = "cases"
urlpatterns = [
    path("campaigns/", campaigns.index, name="campaigns"),
    path("campaigns/new/", campaigns.plan, name="campaign_new"),
    path("campaigns/mine/", campaigns.my_visits, name="my_visits"),
    path("campaigns/visits/<int:pk>/", campaigns.visit, name="visit"),
    path("campaigns/visits/<int:pk>/drop/", campaigns.drop, name="visit_drop"),
    path("campaigns/visits/<int:pk>/<str:verb>/", campaigns.tell, name="visit_tell"),
    path("campaigns/<int:pk>/", campaigns.detail, name="campaign"),
    path("campaigns/<int:pk>/list/", campaigns.targets, name="campaign_targets"),
    path("campaigns/<int:pk>/issues/", campaigns.issues, name="campaign_issues"),
    path("campaigns/<int:pk>/weekly/", campaigns.weekly, name="campaign_weekly"),
    path("campaigns/<int:pk>/<str:verb>/", campaigns.step, name="campaign_step"),
    path("taskforces/", taskforces.index, name="taskforces"),
    path("taskforces/new/", taskforces.new, name="taskforce_new"),
    path("taskforces/<int:pk>/", taskforces.detail, name="taskforce"),
    path(
        "taskforces/<int:pk>/members/<int:member_id>/leave/",
        taskforces.release,
        name="taskforce_release",
    ),
    path("taskforces/tasks/<int:pk>/finish/", taskforces.finish, name="taskforce_finish"),
    path("taskforces/<int:pk>/<str:verb>/", taskforces.step, name="taskforce_step"),
    path("lists/", lists_of.index, name="lists"),
    path("lists/new/", lists_of.new, name="list_new"),
    path("lists/departments/", lists_of.departments, name="lists_departments"),
    path("lists/doubles/", lists_of.doubles, name="lists_doubles"),
    path("lists/<int:pk>/", lists_of.detail, name="list_item"),
    path("lists/<int:pk>/<str:verb>/", lists_of.step, name="list_step"),
    path("cases/", lists.index, name="index"),
    path("cases/new/", intake.new, name="new"),
    path("cases/suggest/", intake.suggest, name="suggest"),
    path("cases/supervision/", lists.supervision, name="supervision"),
    path("cases/sign/", lists.bulk_sign, name="bulk_sign"),
    path("cases/dispatch/", lists.bulk_dispatch, name="bulk_dispatch"),
    path("cases/compare/", comparing.compare, name="compare"),
    path("cases/papers/", papers.bulk, name="papers"),
    path("cases/monthly/", monthly.monthly, name="monthly"),
    path("cases/causes/", causes.index, name="causes"),
    path("cases/causes/search/", causes.search, name="causes_search"),
    path("cases/causes/<int:pk>/", causes.detail, name="cause"),
    path("cases/causes/<int:pk>/<str:verb>/", causes.step, name="cause_step"),
    path("cases/leave/", leave.index, name="leave"),
    path("cases/leave/new/", leave.new, name="leave_new"),
    path("cases/leave/<int:pk>/end/", leave.end, name="leave_end"),
    path("cases/knowledge/", library.knowledge, name="knowledge"),
    path("cases/knowledge/new/", library.knowledge_edit, name="knowledge_new"),
    path("cases/knowledge/suggest/", library.suggest, name="knowledge_suggest"),
    path("cases/knowledge/<int:pk>/", library.entry, name="knowledge_entry"),
    path("cases/knowledge/<int:pk>/edit/", library.knowledge_edit, name="knowledge_edit"),
    path("cases/templates/", library.templates, name="templates"),
    path("cases/templates/new/", library.template_edit, name="template_new"),
    path("cases/templates/<int:pk>/", library.template_edit, name="template_edit"),
    path("cases/<str:number>/knowledge/", library.knowledge_make, name="knowledge_make"),
    path("cases/duplicates/", duplicates.duplicates, name="duplicates"),
    path("cases/rules/", dispatching.index, name="rules"),
    path("cases/rules/new/", dispatching.draft, name="rules_draft"),
    path("cases/rules/<int:pk>/", dispatching.detail, name="rule_set"),
    path("cases/rules/<int:pk>/trial/", dispatching.trial, name="rule_trial"),
    path("cases/rules/<int:pk>/rules/", dispatching.rule, name="rule_new"),
    path("cases/rules/<int:pk>/rules/<int:rule_id>/", dispatching.rule, name="rule"),
    path("cases/rules/<int:pk>/rules/<int:rule_id>/drop/", dispatching.drop, name="rule_drop"),
    path("cases/rules/<int:pk>/<str:verb>/", dispatching.step, name="rules_step"),
    path("cases/<str:number>/", detail.detail, name="detail"),
    path("cases/<str:number>/proposal/", proposing.take, name="take_proposal"),
    path("cases/<str:number>/papers/<slug:kind>/", papers.paper, name="paper"),
    path("cases/<str:number>/rule/", proposing.take_rule, name="take_rule"),
    path("cases/<str:number>/phone/", detail.reveal, name="reveal"),
    path("cases/<str:number>/asks/<int:ask_id>/", detail.decide, name="decide"),
    path(
        "cases/<str:number>/orders/<int:order_id>/<str:verb>/",
        detail.order_step,
        name="order_step",
    ),
    path("cases/<str:number>/<str:verb>/", detail.step, name="step"),
    path("w/<slug:zone>/", public.whistle, name="whistle"),
    path("w/<slug:zone>/thanks/", public.thanks, name="thanks"),
    path("t/", public.track, name="track"),
    path("t/rate/", public.rate, name="rate_with_code"),
]
