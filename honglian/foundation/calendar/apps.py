from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CalendarConfig(AppConfig):
    name = "honglian.foundation.calendar"
    label = "calendar"
    verbose_name = "工作日历"

    def ready(self) -> None:
        from .seed import enter_known_years

        post_migrate.connect(enter_known_years, sender=self)
