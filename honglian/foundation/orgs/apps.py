from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "honglian.foundation.orgs"
    label = "orgs"
    verbose_name = "组织与部门"

    def ready(self) -> None:
        from honglian.foundation.zones.api import ZoneConfigured
        from honglian.kit.events import subscribe

        from .actions import follow_configuration

        subscribe(ZoneConfigured, follow_configuration)
