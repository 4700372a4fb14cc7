from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "honglian.domains.enterprises"
    label = "enterprises"
    verbose_name = "企业"
