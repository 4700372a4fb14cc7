from django.urls import path

from . import views

app_name = "notify"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read, name="read"),
    path("inbox/preference/", views.preference, name="preference"),
    path("inbox/<int:pk>/", views.open_message, name="open"),
    path("channels/", views.channels, name="channels"),
    path("channels/new/", views.channel, name="new_channel"),
    path("channels/<int:pk>/", views.channel, name="channel"),
    path("channels/<int:pk>/test/", views.test, name="test"),
]
