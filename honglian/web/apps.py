from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "honglian.web"
    label = "web"

    def ready(self) -> None:
        from honglian.foundation.audit.api import name_verbs

        from .words import VERBS

        name_verbs(VERBS)
        from honglian.ui.lists import keep_views_with

        from .saved_views import Keeper

        keep_views_with(Keeper())
        from . import grid_cases, visit_cases

        grid_cases.connect()
        visit_cases.connect()
