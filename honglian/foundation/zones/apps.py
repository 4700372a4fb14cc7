from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "honglian.foundation.zones"
    label = "zones"
    verbose_name = "高新区"

    def ready(self) -> None:
        from . import records

        records.declare()
