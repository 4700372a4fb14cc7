from django.urls import path, re_path

from .steps import DECISION_STEPS, MEETING_STEPS
from .views import decisions, frequency, meetings

MEETING_VERBS, DECISION_VERBS = "|".join(MEETING_STEPS), "|".join(DECISION_STEPS)
urlpatterns = [
    path("meetings/", meetings.index, name="meetings"),
    path("meetings/new/", meetings.kinds, name="meeting_kinds"),
    path("meetings/new/<slug:kind>/", meetings.new, name="meeting_new"),
    path("meetings/<int:pk>/", meetings.detail, name="meeting"),
    path("meetings/<int:pk>/text/", meetings.notice, name="meeting_text"),
    path("meetings/<int:pk>/print/", meetings.printed, name="meeting_print"),
    re_path(
        rf"^meetings/(?P<pk>\d+)/(?P<verb>{MEETING_VERBS})/$", meetings.step, name="meeting_step"
    ),
    path("decisions/", decisions.index, name="decisions"),
    path("decisions/<int:pk>/", decisions.detail, name="decision"),
    re_path(
        rf"^decisions/(?P<pk>\d+)/(?P<verb>{DECISION_VERBS})/$",
        decisions.step,
        name="decision_step",
    ),
    path("frequency/", frequency.index, name="frequency"),
    path("branches/<int:pk>/", frequency.branch, name="branch"),
    path("branches/<int:pk>/groups/new/", frequency.group_new, name="group_new"),
    path("groups/<int:pk>/end/", frequency.group_end, name="group_end"),
]
