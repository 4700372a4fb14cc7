from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "honglian.domains.cases"
    label = "cases"
    verbose_name = "吹哨报到"
