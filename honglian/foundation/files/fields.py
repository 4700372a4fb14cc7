"""The field with which a form takes files in."""

from __future__ import annotations

from django import forms

from honglian.kit.errors import Refusal

from .store import Prepared, prepare_all

MOST_MB = {"photo": 15, "voice": 10, "": 20}  # told beside the field; kinds.py decides


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploads, checked and cleaned before any transaction; gives ``Prepared`` files."""

    def __init__(self, *, kind: str = "", **kwargs) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=ManyFiles(), **kwargs)
        self.kind, self.max_mb = kind, MOST_MB[kind]
        self.accept = {"photo": "image/*", "voice": "audio/*"}.get(kind, "")

    def clean(self, data, initial=None) -> list[Prepared]:
        uploads = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        try:
            return prepare_all(uploads, self.kind)
        except Refusal as no:
            raise forms.ValidationError(f"{no.message}{no.hint}") from no
