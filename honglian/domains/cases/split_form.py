"""The form that makes several cases of one."""

from __future__ import annotations

from django import forms

from honglian.foundation.zones.api import config_of

from .forms import CaseForm, _departments, _text

PARTS = (1, 2, 3, 4)


class SplitForm(CaseForm):
    """Two to four things that one report tells of; each becomes a case."""

    reason = _text("拆分理由", hint="企业会看到：为什么分开办。")

    def prepare(self) -> None:
        categories = [
            ("", "不清楚，拆出后再分"),
            *((c.code, c.name) for c in config_of(self.case.zone_id).categories),
        ]
        leads = [("", "先不派"), *_departments(self.case.zone_id)]
        for place in PARTS:
            needed = place <= 2
            label = f"第 {place} 件" + ("" if needed else "（没有就空着）")
            self.fields[f"text_{place}"] = _text(label, most=5000, required=needed)
            self.fields[f"category_{place}"] = forms.ChoiceField(
                label=f"第 {place} 件的类别", required=False, choices=categories
            )
            self.fields[f"lead_{place}"] = forms.ChoiceField(
                label=f"第 {place} 件派给", required=False, choices=leads
            )

    def values(self) -> dict:
        data = self.cleaned_data
        names = ("text", "category", "lead")
        parts = [{name: data[f"{name}_{place}"] for name in names} for place in PARTS]
        return {"reason": data["reason"], "parts": [one for one in parts if one["text"].strip()]}
