"""Forms of requests, visits and inspections."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.kit import clock

from ..fields import EnterpriseField, StepForm, day_field, long_text, rating_field
from . import selectors
from .models import Inspection, VisitRequest, Why

ITEMS_HELP = "只能选已公布的事项；没有公布的不得检查。"


def _own_items(form: StepForm) -> list[tuple[int, str]]:
    rows = selectors.items(form.actor) if form.actor else []
    return [(i.pk, i.name if i.published_on else f"{i.name}（没有公布）") for i in rows]


def _own_officers(form: StepForm) -> list[tuple[int, str]]:
    rows = selectors.officers(form.actor) if form.actor else []
    return [(o.pk, f"{o.name}（{o.certificate_no}，{o.valid_to} 到期）") for o in rows]


def _many(label: str, help_text: str, *, required: bool = True) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, required=required, help_text=help_text,
        widget=forms.CheckboxSelectMultiple(),
    )  # fmt: skip


class FirmForm(StepForm):
    """Asks for an enterprise unless one is given."""

    enterprise = EnterpriseField()

    def build(self) -> None:
        self.fields["enterprise"].actor = self.actor  # type: ignore[attr-defined]
        if self.thing is not None:
            self.fields["enterprise"].initial = self.thing.name

    def facts(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        found["enterprise_id"] = found.pop("enterprise").pk
        return found


class RequestForm(FirmForm):
    kind = forms.ChoiceField(
        label="性质",
        choices=VisitRequest.Kind.choices,
        help_text="服务走访只问需求、讲政策，不检查、不处罚。",
    )
    year = forms.IntegerField(label="年度", min_value=2024, max_value=2100)
    month = forms.TypedChoiceField(
        label="月份", coerce=int, empty_value=None, required=False,
        choices=[("", "全年任意月，由系统排"), *((n, f"{n} 月") for n in range(1, 13))],
    )  # fmt: skip
    purpose = forms.CharField(label="做什么", max_length=200)
    minutes = forms.IntegerField(label="大约几分钟", min_value=10, max_value=480, initial=60)
    not_before = forms.TimeField(
        label="企业方便的时间起", required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    not_after = forms.TimeField(
        label="企业方便的时间止", required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    fixed_on = day_field("必须这一天", required=False, help_text="不固定的空着，系统来排。")
    items = _many("检查事项", f"行政检查必选。{ITEMS_HELP}", required=False)
    why = forms.ChoiceField(
        label="检查缘由", choices=Why.choices, help_text="服务走访不用管这一项。"
    )
    document = forms.CharField(label="专项检查批准文号", max_length=64, required=False)

    def build(self) -> None:
        super().build()
        self.fields["items"].choices = _own_items(self)  # type: ignore[attr-defined]
        self.fields["year"].initial = clock.today().year
        self.fields["month"].initial = clock.today().month

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        found["item_ids"] = found.pop("items")
        return found


class InspectionForm(FirmForm):
    kind = forms.ChoiceField(label="检查类型", choices=Inspection.Kind.choices)
    why = forms.ChoiceField(label="检查缘由", choices=Why.choices)
    document = forms.CharField(label="专项检查批准文号", max_length=64, required=False)
    purpose = forms.CharField(label="检查什么", max_length=200)
    items = _many("检查事项", ITEMS_HELP, required=False)
    officers = _many("执法人员", "两名以上，证件在计划日期有效。", required=False)
    planned_on = day_field("计划日期")

    def build(self) -> None:
        super().build()
        self.fields["items"].choices = _own_items(self)  # type: ignore[attr-defined]
        self.fields["officers"].choices = _own_officers(self)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        found["item_ids"], found["officer_ids"] = found.pop("items"), found.pop("officers")
        return found


class ApproveForm(StepForm):
    approval_no = forms.CharField(label="审批表编号", max_length=64, required=False)


class TextForm(StepForm):
    text = long_text("原因", 200)


class AssignForm(StepForm):
    officers = _many("执法人员", "两名以上，证件在计划日期有效。", required=False)

    def build(self) -> None:
        self.fields["officers"].choices = _own_officers(self)  # type: ignore[attr-defined]
        self.fields["officers"].initial = [o.pk for o in self.thing.officers.all()]

    def facts(self) -> dict[str, Any]:
        return {"officer_ids": self.cleaned_data["officers"]}


class NoticeForm(StepForm):
    notice_no = forms.CharField(label="检查通知书编号", max_length=64, required=False)
    waived = long_text(
        "不提前通知的法定理由", 200, required=False, rows=2, help_text="只在依法不提前通知时填写。"
    )


class EnterForm(StepForm):
    code = forms.CharField(
        label="企业码", max_length=300,
        help_text="用手机扫企业门口的企业码会自动填好；扫不了时把码下面的文字输进来。",
    )  # fmt: skip


class ResultForm(StepForm):
    outcome = forms.ChoiceField(label="检查结果", choices=Inspection.Outcome.choices)
    result = long_text("结果说明", 1000, rows=5, help_text="企业马上看得到。发现的隐患请逐件上报。")


class AnswerForm(StepForm):
    text = long_text("企业的意见", 500)


class RateForm(StepForm):
    rating = rating_field()
    text = long_text("想说的话", 300, required=False)


class OfficerForm(StepForm):
    name = forms.CharField(label="姓名", max_length=32)
    certificate_no = forms.CharField(label="执法证号", max_length=32)
    valid_from = day_field("证件有效期起")
    valid_to = day_field("证件有效期止")
    user_id = forms.TypedChoiceField(
        label="账号", coerce=int, empty_value=None, required=False,
        help_text="有账号的人才能扫码入企、反馈结果。",
    )  # fmt: skip

    def build(self) -> None:
        self.fields["user_id"].choices = [("", "没有账号"), *_accounts(self)]  # type: ignore[attr-defined]


def _accounts(form: StepForm) -> list[tuple[int, str]]:
    from honglian.foundation.access.api import Grant

    actor = form.actor
    if actor is None or actor.department_id is None:
        return []
    rows = Grant.objects.in_force(clock.today()).unscoped("accounts of the own department")
    rows = rows.filter(zone_id=actor.zone_id, scope_kind="department", scope_id=actor.department_id)
    return list(dict(rows.values_list("user_id", "user__name")).items())


class AwayForm(StepForm):
    valid_to = day_field("证件有效期止")
    away_from = day_field("不在岗起", required=False)
    away_to = day_field("不在岗止", required=False)

    def build(self) -> None:
        for name in self.fields:
            self.fields[name].initial = getattr(self.thing, name)


class ItemForm(StepForm):
    name = forms.CharField(label="检查事项", max_length=120)
    basis = forms.CharField(label="依据", max_length=200)
    published_on = day_field("公布日期", required=False, help_text="没有公布的先不填，不得检查。")


class MoveForm(StepForm):
    planned_on = day_field("新的上门日期")
    text = long_text("改期的原因", 200)

    def build(self) -> None:
        self.fields["planned_on"].initial = self.thing.planned_on


class ServiceForm(StepForm):
    visitors = forms.CharField(label="走访人", max_length=120)
    heard = long_text("了解到的情况", 1000, rows=4)
    advice = long_text(
        "提醒和建议",
        500,
        required=False,
        rows=2,
        help_text="服务走访不能责令、处罚；发现隐患请另行上报。",
    )
    demand = long_text(
        "企业想解决的事",
        500,
        required=False,
        rows=2,
        help_text="写了会转成诉求，由部门来办；没有就空着。",
    )

    def build(self) -> None:
        self.fields["visitors"].initial = self.thing.team or (self.actor.name if self.actor else "")
