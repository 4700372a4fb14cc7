from django.apps import AppConfig


class PartylifeConfig(AppConfig):
    name = "honglian.domains.partylife"
    label = "partylife"
    verbose_name = "组织生活"

    def ready(self):
        from honglian.foundation.audit.api import name_verbs
        from honglian.foundation.files.api import register_owner
        from honglian.foundation.sheets.api import register

        from . import (
            ownership,
            rules,  # noqa: F401  (registers the rules of organisation life)
        )
        from .meetings.opening import register_meetings
        from .meetings.seen import report_presence
        from .rectify.sheet import RectifySheet
        from .words import VERBS

        name_verbs(VERBS)
        register_meetings()
        report_presence()
        register(RectifySheet())
        register_owner("partylife.rectifyitem", ownership.of_item)
        register_owner("partylife.training", ownership.of_training)

        from . import records

        records.declare()
