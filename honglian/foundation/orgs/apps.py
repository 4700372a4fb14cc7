from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "honglian.foundation.orgs"
    label = "orgs"
    verbose_name = "组织与部门"
