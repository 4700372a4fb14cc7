from django.apps import AppConfig


class PartylifeConfig(AppConfig):
    name = "honglian.domains.partylife"
    label = "partylife"
    verbose_name = "组织生活"

    def ready(self):
        from . import rules  # noqa: F401  (registers the rules of organisation life)
