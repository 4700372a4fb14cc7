"""Fields that the forms of visits share."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.files.fields import FilesField
from honglian.kit.actor import Actor
from honglian.kit.search import search


def day_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


def long_text(label: str, most: int, **more: Any) -> forms.CharField:
    rows = more.pop("rows", 3)
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def photos(label: str, **more: Any) -> FilesField:
    return FilesField(kind="photo", label=label, **more)


def rating_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="评价", coerce=int,
        choices=[(5, "很满意"), (4, "满意"), (3, "一般"), (2, "不满意"), (1, "很不满意")],
    )  # fmt: skip


class StepForm(forms.Form):
    """One small form a step; ``thing`` is what the step is about."""

    def __init__(self, *args: Any, thing: Any = None, actor: Actor | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.thing, self.actor = thing, actor
        self.build()

    def build(self) -> None:
        """Fill in choices and what is known."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NothingForm(StepForm):
    pass


class EnterpriseField(forms.CharField):
    """An enterprise by credit code, name or pinyin; within the actor's scope."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "企业")
        kwargs.setdefault("max_length", 128)
        kwargs.setdefault(
            "help_text", "企业名称或统一社会信用代码；名称写一部分也可以，只要不重复。"
        )
        super().__init__(**kwargs)
        self.actor: Actor | None = None

    def clean(self, value: Any) -> Enterprise | None:
        text = super().clean(value)
        if not text or self.actor is None:
            return None
        rows = Enterprise.objects.visible_to(self.actor)
        exact = rows.filter(uscc=text.upper()).first() or rows.filter(name=text).first()
        if exact:
            return exact
        found = list(search(rows, text)[:3])
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(f"没有找到“{text}”，请核对企业名称或信用代码。")
        names = "、".join(e.name for e in found)
        raise forms.ValidationError(f"有几家企业都像“{text}”（{names}……），请写全称。")
