from django.urls import path, re_path

from . import views
from .development import views as development

app_name = "members"
urlpatterns = [
    path("members/", views.index, name="index"),
    path("members/<int:pk>/", views.member, name="member"),
    path("members/<int:pk>/reveal/", views.reveal, name="reveal"),
    path("development/", development.index, name="developments"),
    path("development/new/", development.new, name="development_new"),
    path("development/<int:pk>/", development.detail, name="development"),
    path("development/<int:pk>/step/<int:no>/", development.step, name="development_step"),
    path(
        "development/<int:pk>/withdraw/<int:step_id>/",
        development.withdraw,
        name="development_withdraw",
    ),
    re_path(
        r"^development/(?P<pk>\d+)/(?P<verb>stop|resume)/$",
        development.turn,
        name="development_turn",
    ),
    path("orgs/", views.orgs, name="orgs"),
    path("orgs/tree/", views.tree, name="tree"),
    path("orgs/<int:pk>/", views.org, name="org"),
    path("orgs/<int:pk>/appoint/", views.appoint, name="appoint"),
    path("orgs/posts/<int:pk>/end/", views.end_post, name="end_post"),
]
