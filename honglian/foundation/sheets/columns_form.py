"""The mapping step: one choice a header of the user's file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from .columns import plain
from .headers import HeaderMap
from .reading import Table
from .sheet import Sheet

LEFT_OUT = ""
SAMPLES = 3


class ColumnsForm(forms.Form):
    """Fields ``c0``, ``c1`` … in the order of the file; each names a column of the ledger."""

    def __init__(self, *args: Any, sheet: Sheet, table: Table, mapped: HeaderMap, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.headers = [(i, h) for i, h in enumerate(table.headers) if h]
        by_place = {place: name for name, place in mapped.fields.items()}
        choices = [(LEFT_OUT, "不导入这一列")]
        choices += [(c.field, c.header) for c in sheet.columns if c.imported]
        for place, header in self.headers:
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=header,
                choices=choices,
                required=False,
                initial=by_place.get(place, LEFT_OUT),
                help_text=_samples(table.columns[place], masked=sheet.personal),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen: dict[str, str] = {}
        for place, header in self.headers:
            name = data.get(f"c{place}")
            if name and name in chosen:
                self.add_error(f"c{place}", f"“{chosen[name]}”已经对应了这一列，请只选一个。")
            elif name:
                chosen[name] = header
        return data

    def mapping(self) -> dict[str, str]:
        """Header → field, "" for those left out."""
        return {header: self.cleaned_data[f"c{place}"] for place, header in self.headers}


def _samples(cells: Iterable[Any], *, masked: bool) -> str:
    """A few values, so that a column is recognised; of personal ledgers only their beginning."""
    found: list[str] = []
    for cell in cells:
        if cell is None or cell == "" or len(found) == SAMPLES:
            continue
        text = str(cell) if isinstance(cell, float) else plain(cell)
        found.append(f"{text[:2]}…" if masked else text[:16])
    return "例：" + "、".join(dict.fromkeys(found)) if found else "这一列是空的"
