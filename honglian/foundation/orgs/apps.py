from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "honglian.foundation.orgs"
    label = "orgs"
    verbose_name = "组织与部门"

    def ready(self) -> None:
        from honglian.foundation.sheets.api import register
        from honglian.foundation.zones.api import ZoneConfigured
        from honglian.kit.events import subscribe

        from .accounts_sheet import DepartmentSheet
        from .handlers import follow_configuration
        from .sheets import OrgSheet

        subscribe(ZoneConfigured, follow_configuration)
        register(OrgSheet())
        register(DepartmentSheet())

        from . import records

        records.declare()
