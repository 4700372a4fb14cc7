from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "honglian.foundation.access"
    label = "access"
    verbose_name = "角色与范围"
