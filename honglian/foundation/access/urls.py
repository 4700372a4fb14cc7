"""Addresses of access."""

from django.urls import path

from .views import current, grants, tokens

app_name = "access"
urlpatterns = [
    path("switch/", current.switch, name="switch"),
    path("why/", current.why, name="why"),
    path("roles/", grants.roles, name="roles"),
    path("grants/", grants.index, name="grants"),
    path("grants/new/", grants.grant, name="grant"),
    path("grants/<int:pk>/revoke/", grants.revoke, name="revoke"),
    path("tokens/", tokens.index, name="tokens"),
    path("tokens/new/", tokens.create, name="create_token"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
]
