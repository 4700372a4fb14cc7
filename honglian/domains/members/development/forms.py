"""Forms of the steps: each asks only what its step needs."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..codes import EDUCATION
from .models import DevelopmentStep
from .plan import STEPS, Step


def day_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


def number_field(label: str, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=9999, **more)


class StartForm(forms.Form):
    branch = forms.ModelChoiceField(label="所在支部", queryset=PartyOrg.rows.none())
    name = forms.CharField(label="姓名", max_length=32)
    gender = forms.ChoiceField(label="性别", choices=[("1", "男"), ("2", "女")])
    birth_date = day_field("出生日期")
    education = forms.ChoiceField(
        label="学历", choices=[("", "未填"), *EDUCATION.items()], required=False
    )
    applied_on = day_field("递交入党申请书日期", initial=clock.today)
    activist_since = day_field(
        "在原单位确定积极分子的日期",
        required=False,
        help_text="从别的单位转来的积极分子才填，培养时间连续计算。",
    )
    former_exit = forms.ChoiceField(
        label="以前是否离开过党组织",
        choices=[("", "没有"), ("persuaded_quit", "劝其退党"), ("removed", "除名")],
        required=False,
    )
    former_exit_on = day_field("离开的日期", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = PartyOrg.objects.visible_to(actor).exclude(status=PartyOrg.Status.DISSOLVED)
        self.fields["branch"].queryset = rows.filter(type__endswith="branch").order_by("name")
        if rows.filter(type__endswith="branch").count() == 1:
            self.fields["branch"].initial = rows.filter(type__endswith="branch").first()


class StepForm(forms.Form):
    """Built from the step's data: decision, people, publicity, training, vote, extension."""

    on = day_field("日期", initial=clock.today)

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        if step.decides:
            self._ask_decision(step)
        for asked in step.asks:
            getattr(self, f"_ask_{asked}")()
        self.fields["documents"] = forms.MultipleChoiceField(
            label="已有材料",
            choices=[(d, d) for d in step.documents],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.fields["excuse"] = forms.CharField(
            label="说明",
            max_length=300,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="超过一般期限的，写明原因。",
        )

    def _ask_decision(self, step: Step) -> None:
        self.fields["body"] = forms.CharField(
            label="作出决定的组织", max_length=64, initial=step.decides
        )
        choices = [(o.value, o.label) for o in DevelopmentStep.Outcome]
        if step.no != 23:
            choices = [c for c in choices if c[0] != DevelopmentStep.Outcome.POSTPONED]
        self.fields["outcome"] = forms.ChoiceField(label="决定", choices=[("", "请选择"), *choices])

    def _ask_people(self) -> None:
        label = "培养联系人" if self.step.no == 5 else "入党介绍人"
        self.fields["people"] = forms.CharField(
            label=label, max_length=100, help_text="两名的用顿号隔开，如：张某、李某。"
        )

    def _ask_publicity(self) -> None:
        self.fields["from_day"] = day_field("公示开始", required=False)
        self.fields["to_day"] = day_field("公示结束", required=False)

    def _ask_training(self) -> None:
        self.fields["days"] = number_field("培训天数", required=False)
        self.fields["hours"] = number_field(
            "培训学时", required=False, help_text="天数和学时填一项即可。"
        )

    def _ask_vote(self) -> None:
        self.fields["expected"] = number_field("应到会有表决权的党员")
        self.fields["present"] = number_field("实到会有表决权的党员")
        self.fields["in_favour"] = number_field("赞成票")
        self.fields["secret"] = forms.BooleanField(label="无记名投票", required=False)

    def _ask_extension(self) -> None:
        self.fields["extension"] = number_field(
            "延长预备期几个月", required=False, help_text="选“暂缓（延长）”的才填。"
        )

    def facts(self) -> dict[str, Any]:
        """Keyword arguments of the action."""
        return dict(self.cleaned_data)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


def step_of(no: int) -> Step | None:
    return STEPS.get(no)
