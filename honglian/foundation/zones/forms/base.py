"""What the forms over a zone's configuration share.

A form gets the configuration as plain data and returns changed plain data from ``apply``;
cross references are checked when the whole is saved.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms

from honglian.algo.workdays import Duration

Data = dict[str, Any]


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


class ImportForm(forms.Form):
    file = forms.FileField(
        label="配置文件（.toml）",
        error_messages={"required": "请选择导出的配置文件。", "empty": "文件是空的。"},
    )
