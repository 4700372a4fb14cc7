"""How a document is wanted."""

from __future__ import annotations

from django import forms

from honglian.foundation.documents.api import FORMATS
from honglian.kit.actor import Actor

from .kinds import KINDS


class FormatForm(forms.Form):
    """``form`` is the button that was pressed; the full number is offered to those who may see it."""

    form = forms.ChoiceField(label="格式", choices=FORMATS.items(), widget=forms.HiddenInput)
    mobile = forms.BooleanField(
        label="写明吹哨人的完整号码（默认遮盖；写明会留下查看记录）", required=False
    )

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        if not actor.can("cases.reveal"):
            del self.fields["mobile"]


class BulkForm(forms.Form):
    kind = forms.ChoiceField(label="单据")
    form = forms.ChoiceField(label="格式", choices=FORMATS.items(), initial="docx")

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (k.code, f"{k.name}：{k.says}") for k in KINDS.values() if actor.can(k.permission)
        ]
