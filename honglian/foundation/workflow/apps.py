from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "honglian.foundation.workflow"
    label = "workflow"
    verbose_name = "办件"
