from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "honglian.foundation.sheets"
    label = "sheets"
    verbose_name = "台账"
