"""The framework's sentences for fields, in the words of the product: what, and what to do."""

from __future__ import annotations

from django import forms
from django.core import validators

FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "还没有填写。"},
    forms.ChoiceField: {
        "required": "还没有选择。",
        "invalid_choice": "“%(value)s”不在可选范围内，请重新选择。",
    },
    forms.MultipleChoiceField: {
        "required": "还没有选择。",
        "invalid_choice": "“%(value)s”不在可选范围内，请重新选择。",
    },
    forms.ModelChoiceField: {"invalid_choice": "所选的一项已不在可选范围内，请重新选择。"},
    forms.DateField: {"invalid": "看不懂这个日期，请写成 2026-11-25 这样，并核对这一天存在。"},
    forms.DateTimeField: {"invalid": "看不懂这个时间，请写成 2026-11-25 14:00 这样。"},
    forms.TimeField: {"invalid": "看不懂这个时间，请写成 14:00 这样。"},
    forms.IntegerField: {"invalid": "请填整数，例如 12。"},
    forms.FloatField: {"invalid": "请填数字，例如 12.5。"},
    forms.DecimalField: {"invalid": "请填数字，例如 12.5。"},
}
TOO_LONG = "最多 %(limit_value)d 个字，现在有 %(show_value)d 个，请删减。"


def speak() -> None:
    """Put the sentences in; a field's own ``error_messages`` still go first."""
    for field, words in FIELDS.items():
        field.default_error_messages = {**field.default_error_messages, **words}
    validators.MaxLengthValidator.message = TOO_LONG
