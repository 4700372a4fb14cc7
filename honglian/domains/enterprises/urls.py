from django.urls import path

from . import views
from .reporting import views as reporting

app_name = "enterprises"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/pledge/", views.pledge, name="pledge"),
    path("<int:pk>/contact/", views.log_contact, name="log_contact"),
    path("<int:pk>/phone/", views.reveal_contact, name="reveal_contact"),
    path("pledges/", views.pledges, name="pledges"),
    path("promises/", views.promises, name="promises"),
    path("promises/<int:pk>/keep/", views.keep_promise, name="keep_promise"),
    path("figures/", reporting.index, name="collections"),
    path("figures/new/", reporting.new, name="collection_new"),
    path("figures/<int:pk>/", reporting.collection, name="collection"),
    path("figures/<int:pk>/lock/", reporting.lock, name="collection_lock"),
    path("figures/<int:pk>/unlock/", reporting.unlock, name="collection_unlock"),
    path("figures/<int:pk>/publish/", reporting.publish, name="collection_publish"),
    path("figures/check/", reporting.check, name="returns_check"),
    path("figures/returns/<int:pk>/", reporting.one, name="return"),
    path("figures/returns/<int:pk>/fill/", reporting.fill, name="return_fill"),
    path("figures/returns/<int:pk>/query/", reporting.query, name="return_query"),
    path("figures/returns/<int:pk>/revise/", reporting.revise, name="return_revise"),
]
