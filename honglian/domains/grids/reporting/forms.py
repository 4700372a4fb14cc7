"""Forms of grid events: the report from a telephone, and one small form a step."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.foundation.files.fields import FilesField
from honglian.foundation.orgs.api import Department
from honglian.kit.actor import Actor

from . import reach
from .matters import department_for, grouped
from .models import GridEvent

MOST_OFFERED = 800  # enterprises in the drop-down; more are found by typing the name


def long_text(label: str, most: int, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class ReportForm(forms.Form):
    """Three things to fill: which enterprise, what sort, what happened. The rest may stay empty."""

    enterprise = forms.TypedChoiceField(
        label="哪家企业", required=False, coerce=int, empty_value=None,
        help_text="不是某一家企业的事可以不选。",
    )  # fmt: skip
    matter_code = forms.ChoiceField(label="什么事")
    text = long_text("看到或听到的情况", 1000, help_text="一两句话就行。")
    handled = long_text("当场已经办好的，写怎么办的", 1000, 2, required=False)
    urgent = forms.BooleanField(
        label="紧急", required=False, help_text="人身安全、停产停水停电这类马上要人处理的事。"
    )
    place = forms.CharField(label="位置", required=False, max_length=120)
    files = FilesField(label="照片", kind="photo", help_text="想拍就拍，不拍也能报。")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = reach.enterprises(actor).order_by("name").values_list("pk", "name")
        self.fields["enterprise"].choices = [("", "不写哪一家"), *rows[:MOST_OFFERED]]
        self.fields["matter_code"].choices = [("", "请选一类"), *grouped()]

    def facts(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"enterprise_id": data.pop("enterprise")}


class StepForm(forms.Form):
    """Subclasses ask in ``ask``; ``facts`` are the action's arguments."""

    def __init__(self, *args: Any, event: GridEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.ask()

    def ask(self) -> None:
        """What depends on the event."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NothingForm(StepForm):
    """A step that asks nothing more."""


class AcceptForm(StepForm):
    reason = forms.CharField(
        label="说明",
        required=False,
        max_length=200,
        help_text="三天内报过同类事项的，写明为什么是另一件。",
    )


class RefuseForm(StepForm):
    reason = long_text("不立案的理由", 300, help_text="采集人会看到；重复的写明并到哪一件。")


class DispatchForm(StepForm):
    department_id = forms.TypedChoiceField(label="承办部门", coerce=int)
    reason = forms.CharField(label="说明", required=False, max_length=200)

    def ask(self) -> None:
        rows = Department.rows.filter(zone_id=self.event.zone_id, is_active=True)
        self.fields["department_id"].choices = list(rows.values_list("pk", "name"))
        usual = department_for(self.event.zone_id, self.event.matter)
        self.fields["department_id"].initial = usual.pk if usual else None


class RejectForm(StepForm):
    reason = long_text("退单的职责依据", 300, help_text="写明依据哪份文件不归本部门，建议派给谁。")


class FinishForm(StepForm):
    outcome = long_text("处置结果", 1000, 4, help_text="做了什么、现在怎样；采集人会去看。")
    files = FilesField(label="照片", kind="photo", help_text="可以不传。")


class VerifyForm(StepForm):
    text = forms.CharField(label="核查情况", required=False, max_length=200)


class ReopenForm(StepForm):
    reason = long_text("哪里没有办好", 300)


class NoteForm(StepForm):
    text = long_text("补充的情况", 500)
    files = FilesField(label="照片", kind="photo")
