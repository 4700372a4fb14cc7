"""Forms of campaigns; the ones a visitor fills in also work without a network."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.files.fields import FilesField
from honglian.foundation.zones.api import Chain
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..forms import LongText
from . import choosing, selectors
from .models import Campaign, Target

USUAL_DAYS = 14


def _date(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **kwargs)


def _lines(label: str, hint: str) -> LongText:
    return LongText(
        label=label,
        help_text=hint,
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class PlanForm(forms.Form):
    """Name, days and the filter; the words of the filter become part of the campaign."""

    name = forms.CharField(label="名称", max_length=60, help_text="例：四上企业敲门行动")
    purpose = forms.CharField(label="目的", max_length=300, required=False)
    above = forms.ChoiceField(label="四上企业", required=False)
    chain = forms.ChoiceField(label="产业链", required=False)
    park = forms.ChoiceField(label="所在园区", required=False)
    size = forms.ChoiceField(
        label="企业规模", required=False, choices=[("", "不限"), *Enterprise.Size.choices]
    )
    key = forms.BooleanField(label="只要重点企业", required=False)
    starts_on = _date("开始")
    ends_on = _date("截止", help_text="到这一天每家都要走到，或写明没走成的原因。")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chains = Chain.objects.filter(zone_id=actor.zone_id)
        firms = Enterprise.objects.visible_to(actor).exclude(park="")
        parks = firms.order_by("park").values_list("park", flat=True).distinct()
        self.fields["above"].choices = [("", "不限"), *choosing.ABOVE]
        self.fields["chain"].choices = [("", "不限"), *((c.pk, c.short_name) for c in chains)]
        self.fields["park"].choices = [("", "不限"), *((p, p) for p in parks)]
        self.initial.setdefault("starts_on", clock.today())
        self.initial.setdefault("ends_on", clock.today() + timedelta(days=USUAL_DAYS))

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        names = ("above", "chain", "park", "size", "key")
        wanted = {n: v for n in names if (v := data.pop(n))}
        if "chain" in wanted:
            wanted["chain"] = int(wanted["chain"])
        return data | {"wanted": wanted}


class AssignForm(forms.Form):
    """How to share, and among whom."""

    way = forms.ChoiceField(
        label="怎么分",
        choices=[
            ("instructor", "给企业现在的主指导员"),
            ("grid", "给企业所在产业链的网格长"),
            ("even", "在选中的人里平均分，相邻的企业分给同一人"),
            ("hand", "把选中的企业给一个人（可以改派）"),
        ],
        widget=forms.RadioSelect,
        initial="instructor",
    )
    users = forms.MultipleChoiceField(
        label="走访人",
        required=False,
        help_text="平均分可以选几个人；手工指定选一个。前两种分法不用选。",
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    targets = forms.MultipleChoiceField(
        label="企业",
        required=False,
        help_text="只有手工指定才用选。括号里是现在的走访人。",
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, *args: Any, actor: Actor, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = selectors.targets(actor, campaign).filter(state__in=["waiting", "missed"])
        self.fields["users"].choices = selectors.visitors(actor)
        self.fields["targets"].choices = [
            (t.pk, f"{t.enterprise_name}（{t.round.name if t.round else '还没有分'}）")
            for t in left.order_by("round_id", "enterprise_name")
        ]

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {n: [int(v) for v in data[n]] for n in ("users", "targets")}


class AddForm(forms.Form):
    enterprises = forms.MultipleChoiceField(
        label="企业", widget=forms.CheckboxSelectMultiple, help_text="按同一口径今天才符合的企业。"
    )
    reason = forms.CharField(label="补进原因", max_length=120, help_text="例：9 月入规。")

    def __init__(self, *args: Any, actor: Actor, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = selectors.newcomers(actor, campaign)
        self.fields["enterprises"].choices = [(e.pk, e.name) for e in found]

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"enterprises": [int(v) for v in data["enterprises"]]}


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=200)

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class CloseForm(forms.Form):
    result = LongText(
        label="结果",
        max_length=2_000,
        help_text="走了多少家、解决了什么、还有什么要接着办。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class VisitForm(forms.Form):
    """What a visitor tells. Nobody has to take a photo or say where the phone is."""

    met = forms.CharField(label="见到谁", max_length=60, required=False, help_text="例：生产副总。")
    text = LongText(
        label="了解到的情况",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "了解到的情况最多 2,000 字，请写要点。"},
    )
    needs = _lines("要部门办的问题", "一行一件，每一行会转成一件诉求，由您盯办。没有就不填。")
    solved = _lines("当场解决的问题", "一行一件，只记下来。没有就不填。")
    photos = FilesField(kind="photo", label="照片", help_text="可以不拍。")
    visited_on = _date("哪天去的", required=False, help_text="不填就是填写的这一天。")

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"needs": _split(data["needs"]), "solved": _split(data["solved"])}


class MissForm(forms.Form):
    why = forms.ChoiceField(
        label="没走成的原因", choices=Target.Why.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="说明", max_length=200, required=False, help_text="例：约了下周二再去。"
    )
    visited_on = _date("哪天去的", required=False, help_text="不填就是填写的这一天。")

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
