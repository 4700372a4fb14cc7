from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "honglian.domains.enterprises"
    label = "enterprises"
    verbose_name = "企业"

    def ready(self):
        from honglian.foundation.audit.api import name_verbs

        from .words import VERBS

        name_verbs(VERBS)
        from honglian.foundation.access.api import ModelSource, register_scope
        from honglian.foundation.sheets.api import LedgerImported, register
        from honglian.foundation.workflow.api import StandIn, register_stand_in
        from honglian.kit.actor import ScopeKind
        from honglian.kit.events import subscribe

        from . import handlers
        from .contacts import rules  # noqa: F401
        from .contacts.binding import ITEM
        from .contacts.selectors import stand_in_for
        from .models import Enterprise
        from .pledge_sheet import PledgeSheet
        from .reporting.sheet import ReturnSheet
        from .sheets import EnterpriseSheet

        register(EnterpriseSheet())
        register(PledgeSheet())
        register(ReturnSheet())
        register_scope(ScopeKind.ENTERPRISE, ModelSource(Enterprise, ("uscc",)))
        register_stand_in(StandIn(stand_in_for, (ITEM,)))
        subscribe(LedgerImported, handlers.follow_ledger)

        from . import records

        records.declare()
