from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "honglian.domains.enterprises"
    label = "enterprises"
    verbose_name = "企业"

    def ready(self):
        from honglian.foundation.sheets.api import register

        from .pledge_sheet import PledgeSheet
        from .sheets import EnterpriseSheet

        register(EnterpriseSheet())
        register(PledgeSheet())
