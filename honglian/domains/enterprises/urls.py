from django.urls import path

from . import views
from .assigning import views as assigning
from .contacts.views import changes, people
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
    path("promises/<int:pk>/withdraw/", changes.withdraw, name="withdraw_promise"),
    path("contacts/", people.overview, name="contacts"),
    path("mine/", people.mine, name="mine"),
    path("instructors/", people.index, name="instructors"),
    path("instructors/<int:pk>/", people.detail, name="instructor"),
    path("instructors/<int:pk>/edit/", people.edit, name="instructor_edit"),
    path("instructors/<int:pk>/cover/", changes.cover, name="instructor_cover"),
    path("instructors/<int:pk>/conflict/", changes.conflict, name="instructor_conflict"),
    path("instructors/<int:pk>/leave/", changes.leaving, name="instructor_leave"),
    path("instructors/<int:pk>/gone/", changes.gone, name="instructor_gone"),
    path("instructors/<int:pk>/back/", changes.back, name="instructor_back"),
    path("covers/", people.covers, name="covers"),
    path("covers/<int:pk>/end/", changes.call_off, name="cover_end"),
    path("conflicts/<int:pk>/lift/", changes.lift, name="conflict_lift"),
    path("assign/", assigning.index, name="assignments"),
    path("assign/new/", assigning.new, name="assignment_new"),
    path("assign/compare/", assigning.compare, name="assignment_compare"),
    path("assign/<int:pk>/", assigning.detail, name="assignment"),
    path("assign/<int:pk>/publish/", assigning.publish, name="assignment_publish"),
    path("assign/<int:pk>/drop/", assigning.drop, name="assignment_drop"),
    path("assign/<int:pk>/<str:verb>/", assigning.decide, name="assignment_decide"),
    path("assign/pairs/<int:pk>/change/", assigning.change, name="assignment_change"),
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
