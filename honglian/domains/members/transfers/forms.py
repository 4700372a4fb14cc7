"""Forms of transfers: the application, the letter from outside, and one for each step."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..codes import ETHNICITY
from ..development.forms import day_field
from . import selectors
from .limits import committees_above, letter_committee, usual_days
from .models import Transfer

EXCUSE = "有特殊情况的写明原因，如不编入工作单位党组织的理由。"


class BranchField(forms.ModelChoiceField):
    """A branch of the zone that keeps members."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=PartyOrg.rows.none(), **kwargs)

    def offer(self, branches: list[PartyOrg]) -> None:
        pks = [b.pk for b in branches]
        self.queryset = PartyOrg.rows.filter(pk__in=pks).order_by("name")


class ApplyForm(forms.Form):
    to_branch = BranchField(label="转到本区的党支部", required=False, empty_label="（转往区外）")
    to_name = forms.CharField(
        label="转往区外的，转入党组织全称",
        max_length=128,
        required=False,
        help_text="写到支部，如：武汉市某街道某社区党支部。",
    )
    work_unit = forms.CharField(
        label="新的工作单位",
        max_length=128,
        required=False,
        help_text="单位已建党组织的，应编入单位党组织。",
    )
    reason = forms.CharField(label="转接原因", max_length=200, initial="工作单位变动")
    applied_on = day_field("申请日期", initial=clock.today)
    excuse = forms.CharField(label="说明", max_length=300, required=False, help_text=EXCUSE)
    as_draft = forms.BooleanField(label="先存草稿，稍后再提交", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_branch"].offer(selectors.targets(actor.zone_id or 0))


class ArriveForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=32)
    id_no = forms.CharField(label="公民身份号码", max_length=18)
    gender = forms.ChoiceField(label="性别", choices=[("1", "男"), ("2", "女")])
    ethnicity = forms.ChoiceField(label="民族", choices=list(ETHNICITY.items()), initial="01")
    birth_date = day_field("出生日期")
    category = forms.ChoiceField(
        label="人员类别",
        choices=[("", "请选择"), ("formal", "正式党员"), ("probationary", "预备党员")],
    )
    joined_on = day_field("加入党组织日期")
    full_on = day_field("转为正式党员日期", required=False, help_text="正式党员必填。")
    mobile = forms.CharField(label="联系手机", max_length=16, required=False)
    from_name = forms.CharField(label="转出党组织全称", max_length=128)
    letter_no = forms.CharField(label="介绍信编号", max_length=40)
    issued_on = day_field("介绍信开出日期")
    valid_days = forms.IntegerField(label="介绍信有效期（天）", min_value=1, max_value=366)
    dues_paid_to = forms.CharField(
        label="党费交至", max_length=16, required=False, help_text="照介绍信填，如 2026年10月。"
    )
    to_branch = BranchField(label="编入的党支部", empty_label="请选择")
    work_unit = forms.CharField(label="工作单位", max_length=128, required=False)
    received_on = day_field("报到日期", initial=clock.today)
    excuse = forms.CharField(label="说明", max_length=300, required=False, help_text=EXCUSE)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = set(PartyOrg.objects.visible_to(actor).values_list("pk", flat=True))
        branches = [b for b in selectors.targets(actor.zone_id or 0) if b.pk in seen]
        self.fields["to_branch"].offer(branches)


class StepForm(forms.Form):
    """The day, and what the verb needs."""

    def __init__(self, *args: Any, verb: str, transfer: Transfer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = day_field("日期", initial=clock.today)
        if verb in ("issue", "reissue"):
            self._letter(transfer)
        elif verb == "confirm":
            self.fields["receipt_no"] = forms.CharField(
                label="回执编号或说明", max_length=40, help_text="对方党组织盖章回执上的编号。"
            )
        elif verb in ("reject", "recall", "expire", "abandon"):
            hint = "写清缺什么、怎么补；不得无故拒转拒接。" if verb == "reject" else ""
            self.fields["reason"] = forms.CharField(
                label="理由" if verb == "reject" else "原因",
                max_length=200,
                help_text=hint,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def _letter(self, transfer: Transfer) -> None:
        above = committees_above(transfer.from_branch)
        usual = letter_committee(transfer.from_branch)
        self.fields["issuer_id"] = forms.TypedChoiceField(
            label="开具介绍信的党委",
            choices=[(org.pk, org.name) for org in above],
            coerce=int,
            initial=usual.pk if usual else None,
        )
        self.fields["addressee"] = forms.CharField(
            label="介绍信抬头",
            max_length=128,
            required=False,
            help_text="留空时为转入党组织的上级党委。",
        )
        self.fields["valid_days"] = forms.IntegerField(
            label="有效期（天）", min_value=1, max_value=366, initial=usual_days(clock.today())
        )
