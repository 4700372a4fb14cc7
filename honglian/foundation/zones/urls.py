"""Addresses of a zone's settings."""

from django.urls import path

from .views import sections, versions

app_name = "zones"
urlpatterns = [
    path("settings/", sections.settings, name="settings"),
    path("settings/words/", sections.words, name="words"),
    path("settings/tiers/", sections.tiers, name="tiers"),
    path("settings/chains/", sections.chains, name="chains"),
    path("settings/refusals/", sections.refusals, name="refusals"),
    path("settings/hours/", sections.hours, name="hours"),
    path("settings/limits/", sections.limits, name="limits"),
    path("settings/rates/", sections.rates, name="rates"),
    path("settings/categories/new/", sections.category, name="new_category"),
    path("settings/categories/<slug:code>/", sections.category, name="category"),
    path("settings/categories/<slug:code>/drop/", sections.drop_category, name="drop_category"),
    path("settings/history/", versions.history, name="history"),
    path("settings/history/<int:number>/", versions.version, name="version"),
    path("settings/history/<int:number>/restore/", versions.restore, name="restore"),
    path("settings/export/", versions.export, name="export"),
    path("settings/import/", versions.upload, name="import"),
]
