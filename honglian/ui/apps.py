from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "honglian.ui"
    label = "ui"
    verbose_name = "界面"

    def ready(self) -> None:
        from .wording import speak

        speak()
