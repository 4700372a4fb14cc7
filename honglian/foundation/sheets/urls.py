from django.urls import path

from . import views

app_name = "sheets"
urlpatterns = [
    path("", views.home, name="home"),
    path("batches/", views.batch_list, name="batches"),
    path("batches/<int:pk>/", views.batch, name="batch"),
    path("batches/<int:pk>/columns/", views.columns, name="columns"),
    path("batches/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("batches/<int:pk>/drop/", views.drop, name="drop"),
    path("batches/<int:pk>/report/", views.report, name="report"),
    path("batches/<int:pk>/undo/", views.undo, name="undo"),
    path("<slug:ledger>/template/", views.blank, name="template"),
    path("<slug:ledger>/export/", views.export, name="export"),
    path("<slug:ledger>/import/", views.upload, name="import"),
]
