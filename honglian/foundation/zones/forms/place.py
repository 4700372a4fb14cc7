"""Where a zone is, how it calls things, its levels and its working hours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from ..parts import PAPER_KINDS
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

        self._build_papers()

    def _build_papers(self) -> None:
        papers = self.now["papers"]
        self.fields["issuer"] = forms.CharField(
            label="落款单位", max_length=40, initial=papers["issuer"], required=False
        )
        for kind, name in PAPER_KINDS.items():
            self.fields[f"mark_{kind}"] = forms.CharField(
                label=f"{name}的机关代字",
                max_length=12,
                initial=papers["marks"].get(kind, ""),
                required=False,
            )

    def _terms(self) -> list[str]:
        return list(dict.fromkeys([*TERMS, *self.now["terms"]]))

    def write(self, data: Data) -> None:
        entered = self.cleaned_data
        data.update({name: entered[name] for name in self.OWN})
        terms = {key: entered[f"term_{key}"] for key in self._terms()}
        data["terms"] = {key: word for key, word in terms.items() if word}
        data["coverage_counts_attached"] = entered["coverage_counts_attached"]
        marks = {kind: entered[f"mark_{kind}"] for kind in PAPER_KINDS}
        data["papers"] = {
            "issuer": entered["issuer"],
            "marks": {kind: mark for kind, mark in marks.items() if mark},
        }

    def layout(self) -> Iterator[tuple[str, list[str]]]:
        yield "名称", list(self.OWN)
        yield "本区怎么称呼", [f"term_{key}" for key in self._terms()]
        yield "口径", ["coverage_counts_attached"]
        yield "公文", ["issuer", *(f"mark_{kind}" for kind in PAPER_KINDS)]
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


class ChainsForm(SectionForm):
    """The industry chains; a chain stays once enterprises and organisations stand on it."""

    SPARE = "_new"

    def build(self) -> None:
        for chain in [*self.now["chains"], {"code": self.SPARE}]:
            code = chain["code"]
            if code == self.SPARE:
                self.fields["_new_code"] = forms.RegexField(
                    r"^[a-z][a-z0-9_]{1,15}$",
                    label="代码",
                    required=False,
                    help_text="小写英文字母、数字和下划线，如 ev。",
                    error_messages={"invalid": "代码用小写英文字母开头，只含字母、数字和下划线。"},
                )
            for name, label, longest in (("name", "全称", 64), ("short_name", "简称", 16)):
                self.fields[f"{code}_{name}"] = forms.CharField(
                    label=label,
                    max_length=longest,
                    required=code != self.SPARE,
                    initial=chain.get(name, ""),
                )
            self.fields[f"{code}_aliases"] = forms.CharField(
                label="别名（用顿号隔开）",
                required=False,
                initial="、".join(chain.get("aliases", [])),
            )

    def clean(self) -> dict[str, Any]:
        entered = super().clean()
        given = [entered.get(f"_new_{name}") for name in ("code", "name", "short_name")]
        if any(given) and not all(given):
            self.add_error("_new_code", "新增产业链要填代码、全称和简称。")
        if entered.get("_new_code") in {chain["code"] for chain in self.now["chains"]}:
            self.add_error("_new_code", "这个代码已经有了，请换一个。")
        return entered

    def write(self, data: Data) -> None:
        entered = self.cleaned_data
        codes = [chain["code"] for chain in data["chains"]]
        rows = [self._row(code, code) for code in codes]
        if entered["_new_code"]:
            rows.append(self._row(entered["_new_code"], self.SPARE))
        data["chains"] = rows

    def _row(self, code: str, prefix: str) -> Data:
        entered = self.cleaned_data
        aliases = entered[f"{prefix}_aliases"].replace("，", "、").replace(",", "、")
        return {
            "code": code,
            "name": entered[f"{prefix}_name"],
            "short_name": entered[f"{prefix}_short_name"],
            "aliases": [word.strip() for word in aliases.split("、") if word.strip()],
        }

    def layout(self) -> Iterator[tuple[str, list[str]]]:
        parts = ("name", "short_name", "aliases")
        for chain in self.now["chains"]:
            yield chain["name"], [f"{chain['code']}_{part}" for part in parts]
        yield "新增产业链（不新增就空着）", ["_new_code", *(f"_new_{part}" for part in parts)]
        yield "", ["note"]
