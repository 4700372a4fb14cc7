from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "honglian.domains.members"
    label = "members"
    verbose_name = "党员"

    def ready(self):
        from honglian.foundation.audit.api import name_verbs

        from .words import VERBS

        name_verbs(VERBS)
        from honglian.foundation.sheets.api import register

        from . import rules  # noqa: F401  (registers the rules of organisations and members)
        from .dues.sheets import DuesSheet
        from .floating.sheets import FloatingSheet
        from .sheets import MemberSheet

        register(MemberSheet())
        register(DuesSheet())
        register(FloatingSheet())

        from . import records

        records.declare()
