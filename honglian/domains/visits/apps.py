from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "honglian.domains.visits"
    label = "visits"
    verbose_name = "联合体检"

    def ready(self):
        from honglian.foundation.audit.api import name_verbs
        from honglian.foundation.files.api import register_owner
        from honglian.foundation.sheets.api import register
        from honglian.kit import slots

        from . import (
            ownership,
            panels,
            rules,  # noqa: F401  (registers the rules of inspections and hazards)
        )
        from .hazards.sheet import HazardSheet
        from .words import VERBS

        name_verbs(VERBS)
        register(HazardSheet())
        register_owner("visits.hazard", ownership.of_hazard)
        slots.fill("enterprises.detail", panels.of_enterprise)

        from . import records

        records.declare()
