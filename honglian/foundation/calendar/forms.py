"""Forms of the calendar."""

from __future__ import annotations

from django import forms

EXAMPLE = "一、元旦：1月1日至3日放假调休，共3天。1月4日上班。"


class NoticeForm(forms.Form):
    year = forms.IntegerField(
        label="年份",
        min_value=2000,
        max_value=2100,
        error_messages={"invalid": "年份写成 2027 这样的四位数。"},
    )
    source = forms.CharField(
        label="依据",
        max_length=200,
        help_text="通知的名称和文号，例如“国办发明电〔2026〕7号”。",
    )
    text = forms.CharField(
        label="放假安排",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14, "placeholder": EXAMPLE}),
        help_text="直接粘贴通知正文；也可以一行写一天：“2027-02-05 春节 放假”“2027-02-13 春节 补班”。",
    )
