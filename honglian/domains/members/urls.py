from django.urls import path

from . import views

app_name = "members"
urlpatterns = [
    path("members/", views.index, name="index"),
    path("members/<int:pk>/", views.member, name="member"),
    path("members/<int:pk>/reveal/", views.reveal, name="reveal"),
    path("orgs/", views.orgs, name="orgs"),
    path("orgs/tree/", views.tree, name="tree"),
    path("orgs/<int:pk>/", views.org, name="org"),
    path("orgs/<int:pk>/appoint/", views.appoint, name="appoint"),
    path("orgs/posts/<int:pk>/end/", views.end_post, name="end_post"),
]
