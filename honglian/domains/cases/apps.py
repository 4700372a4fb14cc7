from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "honglian.domains.cases"
    label = "cases"
    verbose_name = "吹哨报到"

    def ready(self):
        from honglian.foundation.audit.api import name_verbs

        from .words import VERBS

        name_verbs(VERBS)
        from honglian.domains.enterprises.api import register_following
        from honglian.foundation.access.api import explain_with
        from honglian.foundation.files.api import register_owner
        from honglian.foundation.sheets.api import register
        from honglian.kit import slots

        from . import following, handlers, ownership, panels
        from .campaigns import handlers as campaigns
        from .hotline_sheet import HotlineSheet
        from .lists.sheet import ListSheet

        register(ListSheet())
        register(HotlineSheet())
        handlers.connect()
        register_following(following.FOLLOWING)
        campaigns.connect()
        register_owner("cases.target", ownership.sees_target)
        register_owner("cases.case", ownership.visible, visitor=ownership.holds_code)
        explain_with("cases.case", ownership.because)
        slots.fill("enterprises.detail", panels.of_enterprise)

        from . import records

        records.declare()
