from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "honglian.foundation.documents"
    label = "documents"
    verbose_name = "公文"
