from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "honglian.domains.members"
    label = "members"
    verbose_name = "党员"

    def ready(self):
        from honglian.foundation.sheets.api import register

        from .sheets import MemberSheet

        register(MemberSheet())
