"""Demands: their categories, their clocks, and the weights of the three rates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from ..config import LEVEL_DURATIONS, OPTIONAL_DURATIONS, RULE_DURATIONS
from .base import Data, DurationField, SectionForm


class CategoryForm(SectionForm):
    """One kind of demand: who leads, who helps, how urgent, how people say it."""

    def __init__(
        self,
        *args: Any,
        code: str,
        departments: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        self.code, self.departments = code, departments
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        found = next((c for c in self.now["categories"] if c["code"] == self.code), {})
        if not self.code:
            self.fields["code"] = forms.RegexField(
                r"^[a-z][a-z0-9_]{1,31}$",
                label="代码",
                help_text="小写英文字母、数字和下划线，建好后不再改动。",
                error_messages={"invalid": "代码用小写英文字母开头，只含字母、数字和下划线。"},
            )
        levels = [(x["code"], f"{x['code']} {x['name']}") for x in self.now["cases"]["levels"]]
        self.fields |= {
            "name": forms.CharField(label="名称", max_length=32, initial=found.get("name", "")),
            "lead": forms.ChoiceField(
                label="牵头部门",
                choices=[("", "请选择"), *self.departments],
                initial=found.get("lead", ""),
            ),
            "co": forms.MultipleChoiceField(
                label="协办部门",
                choices=self.departments,
                required=False,
                initial=found.get("co", []),
                widget=forms.CheckboxSelectMultiple,
            ),
            "level": forms.ChoiceField(
                label="默认等级", choices=levels, initial=found.get("level", "L3")
            ),
            "examples": forms.CharField(
                label="企业常怎么说",
                required=False,
                initial="\n".join(found.get("examples", [])),
                widget=forms.Textarea(attrs={"rows": 5}),
                help_text="一行一个，受理时用来认出类别。",
            ),
        }

    def clean(self) -> dict[str, Any]:
        entered = super().clean()
        if entered.get("lead") in entered.get("co", []):
            self.add_error("co", "牵头部门不用再选进协办。")
        taken = {c["code"] for c in self.now["categories"]}
        if not self.code and entered.get("code") in taken:
            self.add_error("code", "这个代码已经有了，请换一个。")
        return entered

    def write(self, data: Data) -> None:
        entered = self.cleaned_data
        row = {
            "code": self.code or entered["code"],
            "name": entered["name"],
            "lead": entered["lead"],
            "co": entered["co"],
            "level": entered["level"],
            "examples": [line.strip() for line in entered["examples"].splitlines() if line.strip()],
        }
        codes = [c["code"] for c in data["categories"]]
        if self.code:
            data["categories"][codes.index(self.code)] = row
        else:
            data["categories"].append(row)


class LimitsForm(SectionForm):
    """The clocks of a case, level by level, and the rules around them."""

    TIMES = {"objection_times": "可提异议次数", "extension_times": "可延期次数"}
    SWITCHES = {
        "lead_waits_for_co": "协办都办结后，主办才能办结",
        "auto_dispatch": "受理后按类别自动派单（关掉则由派单员确认）",
    }

    def build(self) -> None:
        rules = self.now["cases"]
        self.fields["source"] = forms.CharField(
            label="依据", max_length=200, initial=rules["source"]
        )
        for name, label in RULE_DURATIONS.items():
            self.fields[name] = DurationField(label=label, initial=rules[name])
        for name, label in self.TIMES.items():
            self.fields[name] = forms.IntegerField(
                label=label, min_value=0, max_value=9, initial=rules[name]
            )
        for name, label in self.SWITCHES.items():
            self.fields[name] = forms.BooleanField(label=label, required=False, initial=rules[name])
        for level in rules["levels"]:
            code = level["code"]
            self.fields[f"{code}_name"] = forms.CharField(
                label="说明", max_length=48, initial=level["name"]
            )
            for name, label in LEVEL_DURATIONS.items():
                self.fields[f"{code}_{name}"] = DurationField(
                    label=label, initial=level[name], required=name not in OPTIONAL_DURATIONS
                )

    def write(self, data: Data) -> None:
        entered, rules = self.cleaned_data, data["cases"]
        for name in ("source", *RULE_DURATIONS, *self.TIMES, *self.SWITCHES):
            rules[name] = entered[name]
        for level in rules["levels"]:
            for name in ("name", *LEVEL_DURATIONS):
                level[name] = entered[f"{level['code']}_{name}"]

    @property
    def wide(self) -> tuple[str, ...]:
        return ("source", *(f"{level['code']}_name" for level in self.now["cases"]["levels"]))

    def layout(self) -> Iterator[tuple[str, list[str]]]:
        for level in self.now["cases"]["levels"]:
            names = [f"{level['code']}_{name}" for name in ("name", *LEVEL_DURATIONS)]
            yield f"{level['code']} 级", names
        yield "通用规则", ["source", *RULE_DURATIONS, *self.TIMES, *self.SWITCHES]
        yield "", ["note"]


class RefusalsForm(SectionForm):
    """What is not accepted, and what the person is told instead."""

    def build(self) -> None:
        for code, text in self.now["not_accepted"].items():
            self.fields[f"text_{code}"] = forms.CharField(
                label=text.partition("：")[0][:24],
                max_length=200,
                initial=text,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="“情形：怎么告知”，受理员选用时原样告知企业。",
            )

    def write(self, data: Data) -> None:
        data["not_accepted"] = {
            code: " ".join(self.cleaned_data[f"text_{code}"].split())
            for code in data["not_accepted"]
        }


class RatesForm(SectionForm):
    """Weights of the three rates; they add up to one."""

    LABELS = {
        "response": "响应率权重",
        "solve": "解决率权重",
        "satisfaction": "满意率权重",
        "basically_satisfied": "“基本满意”折算为",
    }

    def build(self) -> None:
        for name, label in self.LABELS.items():
            self.fields[name] = forms.FloatField(
                label=label, min_value=0, max_value=1, initial=self.now["rates"][name]
            )

    def clean(self) -> dict[str, Any]:
        entered = super().clean()
        weights = [entered.get(name) for name in ("response", "solve", "satisfaction")]
        if None not in weights and abs(sum(weights) - 1) > 1e-9:
            self.add_error(
                "response", f"三项权重之和应为 1，现在是 {sum(weights):g}，请调整后再保存。"
            )
        return entered

    def write(self, data: Data) -> None:
        data["rates"] = {name: self.cleaned_data[name] for name in self.LABELS}
