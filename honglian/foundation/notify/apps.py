from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "honglian.foundation.notify"
    label = "notify"
    verbose_name = "消息"
