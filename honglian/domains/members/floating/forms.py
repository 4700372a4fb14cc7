"""Forms of members away from home; short, because they are filled in on a phone."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..development.forms import day_field
from ..transfers import selectors as branches
from ..transfers.forms import BranchField
from .models import FloatingContact, FloatingStay


class _StayForm(forms.Form):
    """What both directions ask."""

    kind = forms.ChoiceField(label="流动类型", choices=FloatingStay.Kind.choices)
    left_on = day_field("流出日期")
    place = forms.CharField(label="外出地点", max_length=64, help_text="如：武汉市洪山区。")
    is_settled = forms.BooleanField(label="地点相对固定", required=False, initial=True)
    job = forms.CharField(label="外出从业", max_length=64, required=False)
    contact_name = forms.CharField(label="联系人", max_length=32, required=False)
    times_a_quarter = forms.IntegerField(
        label="联系频次（次/季）", min_value=1, max_value=90, initial=1
    )
    note = forms.CharField(label="备注", max_length=200, required=False)


class OutForm(_StayForm):
    host_branch = BranchField(label="流入本区的党支部", required=False, empty_label="（不在本区）")
    host_name = forms.CharField(
        label="流入党组织",
        max_length=128,
        required=False,
        help_text="知道的填，不知道的报到时再填。",
    )
    expected_back = day_field("预计返回日期", required=False)
    excuse = forms.CharField(
        label="说明", max_length=300, required=False, help_text="预计外出不满 6 个月的写明原因。"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host_branch"].offer(branches.targets(actor.zone_id or 0))


class InForm(_StayForm):
    name = forms.CharField(label="姓名", max_length=32)
    gender = forms.ChoiceField(
        label="性别", choices=[("", "未填"), ("1", "男"), ("2", "女")], required=False
    )
    home_name = forms.CharField(label="正式组织关系所在支部", max_length=128)
    host_branch = BranchField(label="报到的党支部", empty_label="请选择")
    reported_on = day_field("报到日期", initial=clock.today)
    field_order = ("name", "gender", "home_name", "host_branch", "reported_on")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = set(PartyOrg.objects.visible_to(actor).values_list("pk", flat=True))
        mine = [b for b in branches.targets(actor.zone_id or 0) if b.pk in seen]
        self.fields["host_branch"].offer(mine)
        if len(mine) == 1:
            self.fields["host_branch"].initial = mine[0]


class StepForm(forms.Form):
    on = day_field("日期", initial=clock.today)

    def __init__(self, *args: Any, verb: str, stay: FloatingStay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if verb == "report":
            self.fields["host_name"] = forms.CharField(
                label="报到的党组织", max_length=128, initial=stay.host_name
            )
        if verb == "back":
            self.fields["excuse"] = forms.CharField(
                label="说明",
                max_length=300,
                required=False,
                help_text="外出不满 6 个月的写明原因。",
            )


class ContactForm(forms.Form):
    way = forms.ChoiceField(label="方式", choices=FloatingContact.Way.choices)
    on = day_field("日期", initial=clock.today)
    text = forms.CharField(
        label="情况", max_length=200, required=False, help_text="近况、困难、要支部帮什么。"
    )
