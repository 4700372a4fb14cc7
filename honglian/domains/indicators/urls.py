from django.urls import path, re_path

from .views import composing, library, steps

app_name = "indicators"
VERBS = "submit|check|send_back|publish|retire|drop"
urlpatterns = [
    path("", library.index, name="index"),
    path("load/", steps.load, name="load"),
    path("refresh/", steps.refresh, name="refresh"),
    path("issue/", steps.issue, name="issue"),
    path("new/", composing.choose, name="choose"),
    path("new/<str:record>/", composing.new, name="new"),
    path("preview/<str:record>/", composing.preview, name="preview"),
    path("<int:pk>/", library.detail, name="detail"),
    path("<int:pk>/records/", library.records, name="records"),
    path("<int:pk>/growth/", library.growth, name="growth"),
    path("<int:pk>/enter/", steps.enter, name="enter"),
    path("<int:pk>/change/", composing.change, name="change"),
    path("versions/<int:pk>/", library.version, name="version"),
    path("versions/<int:pk>/edit/", composing.edit, name="edit"),
    re_path(rf"^versions/(?P<pk>\d+)/(?P<verb>{VERBS})/$", steps.step, name="step"),
    path("values/<int:pk>/revise/", steps.revise, name="revise"),
]
