from django.urls import path

from . import api_docs, briefs, cockpit, desk, drafts, rules, views
from .rest import api

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("desk/", desk.desk, name="desk"),
    path("cockpit/", cockpit.cockpit, name="cockpit"),
    path("screen/", cockpit.screen, name="screen"),
    path("portal/", views.portal, name="portal"),
    path("search/", views.find, name="search"),
    path("scan/", views.scan, name="scan"),
    path("burden/", views.burden, name="burden"),
    path("rules/", rules.rules, name="rules"),
    path("briefs/", briefs.briefs, name="briefs"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("api/", api_docs.reference, name="api_reference"),
]
api_urls = [path("api/v1/", api.urls)]
