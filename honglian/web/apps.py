from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "honglian.web"
    label = "web"
