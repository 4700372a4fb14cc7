from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "honglian.domains.indicators"
    label = "indicators"
    verbose_name = "指标"

    def ready(self) -> None:
        from honglian.foundation.audit.api import name_verbs

        from .words import VERBS

        name_verbs(VERBS)
