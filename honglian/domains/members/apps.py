from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "honglian.domains.members"
    label = "members"
    verbose_name = "党员"
