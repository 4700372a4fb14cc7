"""Forms of grants and tokens."""

from __future__ import annotations

from datetime import timedelta

from django import forms

from honglian.kit import clock


def _date_input() -> forms.DateInput:
    """The browser's own date picker; it reads and writes ISO dates only."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="事由",
        max_length=200,
        help_text="记入审计日志，例如“岗位调整”。",
        error_messages={"required": "请写明事由。"},
    )


class GrantForm(forms.Form):
    """Scope (only where the role needs one), validity and reason.

    ``choices`` are the candidates of the scope found so far, or None where none is meant.
    """

    scope_id = forms.TypedChoiceField(
        label="范围",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请选出具体范围。", "invalid_choice": "请从列出的里面选。"},
    )
    valid_from = forms.DateField(label="从", widget=_date_input())
    valid_to = forms.DateField(
        label="到",
        required=False,
        widget=_date_input(),
        help_text="不填为长期有效；借调、专班请填截止日期。",
    )
    reason = forms.CharField(
        label="事由",
        max_length=200,
        help_text="谁批的、为什么，例如“党群部任职通知〔2026〕8号”。",
        error_messages={"required": "请写明授权的依据。"},
    )

    def __init__(self, *args, choices: list[tuple[int, str]] | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = clock.today
        if choices is None:
            del self.fields["scope_id"]
        else:
            self.fields["scope_id"].choices = choices


class TokenForm(forms.Form):
    name = forms.CharField(
        label="用途", max_length=64, help_text="哪个系统用来做什么，例如“12345 热线平台推送诉求”。"
    )
    grant = forms.ChoiceField(label="代表的身份", help_text="令牌能做的和这个身份一样多。")
    expires_on = forms.DateField(
        label="有效期至", widget=_date_input(), help_text="最长一年，到期前换新的。"
    )

    def __init__(self, *args, grants, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grant"].choices = [("", "请选择")] + [
            (str(g.pk), f"{g.user.name} · {g}") for g in grants
        ]
        self.fields["expires_on"].initial = lambda: clock.today() + timedelta(days=180)
