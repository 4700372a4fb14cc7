"""Where a zone is, how it calls things, its levels and its working hours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from .base import Data, SectionForm

SESSIONS = 3
SPARE_TIERS = 1
TERMS = {
    "zone_committee": "园区党委（党工委）",
    "upper_committee": "企业党委一级",
    "chain_branch": "产业链上的党组织",
    "unit_org": "企业里的党组织",
    "instructor": "党建指导员",
    "whistle": "吹哨",
    "report": "报到",
}


class WordsForm(SectionForm):
    """The zone's names and its own words."""

    OWN = {
        "name": ("全称", 64),
        "short_name": ("简称", 16),
        "city": ("城市", 16),
        "division_code": ("行政区划代码", 12),
        "hotline": ("服务热线", 32),
    }

    def build(self) -> None:
        for name, (label, longest) in self.OWN.items():
            self.fields[name] = forms.CharField(
                label=label,
                max_length=longest,
                initial=self.now[name],
                required=name != "hotline",
            )
        for key in self._terms():
            self.fields[f"term_{key}"] = forms.CharField(
                label=TERMS.get(key, key),
                max_length=24,
                initial=self.now["terms"].get(key, ""),
                required=False,
            )
        self.fields["coverage_counts_attached"] = forms.BooleanField(
            label="计算“两个覆盖”时，把挂靠组建的也算作已覆盖",
            required=False,
            initial=self.now["coverage_counts_attached"],
        )

    def _terms(self) -> list[str]:
        return list(dict.fromkeys([*TERMS, *self.now["terms"]]))

    def write(self, data: Data) -> None:
        entered = self.cleaned_data
        data.update({name: entered[name] for name in self.OWN})
        terms = {key: entered[f"term_{key}"] for key in self._terms()}
        data["terms"] = {key: word for key, word in terms.items() if word}
        data["coverage_counts_attached"] = entered["coverage_counts_attached"]

    def layout(self) -> Iterator[tuple[str, list[str]]]:
        yield "名称", list(self.OWN)
        yield "本区怎么称呼", [f"term_{key}" for key in self._terms()]
        yield "口径", ["coverage_counts_attached"]
        yield "", ["note"]


class TiersForm(SectionForm):
    """Levels of the Party tree, top down; an empty name takes a level away."""

    def __init__(self, *args: Any, types: list[tuple[str, str]], **kwargs: Any) -> None:
        self.types = types
        super().__init__(*args, **kwargs)

    @property
    def count(self) -> int:
        return len(self.now["tiers"]) + SPARE_TIERS

    def build(self) -> None:
        for n in range(self.count):
            tier = self.now["tiers"][n] if n < len(self.now["tiers"]) else {}
            self.fields[f"name_{n}"] = forms.CharField(
                label="叫法", max_length=32, required=False, initial=tier.get("name", "")
            )
            self.fields[f"types_{n}"] = forms.MultipleChoiceField(
                label="这一级可以是哪些组织类别",
                choices=self.types,
                required=False,
                initial=tier.get("types", []),
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self) -> dict[str, Any]:
        entered = super().clean()
        for n in range(self.count):
            if entered.get(f"name_{n}") and not entered.get(f"types_{n}"):
                self.add_error(f"types_{n}", "请至少选一类组织。")
        return entered

    def write(self, data: Data) -> None:
        rows = [
            {"name": self.cleaned_data[f"name_{n}"], "types": self.cleaned_data[f"types_{n}"]}
            for n in range(self.count)
        ]
        data["tiers"] = [row for row in rows if row["name"]]

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        for n in range(self.count):
            last = n == self.count - 1
            yield (
                f"第 {n + 1} 级{'（增加时填写）' if last else ''}",
                [
                    self[f"name_{n}"],
                    self[f"types_{n}"],
                ],
            )
        yield "", [self["note"]]


class HoursForm(SectionForm):
    """Up to three stretches of working hours."""

    def build(self) -> None:
        for n in range(SESSIONS):
            begin, end = self.now["work_hours"][n] if n < len(self.now["work_hours"]) else ("", "")
            for name, label, value in ((f"begin_{n}", "从", begin), (f"end_{n}", "到", end)):
                self.fields[name] = forms.TimeField(
                    label=label,
                    required=n == 0,
                    initial=value,
                    widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
                    error_messages={"invalid": "请写成 08:30 这样的时间。"},
                )

    def clean(self) -> dict[str, Any]:
        entered = super().clean()
        for n in range(SESSIONS):
            begin, end = entered.get(f"begin_{n}"), entered.get(f"end_{n}")
            if (begin is None) != (end is None) and not self.errors:
                self.add_error(f"begin_{n}", "起止时间要么都填，要么都不填。")
        return entered

    def write(self, data: Data) -> None:
        pairs = [
            (self.cleaned_data[f"begin_{n}"], self.cleaned_data[f"end_{n}"])
            for n in range(SESSIONS)
        ]
        data["work_hours"] = [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in pairs if a and b]

    def layout(self) -> Iterator[tuple[str, list[str]]]:
        for n, word in enumerate(("第一段", "第二段", "第三段（没有就空着）")):
            yield word, [f"begin_{n}", f"end_{n}"]
        yield "", ["note"]
