from django.urls import URLPattern

app_name = "partylife"
urlpatterns: list[URLPattern] = []
