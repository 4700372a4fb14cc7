from django.apps import AppConfig


class GridsConfig(AppConfig):
    name = "honglian.domains.grids"
    label = "grids"
    verbose_name = "产业网格"

    def ready(self):
        from honglian.domains.enterprises.api import (
            ContactLog,
            EnterpriseChanged,
            find_grids_with,
        )
        from honglian.foundation.access.api import ModelSource, register_scope
        from honglian.foundation.audit.api import name_verbs
        from honglian.foundation.files.api import register_owner
        from honglian.foundation.sheets.api import LedgerImported, register
        from honglian.kit import slots
        from honglian.kit.actor import ScopeKind
        from honglian.kit.events import subscribe

        from . import handlers, panels, placing, rules  # noqa: F401
        from .events import GridEventMoved
        from .models import Grid, GridEvent
        from .sheets import GridSheet
        from .touches import Touch, count_touch
        from .words import VERBS

        name_verbs(VERBS)
        register(GridSheet())
        register_scope(ScopeKind.GRID, ModelSource(Grid, ("code",)))
        find_grids_with(placing.in_grids_q)
        register_owner("grids.gridevent", panels.may_see_files)
        count_touch(Touch("contact", "走访或电话", ContactLog.rows.all, "happened_on"))
        count_touch(Touch("event", "网格上报", GridEvent.rows.all, "collected_at", is_moment=True))
        subscribe(EnterpriseChanged, handlers.follow_edit)
        subscribe(LedgerImported, handlers.follow_ledger)
        subscribe(GridEventMoved, handlers.tell)
        slots.fill("enterprises.detail", panels.of_enterprise)
