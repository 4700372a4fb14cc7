"""Forms of the assignment planner."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.foundation.zones.models import Chain
from honglian.kit import clock

from ..contacts.selectors import guides
from ..models import AssignmentPlan, Instructor
from .changing import Option
from .gathering import KINDS
from .weights import WEIGHTS, defaults


class ProposeForm(forms.Form):
    """The question: which enterprises, who takes part, and what counts how much."""

    name = forms.CharField(label="方案名称", max_length=64)
    kind = forms.ChoiceField(label="给哪些企业分配", choices=KINDS.items())
    only = forms.ModelChoiceField(
        label="只算一条产业链", queryset=Chain.objects.none(), required=False, empty_label="全区"
    )
    left_out = forms.ModelMultipleChoiceField(
        label="这次不算的指导员", queryset=Instructor.rows.none(), required=False,
        help_text="如准备调走、长期请假的人；可以选几名，不选就全部参加。",
    )  # fmt: skip
    who = forms.ModelChoiceField(
        label="假如改一名指导员的上限", queryset=Instructor.rows.none(), required=False,
        empty_label="不改",
    )  # fmt: skip
    places = forms.IntegerField(
        label="改成最多包保几家", min_value=0, max_value=50, required=False,
        help_text="只在这个方案里这样算，档案不变。",
    )  # fmt: skip

    def __init__(self, *args, zone_id: int, base: AssignmentPlan | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.base = base
        people = guides(zone_id).order_by("name", "code")
        self.fields["only"].queryset = Chain.objects.filter(zone_id=zone_id)
        self.fields["left_out"].queryset = self.fields["who"].queryset = people
        self._keep_field()
        now = base.weights if base else defaults(zone_id)
        for weight in WEIGHTS:
            self.fields[weight.code] = forms.IntegerField(
                label=weight.name, help_text=weight.meaning, min_value=int(weight.code == "farthest"),
                max_value=weight.most, initial=now[weight.code],
            )  # fmt: skip
        self._begin_with(base)

    def _keep_field(self) -> None:
        if self.base is None:
            return
        if _held(self.base):
            self.fields["keep_hand"] = forms.BooleanField(
                label="手工改过的几对保持不动，其余重算", required=False, initial=True
            )
        if changed := self.base.asked.get("capacities"):
            self.fields["keep_places"] = forms.BooleanField(
                label=f"沿用原方案里改过的上限（{len(changed)} 名）", required=False, initial=True
            )

    def _begin_with(self, base: AssignmentPlan | None) -> None:
        today = clock.today()
        self.initial.setdefault("name", f"{today:%Y年%m月}分配方案")
        if base:
            self.initial |= {"name": f"{base.name[:56]}（假如）", "kind": base.asked.get("kind")}
            self.initial |= {"only": base.asked.get("chain")}
            self.initial |= {"left_out": base.asked.get("left_out", [])}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (data.get("who") is None) != (data.get("places") is None):
            self.add_error("places", "选了指导员要填家数，填了家数要选指导员。")
        return data

    def asked(self) -> dict[str, Any]:
        """What the planner is asked, as it is stored."""
        data = self.cleaned_data
        places = dict(self.base.asked.get("capacities", {})) if data.get("keep_places") else {}
        if data["who"]:
            places[str(data["who"].pk)] = data["places"]
        return {
            "kind": data["kind"],
            "chain": data["only"].pk if data["only"] else None,
            "left_out": sorted(one.pk for one in data["left_out"]),
            "capacities": places,
            "held": _held(self.base) if data.get("keep_hand") else {},
        }

    def weights(self) -> dict[str, int]:
        return {w.code: self.cleaned_data[w.code] for w in WEIGHTS}

    @property
    def weight_fields(self):
        return [(weight, self[weight.code]) for weight in WEIGHTS]

    @property
    def plain_fields(self):
        codes = {weight.code for weight in WEIGHTS}
        return [field for field in self.visible_fields() if field.name not in codes]


def _held(base: AssignmentPlan | None) -> dict[str, int]:
    if base is None:
        return {}
    rows = base.pairs.filter(hand_price__isnull=False, instructor__isnull=False)
    return {str(e): i for e, i in rows.values_list("enterprise", "instructor")}


class ChangePairForm(forms.Form):
    instructor = forms.TypedChoiceField(label="改由谁包保", coerce=int)
    why = forms.CharField(
        label="为什么改", max_length=120, required=False, help_text="没有就留空。"
    )

    def __init__(self, *args, options: list[Option], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instructor"].choices = [
            ("", "请选择"),
            *((o.instructor, o.words) for o in options),
        ]


class PublishForm(forms.Form):
    starts_on = forms.DateField(
        label="生效日期", initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="从这一天起由新的指导员负责，原来的到前一天为止。",
    )  # fmt: skip

    def __init__(self, *args, changed: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        if changed:
            self.fields["despite_changes"] = forms.BooleanField(
                label="已看过变化，仍然发布", required=False
            )
