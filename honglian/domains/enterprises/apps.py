from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "honglian.domains.enterprises"
    label = "enterprises"
    verbose_name = "企业"

    def ready(self):
        from honglian.foundation.sheets.api import register

        from .sheets import EnterpriseSheet

        register(EnterpriseSheet())
