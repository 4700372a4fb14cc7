"""Forms of organisations: one act each, with the day it took effect and its paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from honglian.foundation.orgs.api import ORG_TYPES, OrgTie, PartyOrg
from honglian.foundation.zones.api import Chain
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..models import PartyMember
from .actions.electing import EXCUSES, Result
from .actions.setting_up import NOT_ASKED_FOR


def day_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


def number_field(label: str, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=9999, **more)


def words_field(label: str, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def paper_field(label: str = "批复文号", **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=64, required=False, **more)


def standing_orgs(actor: Actor) -> Any:
    rows = PartyOrg.objects.visible_to(actor).filter(status__in=PartyOrg.STANDING)
    return rows.order_by("name")


class ActForm(forms.Form):
    """The base: ``actor`` and ``org`` decide what is offered; ``facts`` are the action's words."""

    on = day_field("日期", initial=clock.today)

    def __init__(self, *args: Any, actor: Actor, org: PartyOrg | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.actor, self.org = actor, org
        self.offer()

    def offer(self) -> None:
        """Fill choices that depend on the organisation."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PaperForm(ActForm):
    paper_no = paper_field()
    text = words_field("说明", required=False, max_length=300)


class ReasonForm(ActForm):
    text = words_field("原因", max_length=300)
    paper_no = paper_field("文号")


class PlainForm(ActForm):
    text = words_field("说明", required=False, max_length=300)


class ApplyForm(forms.Form):
    parent = forms.ModelChoiceField(label="上级党组织", queryset=PartyOrg.rows.none())
    type_code = forms.ChoiceField(label="组织类别")
    name = forms.CharField(
        label="拟用名称", max_length=128, help_text="写全称，如：某某公司党支部。"
    )
    applied_on = day_field("申请日期", initial=clock.today)
    formal = number_field("正式党员人数")
    probationary = number_field("预备党员人数", required=False, initial=0)
    units = words_field(
        "覆盖的单位",
        required=False,
        help_text="一行一个；第一行是所在单位。联合党支部一般不超过 5 个。",
    )
    unit_uscc = forms.CharField(label="所在单位统一社会信用代码", max_length=18, required=False)
    chain = forms.ModelChoiceField(
        label="所属产业链", queryset=Chain.objects.none(), required=False, empty_label="不属于"
    )
    months = number_field("项目为期几个月", required=False, help_text="只有项目党支部填写。")
    paper_no = paper_field("请示文号")
    reason = words_field("成立的理由", max_length=300)
    excuse = words_field(
        "说明",
        required=False,
        max_length=200,
        rows=2,
        help_text="人数不够一般标准的，写明特殊情况。",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = standing_orgs(actor)
        self.fields["chain"].queryset = Chain.objects.filter(zone_id=actor.zone_id)
        offered = [(t.code, t.name) for t in ORG_TYPES.values() if t.code not in NOT_ASKED_FOR]
        self.fields["type_code"].choices = offered
        self.fields["type_code"].initial = "branch"

    def facts(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        chain = data.pop("chain")
        return data | {
            "parent_id": data.pop("parent").pk,
            "chain_id": chain.pk if chain else None,
            "units": [u.strip() for u in data["units"].splitlines() if u.strip()],
            "probationary": data["probationary"] or 0,
            "months": data["months"] or 0,
        }


class FoundForm(ActForm):
    paper_no = paper_field("任命文号")
    secretary = forms.CharField(label="书记", max_length=32)
    deputies = forms.CharField(label="副书记", max_length=64, required=False)
    committee = words_field("委员", required=False, help_text="几个人用顿号隔开。")
    text = words_field("说明", required=False, max_length=300)


class ChangeForm(ActForm):
    name = forms.CharField(label="党组织名称", max_length=128)
    parent = forms.ModelChoiceField(
        label="上级党组织", queryset=PartyOrg.rows.none(), required=False, empty_label="没有上级"
    )
    unit_name = forms.CharField(label="所在单位", max_length=128, required=False)
    unit_uscc = forms.CharField(label="统一社会信用代码", max_length=18, required=False)
    chain = forms.ModelChoiceField(
        label="产业链", queryset=Chain.objects.none(), required=False, empty_label="不属于"
    )
    paper_no = paper_field(help_text="改隶属的必填。")
    text = words_field("说明", required=False, max_length=300)

    def offer(self) -> None:
        assert self.org is not None
        parents = standing_orgs(self.actor).exclude(pk=self.org.pk)
        self.fields["parent"].queryset = parents
        self.fields["chain"].queryset = Chain.objects.filter(zone_id=self.actor.zone_id)
        for name in ("name", "unit_name", "unit_uscc"):
            self.fields[name].initial = getattr(self.org, name)
        self.fields["parent"].initial = self.org.parent_id
        self.fields["chain"].initial = self.org.chain_id
        if self.org.parent_id and not parents.filter(pk=self.org.parent_id).exists():
            del self.fields["parent"]  # the superior lies above the actor's scope

    def facts(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        chain = data.pop("chain")
        data["chain_id"] = chain.pk if chain else None
        if "parent" in data:
            parent = data.pop("parent")
            data["parent_id"] = parent.pk if parent else None
        return data


class MergeForm(ActForm):
    into = forms.ModelChoiceField(label="并入哪个党组织", queryset=PartyOrg.rows.none())
    paper_no = paper_field()
    text = words_field("说明", required=False, max_length=300)

    def offer(self) -> None:
        assert self.org is not None
        self.fields["into"].queryset = standing_orgs(self.actor).exclude(pk=self.org.pk)

    def facts(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"into_id": data.pop("into").pk}


class ExtendForm(ActForm):
    on = day_field("批复日期", initial=clock.today)
    to = day_field("延期到")
    paper_no = paper_field()
    text = words_field("延期原因", required=False, max_length=300)


class ElectionForm(ActForm):
    """What the minutes of the election meeting say."""

    on = day_field("选举日期", initial=clock.today)
    number = number_field("第几届", required=False, help_text="不清楚的可不填。")
    expected = number_field("应到会有选举权的党员")
    excused = forms.MultipleChoiceField(
        label="不计入应到会的情形",
        choices=list(EXCUSES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="每勾一种，在下面填人数。",
    )
    excused_counts = forms.CharField(
        label="各情形的人数",
        max_length=40,
        required=False,
        help_text="按勾选的次序，用顿号隔开，如：1、2。",
    )
    excused_agreed = forms.BooleanField(
        label="不计入的已经上级党组织同意、党员大会通过", required=False
    )
    present = number_field("实到会")
    seats = number_field("应选名额", help_text="含书记、副书记。")
    candidates = number_field("候选人数")
    fewest_votes = number_field("当选人中最少的得票")
    secretary = forms.CharField(label="当选书记", max_length=32)
    deputies = forms.CharField(label="当选副书记", max_length=64, required=False)
    committee = words_field(
        "当选委员", required=False, help_text="一行一人，姓名后空一格写分工，如：张某 组织委员。"
    )
    term_ends_on = day_field(
        "本届届满日期", required=False, help_text="留空时按任期推算：党委 5 年，总支、支部 3 年。"
    )
    is_village = forms.BooleanField(label="村、社区党组织（任期 5 年）", required=False)
    paper_no = paper_field("提前或延期的批复文号", help_text="按期换届的不填。")
    report_no = paper_field("选举结果批复（备案）文号")
    excuse = words_field(
        "说明",
        required=False,
        max_length=200,
        rows=2,
        help_text="书记党龄不满 1 年等情况，写明原因。",
    )
    is_namesake = forms.BooleanField(label="与其他支部的书记同名，不是同一人", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        counts = names_numbers(data.get("excused_counts", ""))
        chosen = data.get("excused", [])
        if len(counts) != len(chosen) or not all(counts):
            self.add_error("excused_counts", "请按勾选的情形逐项填人数，几种就填几个数。")
        data["excused_by_reason"] = dict(zip(chosen, counts, strict=False))
        return data

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = ("expected", "present", "seats", "candidates", "fewest_votes", "secretary")
        more = ("deputies", "committee", "excused_agreed")
        result = Result(
            **{name: data[name] for name in (*names, *more)}, excused=data["excused_by_reason"]
        )
        kept = ("on", "number", "term_ends_on", "is_village", "paper_no", "report_no", "excuse")
        return {name: data[name] for name in (*kept, "is_namesake")} | {"result": result}


def names_numbers(words: str) -> list[int]:
    """Whole numbers separated like names; anything else counts as nothing."""
    parts: Sequence[str] = (
        words.replace("，", "、").replace(",", "、").replace(" ", "、").split("、")
    )
    return [int(p) if p.strip().isdigit() else 0 for p in parts if p.strip()]


class TieForm(ActForm):
    on = day_field("起始日期", initial=clock.today)
    kind = forms.ChoiceField(label="哪种结构", choices=OrgTie.Kind.choices)
    name = forms.CharField(
        label="名称",
        max_length=128,
        help_text="单位、产业链、园区或网格的名称；产业链按本区配置的全称。",
    )
    code = forms.CharField(
        label="代码",
        max_length=32,
        required=False,
        help_text="单位的信用代码、网格编码等，没有可不填。",
    )
    role = forms.ChoiceField(
        label="角色", choices=[("", "不分"), ("牵头", "牵头"), ("成员", "成员")], required=False
    )


class UntieForm(ActForm):
    tie = forms.ModelChoiceField(label="退出哪一处", queryset=OrgTie.rows.none())

    def offer(self) -> None:
        self.fields["tie"].queryset = OrgTie.rows.filter(org=self.org, ends_on=None)

    def facts(self) -> dict[str, Any]:
        return {"on": self.cleaned_data["on"], "tie_id": self.cleaned_data["tie"].pk}


class MemberChoice(forms.ModelChoiceField):
    def label_from_instance(self, member: PartyMember) -> str:
        return f"{member.name}（{member.branch.name}）"


class JoinForm(ActForm):
    on = day_field("参加日期", initial=clock.today)
    member = MemberChoice(
        label="党员",
        queryset=PartyMember.rows.none(),
        help_text="组织关系留在原支部，统计不重复计。",
    )
    duty = forms.CharField(label="承担的工作", max_length=64, required=False)

    def offer(self) -> None:
        rows = PartyMember.objects.visible_to(self.actor).select_related("branch")
        taken = self.org.participants.filter(ends_on=None).values("member") if self.org else ()
        self.fields["member"].queryset = rows.exclude(pk__in=taken).order_by("name", "pk")

    def facts(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"member_id": data.pop("member").pk}


class PartChoice(forms.ModelChoiceField):
    def label_from_instance(self, part: Any) -> str:
        return f"{part.member.name}（{part.member.branch.name}）"


class LeaveForm(ActForm):
    part = PartChoice(label="哪名党员", queryset=PartyMember.rows.none())

    def offer(self) -> None:
        assert self.org is not None
        rows = self.org.participants.filter(ends_on=None)
        self.fields["part"].queryset = rows.select_related("member__branch")

    def facts(self) -> dict[str, Any]:
        return {"on": self.cleaned_data["on"], "part_id": self.cleaned_data["part"].pk}


class TemporaryForm(forms.Form):
    approver = forms.ModelChoiceField(label="批准的党组织", queryset=PartyOrg.rows.none())
    name = forms.CharField(label="临时党组织名称", max_length=128)
    project = forms.CharField(label="重大项目（任务）", max_length=128)
    duties = words_field("职责", max_length=1000)
    on = day_field("成立日期", initial=clock.today)
    until = day_field("任务预计结束")
    paper_no = paper_field("批准文号")
    secretary = forms.CharField(label="书记（由批准组织指定）", max_length=32)
    committee = words_field("委员", required=False, rows=2, help_text="几个人用顿号隔开。")
    chain = forms.ModelChoiceField(
        label="产业链", queryset=Chain.objects.none(), required=False, empty_label="不属于"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        upper = [t.code for t in ORG_TYPES.values() if "committee" in t.code and not t.functional]
        self.fields["approver"].queryset = standing_orgs(actor).filter(type__in=upper)
        self.fields["chain"].queryset = Chain.objects.filter(zone_id=actor.zone_id)

    def facts(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        chain = data.pop("chain")
        return data | {
            "approver_id": data.pop("approver").pk,
            "chain_id": chain.pk if chain else None,
        }


class ProlongForm(ActForm):
    until = day_field("新的预计结束日期")
    text = words_field("原因", required=False, max_length=300)


class CloseForm(ActForm):
    on = day_field("撤销日期", initial=clock.today)
    outcome = words_field("任务完成或终止的情况", max_length=300)
    paper_no = paper_field("文号")
