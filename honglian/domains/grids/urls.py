from django.urls import path

from .planning import views as planning
from .reporting import views as reporting
from .views import enterprises, grids, mapping, people

app_name = "grids"
urlpatterns = [
    path("", grids.index, name="index"),
    path("new/", grids.new, name="new"),
    path("map/", mapping.page, name="map"),
    path("map/data/", mapping.data, name="map_data"),
    path("enterprises/", enterprises.listed, name="enterprises"),
    path("enterprises/<int:pk>/place/", enterprises.place, name="place"),
    path("enterprises/<int:pk>/release/", enterprises.release, name="release"),
    path("events/", reporting.index, name="events"),
    path("mine/", reporting.mine, name="mine"),
    path("events/new/", reporting.new, name="event_new"),
    path("events/<int:pk>/", reporting.detail, name="event"),
    path("events/<int:pk>/<slug:verb>/", reporting.step, name="event_step"),
    path("plans/", planning.index, name="plans"),
    path("plans/new/", planning.new, name="plan_new"),
    path("plans/<int:pk>/", planning.detail, name="plan"),
    path("plans/<int:pk>/data/", planning.data, name="plan_data"),
    path("plans/<int:pk>/<slug:verb>/", planning.turn, name="plan_turn"),
    path("duties/<int:pk>/hand-over/", people.hand_over, name="hand_over"),
    path("duties/<int:pk>/relieve/", people.relieve, name="relieve"),
    path("<int:pk>/", grids.detail, name="grid"),
    path("<int:pk>/edit/", grids.edit, name="edit"),
    path("<int:pk>/area/", grids.area, name="area"),
    path("<int:pk>/close/", grids.close, name="close"),
    path("<int:pk>/people/", people.assign, name="assign"),
]
