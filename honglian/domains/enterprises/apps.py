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
        from honglian.foundation.sheets.api import register
        from honglian.kit.actor import ScopeKind

        from .models import Enterprise
        from .pledge_sheet import PledgeSheet
        from .reporting.sheet import ReturnSheet
        from .sheets import EnterpriseSheet

        register(EnterpriseSheet())
        register(PledgeSheet())
        register(ReturnSheet())
        register_scope(ScopeKind.ENTERPRISE, ModelSource(Enterprise, ("uscc",)))

        from . import records

        records.declare()
