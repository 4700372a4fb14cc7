from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "honglian.foundation.calendar"
    label = "calendar"
    verbose_name = "工作日历"
