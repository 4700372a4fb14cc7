"""Forms of figures. The one that composes a definition is made for the record type that was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from honglian.algo.figures.change import QUALIFIERS
from honglian.analytics.api import (
    ADDED,
    CENTS,
    COMPARISON_NAMES,
    DATED,
    MEASURE_NAMES,
    OP_NAMES,
    PERIOD_NAMES,
    SHOW_NAMES,
    WITH_VALUE,
    Column,
    Condition,
    Formula,
    Kind,
    Op,
    RecordType,
    checked,
)
from honglian.foundation.orgs.api import Department
from honglian.kit.errors import Refusal

from .models import Indicator, IndicatorVersion
from .wording import value_words

DAY = forms.DateInput(attrs={"type": "date"})
ROWS = {"where": 4, "base": 2}
NONE = [("", "不选")]


class AboutForm(forms.Form):
    """What a figure is called; the same for counted and entered ones."""

    code = forms.CharField(label="编码", max_length=24, help_text="如 ZD-03，全区不重复")
    name = forms.CharField(label="名称", max_length=64)
    unit = forms.CharField(label="单位", max_length=12, help_text="如 家、件、万元、%")
    group = forms.CharField(label="分组", max_length=24, required=False)
    aliases = forms.CharField(
        label="别名", max_length=200, required=False, help_text="文稿里的其他叫法，用顿号隔开"
    )
    owner_id = forms.TypedChoiceField(
        label="归口部门", coerce=int, empty_value=None, required=False
    )
    confidentiality = forms.ChoiceField(label="密级", choices=Indicator.Confidentiality.choices)
    source = forms.CharField(label="来源", max_length=120, required=False)
    decimals = forms.IntegerField(label="小数位", min_value=0, max_value=4, initial=0)
    qualifier = forms.ChoiceField(
        label="模糊量", choices=[("", "写准数"), *((q, q) for q in QUALIFIERS)], required=False
    )
    step = forms.DecimalField(
        label="取整到", min_value=0, max_digits=14, decimal_places=2, initial=0, required=False,
        help_text="选了模糊量时，如 100 写成“200余”；0 不取整",
    )  # fmt: skip
    note = forms.CharField(label="口径说明", max_length=300, required=False)
    because = forms.CharField(label="为什么改", max_length=200, required=False)

    def __init__(
        self, *args: Any, zone_id: int, version: IndicatorVersion | None = None, new: bool = True,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        if version is not None:
            kwargs["initial"] = self._from(version) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.zone_id = zone_id
        rows = Department.rows.filter(zone_id=zone_id, is_active=True)
        self.fields["owner_id"].choices = [("", "未定"), *rows.values_list("pk", "name")]
        if new:
            del self.fields["because"]
        else:
            for name in (
                "code",
                "name",
                "unit",
                "group",
                "aliases",
                "owner_id",
                "confidentiality",
                "source",
            ):
                del self.fields[name]

    @staticmethod
    def _from(version: IndicatorVersion) -> dict[str, Any]:
        of = version.indicator
        found = {
            n: getattr(of, n)
            for n in ("code", "name", "unit", "group", "owner_id", "confidentiality", "source")
        }
        found |= {n: getattr(version, n) for n in ("decimals", "qualifier", "note", "because")}
        step = version.step.normalize() if version.step else 0
        return found | {"step": f"{step:f}" if step else 0, "aliases": "、".join(of.aliases)}

    def about(self) -> dict[str, Any]:
        names = ("name", "unit", "group", "source", "confidentiality", "owner_id")
        found = {n: self.cleaned_data[n] for n in names if n in self.fields}
        if "aliases" in self.fields:
            words = self.cleaned_data["aliases"].replace("，", "、").split("、")
            found["aliases"] = [w.strip() for w in words if w.strip()]
        return found

    def how(self) -> dict[str, Any]:
        names = ("decimals", "qualifier", "step", "note", "because")
        found = {n: self.cleaned_data[n] for n in names if n in self.fields}
        found["step"] = found.get("step") or Decimal(0)
        return found


class FormulaForm(forms.Form):
    """How a figure is counted over one record type."""

    measure = forms.ChoiceField(label="算什么", choices=list(MEASURE_NAMES.items()))
    column = forms.ChoiceField(
        label="按哪个字段",
        required=False,
        help_text="去重、合计、比值的分子、用时的起点；计数和占比不用选",
    )
    other = forms.ChoiceField(
        label="另一个字段", required=False, help_text="比值的分母、用时的终点；其余不用选"
    )
    period = forms.ChoiceField(label="时期", choices=list(PERIOD_NAMES.items()))
    date = forms.ChoiceField(label="按哪个日期算在本期", required=False)
    until = forms.ChoiceField(
        label="到哪个日期为止", required=False, help_text="只用于时点数，如离任日期"
    )
    first = forms.DateField(label="从哪一天", required=False, widget=DAY)
    last = forms.DateField(label="到哪一天", required=False, widget=DAY)
    compare = forms.ChoiceField(label="比较", choices=list(COMPARISON_NAMES.items()))
    show = forms.ChoiceField(label="报什么", choices=list(SHOW_NAMES.items()))

    def __init__(
        self, *args: Any, record: RecordType, zone_id: int, formula: Formula | None = None, **kwargs: Any
    ) -> None:  # fmt: skip
        self.record, self.zone_id = record, zone_id
        if formula is not None:
            kwargs["initial"] = self._from(formula) | kwargs.get("initial", {})
        else:
            first = next((c.name for c in record.columns if c.kind in DATED), "")
            begin = {"period": "year_to_date", "date": first} if first else {}
            kwargs["initial"] = begin | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        columns = [(c.name, c.label) for c in record.columns]
        dates = NONE + [(c.name, c.label) for c in record.columns if c.kind in DATED]
        numbers = [(c.name, c.label) for c in record.columns if c.kind in ADDED]
        self.fields["column"].choices = NONE + columns
        self.fields["other"].choices = NONE + numbers + dates[1:]
        self.fields["date"].choices = self.fields["until"].choices = dates
        for name, count in ROWS.items():
            for n in range(count):
                self._add_row(f"{name}_{n}", columns, n + 1)

    def _add_row(self, key: str, columns: list[tuple[str, str]], number: int) -> None:
        kind = "计入条件" if key.startswith("where") else "先筛选"
        label = f"{kind} {number}"
        self.fields[f"{key}_column"] = forms.ChoiceField(
            label=f"{label}：字段", choices=NONE + columns, required=False
        )
        self.fields[f"{key}_op"] = forms.ChoiceField(
            label=f"{label}：比较", choices=list(OP_NAMES.items()), required=False
        )
        self.fields[f"{key}_value"] = forms.CharField(
            label=f"{label}：值", max_length=200, required=False,
            widget=forms.TextInput(attrs={"list": "values", "placeholder": "几个值用顿号隔开"}),
        )  # fmt: skip

    def rows(self, kind: str) -> Iterator[tuple[Any, Any, Any]]:
        """Bound fields of the conditions, for the template."""
        for n in range(ROWS[kind]):
            yield self[f"{kind}_{n}_column"], self[f"{kind}_{n}_op"], self[f"{kind}_{n}_value"]

    def where_rows(self) -> list[tuple[Any, Any, Any]]:
        return list(self.rows("where"))

    def base_rows(self) -> list[tuple[Any, Any, Any]]:
        return list(self.rows("base"))

    def plain_fields(self) -> list[Any]:
        return [b for b in self if not b.name.startswith(("where_", "base_"))]

    def suggestions(self) -> list[str]:
        """Words that may be typed as values."""
        found: dict[str, None] = {}
        for column in self.record.columns:
            found.update(dict.fromkeys(column.named(self.zone_id).values()))
        return list(found)

    def _from(self, formula: Formula) -> dict[str, Any]:
        found = {n: getattr(formula, n) for n in FormulaForm.base_fields if hasattr(formula, n)}
        for kind in ROWS:
            for n, one in enumerate(getattr(formula, kind)):
                column = self.record.column(one.column)
                names = column.named(self.zone_id) if column else {}
                found |= {f"{kind}_{n}_column": one.column, f"{kind}_{n}_op": one.op}
                found[f"{kind}_{n}_value"] = (
                    "、".join(
                        value_words(column, v, names)
                        .removesuffix(f" {column.unit}")
                        .replace(",", "")
                        for v in one.values
                    )
                    if column
                    else ""
                )
        return found

    def formula(self) -> Formula:
        """What was chosen, checked; raises :class:`Refusal` that names the field."""
        data = self.cleaned_data
        found = Formula(
            self.record.key, measure=_kind(data, "measure"), where=self._conditions("where"),
            base=self._conditions("base"), column=data["column"], other=data["other"],
            date=data["date"], until=data["until"], period=_kind(data, "period"),
            first=data["first"], last=data["last"], compare=_kind(data, "compare"),
            show=_kind(data, "show"),
        )  # fmt: skip
        return checked(found, self.record)

    def _conditions(self, kind: str) -> tuple[Condition, ...]:
        found = []
        for n in range(ROWS[kind]):
            name = self.cleaned_data[f"{kind}_{n}_column"]
            column = self.record.column(name)
            if column is None:
                continue
            op = Op(self.cleaned_data[f"{kind}_{n}_op"] or Op.IN)
            typed = self.cleaned_data[f"{kind}_{n}_value"]
            values = (
                _values(column, typed, self.zone_id, f"{kind}_{n}_value")
                if op in WITH_VALUE
                else ()
            )
            found.append(Condition(name, op, values))
        return tuple(found)


def _kind(data: dict[str, Any], name: str) -> Any:
    return type(getattr(Formula("x"), name))(data[name])


def _values(column: Column, typed: str, zone_id: int, field: str) -> tuple[Any, ...]:
    """Typed words → codes, numbers in 分, ISO days."""
    words = [
        w.strip() for w in typed.replace("，", "、").replace(",", "、").split("、") if w.strip()
    ]
    if not words:
        raise Refusal(f"“{column.label}”的条件没有写值。", field=field)
    codes = {label: code for code, label in column.named(zone_id).items()}
    return tuple(_one(column, word, codes, field) for word in words)


def _one(column: Column, word: str, codes: dict[str, Any], field: str) -> Any:
    if codes:
        if word not in codes:
            some = "、".join(list(codes)[:12])
            raise Refusal(f"“{column.label}”没有“{word}”，可以写：{some}。", field=field)
        return codes[word]
    try:
        match column.kind:
            case Kind.MONEY:
                return int(Decimal(word) * CENTS[column.unit])
            case Kind.NUMBER | Kind.ID:
                return int(word)
            case Kind.DATE | Kind.MOMENT:
                return date.fromisoformat(word).isoformat()
    except (ValueError, InvalidOperation) as error:
        wanted = "日期，如 2026-05-31" if column.kind in DATED else "数字"
        raise Refusal(f"“{column.label}”要写{wanted}，“{word}”看不懂。", field=field) from error
    return word


class EnterForm(forms.Form):
    day = forms.DateField(label="截至日期", widget=DAY)
    value = forms.DecimalField(label="数值", max_digits=18, decimal_places=6)
    source = forms.CharField(
        label="数据来源", max_length=120, help_text="如 市统计局月报 2026 年第 5 期"
    )


class IssueForm(forms.Form):
    day = forms.DateField(label="截至日期", widget=DAY)


class ReviseForm(forms.Form):
    value = forms.DecimalField(label="修订后的数", max_digits=18, decimal_places=6)
    reason = forms.CharField(label="修订原因", max_length=200)

    def __init__(self, *args: Any, entered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not entered:
            del self.fields["value"]


class StepForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
