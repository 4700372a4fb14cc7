"""Addresses of accounts."""

from django.urls import path

from .views import administration, me, signing

app_name = "accounts"
urlpatterns = [
    path("login/", signing.sign_in, name="login"),
    path("login/code/", signing.code, name="code"),
    path("login/demo/", signing.demo_sign_in, name="demo"),
    path("logout/", signing.sign_out, name="logout"),
    path("me/", me.me, name="me"),
    path("me/reveal/", me.reveal, name="reveal"),
    path("me/contact/", me.contact, name="contact"),
    path("me/password/", me.password, name="password"),
    path("me/second-factor/", me.second_factor, name="second_factor"),
    path("me/sessions/others/end/", me.end_others, name="end_others"),
    path("me/sessions/<int:pk>/end/", me.end_session, name="end_session"),
    path("accounts/", administration.index, name="list"),
    path("accounts/new/", administration.create, name="create"),
    path("accounts/<int:pk>/", administration.detail, name="detail"),
    path("accounts/<int:pk>/reset/", administration.reset, name="reset"),
    path("accounts/<int:pk>/disable/", administration.disable, name="disable"),
    path("accounts/<int:pk>/enable/", administration.enable, name="enable"),
    path("accounts/<int:pk>/unlock/", administration.unlock, name="unlock"),
    path(
        "accounts/<int:pk>/second-factor/remove/",
        administration.remove_second_factor,
        name="remove_second_factor",
    ),
]
