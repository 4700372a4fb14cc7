"""All addresses: each app brings its own."""

from django.urls import include, path

from honglian.web.urls import api_urls

urlpatterns: list = [
    *api_urls,
    path("", include("honglian.web.urls")),
    path("", include("honglian.foundation.accounts.urls")),
    path("access/", include("honglian.foundation.access.urls")),
    path("audit/", include("honglian.foundation.audit.urls")),
    path("zones/", include("honglian.foundation.zones.urls")),
    path("calendar/", include("honglian.foundation.calendar.urls")),
    path("departments/", include("honglian.foundation.orgs.urls")),
    path("", include("honglian.domains.members.urls")),
    path("life/", include("honglian.domains.partylife.urls")),
    path("coverage/", include("honglian.domains.coverage.urls")),
    path("grids/", include("honglian.domains.grids.urls")),
    path("enterprises/", include("honglian.domains.enterprises.urls")),
    path("indicators/", include("honglian.domains.indicators.urls")),
    path("visits/", include("honglian.domains.visits.urls")),
    path("", include("honglian.domains.cases.urls")),
    path("files/", include("honglian.foundation.files.urls")),
    path("", include("honglian.foundation.notify.urls")),
    path("jobs/", include("honglian.foundation.jobs.urls")),
    path("sheets/", include("honglian.foundation.sheets.urls")),
    path("ui/", include("honglian.ui.urls")),
]
