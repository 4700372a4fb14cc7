from django.urls import path, re_path

from . import views

urlpatterns = [
    path("", views.index, name="index"),
    path("requests/", views.requests, name="requests"),
    path("requests/new/", views.request_new, name="request_new"),
    path("requests/<int:pk>/", views.request_detail, name="request"),
    re_path(
        r"^requests/(?P<pk>\d+)/(?P<verb>drop|object)/$", views.request_turn, name="request_turn"
    ),
    path("inspections/", views.inspections, name="inspections"),
    path("inspections/new/", views.inspection_new, name="inspection_new"),
    path("inspections/<int:pk>/", views.inspection, name="inspection"),
    path("inspections/<int:pk>/<slug:verb>/", views.inspection_step, name="inspection_step"),
    path("officers/", views.catalogue, name="catalogue"),
    path("officers/new/", views.officer_new, name="officer_new"),
    path("officers/<int:pk>/", views.officer, name="officer"),
    path("items/new/", views.item_new, name="item_new"),
    path("code/", views.code, name="code"),
    path("code/<str:text>/", views.scanned, name="scanned"),
    path("<int:pk>/", views.visit, name="visit"),
    path("<int:pk>/<slug:verb>/", views.visit_step, name="visit_step"),
]
