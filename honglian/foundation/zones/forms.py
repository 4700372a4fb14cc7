"""Forms over a zone's configuration: each shows one section and writes it back into the whole.

A form gets the configuration as plain data and returns changed plain data from ``apply``;
cross references are checked when the whole is saved.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms

from honglian.algo.workdays import Duration

from .config import LEVEL_DURATIONS, OPTIONAL_DURATIONS, RULE_DURATIONS

Data = dict[str, Any]
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


class DurationField(forms.CharField):
    """A time limit as people write it; the error says what is allowed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 16)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            Duration.parse(text)
        except ValueError as error:
            raise forms.ValidationError(f"{error}。") from error
        return text


class Group(NamedTuple):
    """A stretch of a form: each field with whether it takes the whole width."""

    heading: str
    fields: list[tuple[forms.BoundField, bool]]


class SectionForm(forms.Form):
    """Subclasses build their fields from ``data`` and write ``cleaned_data`` back in ``write``."""

    wide: tuple[str, ...] = ()
    note = forms.CharField(
        label="为什么改",
        max_length=200,
        required=False,
        help_text="记入版本历史，例如“按2026年第3次主任办公会纪要”。",
    )

    def __init__(self, *args: Any, data_now: Data, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = data_now
        note = self.fields.pop("note")
        self.build()
        self.fields["note"] = note

    def build(self) -> None:
        """Add the fields with their present values."""

    def write(self, data: Data) -> None:
        """Put what was entered into ``data``."""

    def apply(self) -> Data:
        changed = copy.deepcopy(self.now)
        self.write(changed)
        return changed

    def layout(self) -> Iterator[tuple[str, list[str]]]:
        """(heading, names of fields); one nameless group unless a subclass says otherwise."""
        yield "", list(self.fields)

    @property
    def groups(self) -> list[Group]:
        return [
            Group(heading, [(self[name], self._is_wide(name)) for name in names])
            for heading, names in self.layout()
        ]

    def _is_wide(self, name: str) -> bool:
        """Sets of boxes and single boxes need the whole width."""
        widget = self.fields[name].widget
        return name in self.wide or isinstance(
            widget, forms.CheckboxInput | forms.CheckboxSelectMultiple
        )


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


class ImportForm(forms.Form):
    file = forms.FileField(
        label="配置文件（.toml）",
        error_messages={"required": "请选择导出的配置文件。", "empty": "文件是空的。"},
    )
