"""Forms of dispatch rules."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.api import Chain, config_of
from honglian.kit.actor import Actor

from .matching import CLASSES
from .models import DispatchRule

SEPARATORS = re.compile(r"[\s,，、;；]+")
SEVERAL = forms.CheckboxSelectMultiple


class DraftForm(forms.Form):
    name = forms.CharField(label="名称", max_length=60, help_text="例：2027 年派单规则")


class DaysForm(forms.Form):
    """The span a trial reads and, when wanted, a set to compare with."""

    first = forms.DateField(
        label="从", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        label="到", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", "截止日早于起始日，请改其中一个。")
        return data


def _words(label: str, hint: str) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=400)


def _several(label: str, hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, help_text=hint, required=False, widget=SEVERAL)


class RuleForm(forms.Form):
    """Conditions that stay empty say nothing; all that are filled in must hold."""

    name = forms.CharField(label="名称", max_length=60, help_text="例：经二路供电问题")
    priority = forms.IntegerField(
        label="优先级",
        min_value=1,
        max_value=9999,
        help_text="数字小的先看；留出间隔，方便以后插队。",
    )
    categories = _several("类别是")
    words = _words("说到其中一个", "用空格或顿号分开。例：变压器 增容 跳闸")
    without = _words("没有说到", "说到其中任何一个，就不用这条规则。")
    chains = _several("产业链是")
    parks = _several("在园区")
    classes = _several("企业是")
    returned_by = _several("由谁退回", "异议成立、退回来的诉求另派给谁，在这里写。")
    lead = forms.ChoiceField(label="主办")
    co = _several("协办")
    level = forms.ChoiceField(label="等级", required=False)
    since = forms.DateField(
        label="从哪天起", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="到哪天止", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, actor: Actor, rule: DispatchRule | None = None, **kw: Any):
        if rule is not None:
            kw["initial"] = {name: getattr(rule, name) for name in self.base_fields} | {
                "words": " ".join(rule.words),
                "without": " ".join(rule.without),
            }
        super().__init__(*args, **kw)
        config = config_of(actor.zone_id)
        rows = Department.rows.filter(zone_id=actor.zone_id, is_active=True).order_by("id")
        departments = list(rows.values_list("code", "name"))
        chains = Chain.objects.filter(zone_id=actor.zone_id).order_by("id")
        firms = Enterprise.objects.visible_to(actor).exclude(park="").order_by("park")
        parks = list(firms.values_list("park", "park").distinct())
        levels = [(x.code, x.name) for x in config.cases.levels]
        for name, choices in (
            ("categories", [(c.code, c.name) for c in config.categories]),
            ("chains", list(chains.values_list("code", "name"))),
            ("parks", _with(parks, rule.parks if rule else ())),
            ("classes", list(CLASSES.items())),
            ("returned_by", departments),
            ("co", departments),
            ("lead", [("", "请选择"), *departments]),
            ("level", [("", "按类别的等级"), *levels]),
        ):
            self.fields[name].choices = choices
            if not choices:
                del self.fields[name]

    def clean_words(self) -> list[str]:
        return _split(self.cleaned_data["words"])

    def clean_without(self) -> list[str]:
        return _split(self.cleaned_data["without"])

    def values(self) -> dict[str, Any]:
        return {"parks": [], "chains": []} | self.cleaned_data


def _split(text: str) -> list[str]:
    return list(dict.fromkeys(word for word in SEPARATORS.split(text) if word))


def _with(choices: list[tuple[str, str]], more: Any) -> list[tuple[str, str]]:
    """Values that are kept in the rule stay choices even when no enterprise has them now."""
    known = {code for code, _ in choices}
    return [*choices, *((value, value) for value in more if value not in known)]
