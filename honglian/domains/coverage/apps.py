from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "honglian.domains.coverage"
    label = "coverage"
    verbose_name = "两个覆盖"

    def ready(self):
        from honglian.domains.enterprises.api import EnterpriseChanged
        from honglian.foundation.audit.api import name_verbs
        from honglian.foundation.sheets.api import LedgerImported
        from honglian.kit.events import subscribe

        from . import handlers
        from .words import VERBS

        name_verbs(VERBS)
        subscribe(EnterpriseChanged, handlers.follow_edit)
        subscribe(LedgerImported, handlers.follow_ledger)
