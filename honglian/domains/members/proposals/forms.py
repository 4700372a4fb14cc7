"""The branch's answer to a suggestion."""

from __future__ import annotations

from django import forms


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="处理情况",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写支部怎么研究、怎么办的；无需处理的写明理由。",
    )
