"""Forms of task forces."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.foundation.access.api import Grant
from honglian.foundation.orgs.api import Department
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..forms import LongText
from .models import TaskForce


def _date(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **kwargs)


def _long(label: str, most: int, hint: str = "") -> LongText:
    return LongText(
        label=label, max_length=most, help_text=hint, widget=forms.Textarea(attrs={"rows": 4})
    )


def departments(actor: Actor) -> list[tuple[int, str]]:
    rows = Department.rows.filter(zone_id=actor.zone_id, is_active=True).order_by("pk")
    return list(rows.values_list("pk", "name"))


def colleagues(actor: Actor) -> list[tuple[int, str]]:
    """(user, name with role) of the zone's people who may work in a task force."""
    rows = Grant.objects.in_force(clock.today()).unscoped("colleagues in the organiser's own zone")
    rows = rows.filter(zone_id=actor.zone_id, user__is_active=True)
    rows = rows.exclude(role__in=["enterprise_user", "sysadmin", "secadmin", "auditor"])
    found: dict[int, str] = {}
    for grant in rows.select_related("user").order_by("user__name", "pk"):
        found.setdefault(grant.user_id, f"{grant.user.name}（{grant.get_role_display()}）")
    return list(found.items())


def _int(value: str) -> int | None:
    return int(value) if value else None


class _Form(forms.Form):
    """A form of one task force; ``force`` is empty while it is being formed."""

    def __init__(self, *args: Any, actor: Actor, force: TaskForce | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.actor, self.force = actor, force
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices."""

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class FormUpForm(_Form):
    name = forms.CharField(label="名称", max_length=60, help_text="例：经二路供电专班")
    project = forms.CharField(
        label="项目", max_length=80, required=False, help_text="为重大项目成立的，写项目名称。"
    )
    case = forms.CharField(
        label="诉求编号", max_length=24, required=False, help_text="为一件复杂诉求成立的，写编号。"
    )
    aim = forms.CharField(
        label="目标和销号标准", max_length=300, help_text="例：9 月底前完成增容，连续一月无停电。"
    )
    leader = forms.CharField(label="组长", max_length=32, help_text="一般是牵头部门领导。")
    lead_department = forms.ChoiceField(label="牵头部门")
    departments = forms.MultipleChoiceField(
        label="参加部门", required=False, widget=forms.CheckboxSelectMultiple
    )
    due_on = _date("计划完成")

    def prepare(self) -> None:
        known = departments(self.actor)
        self.fields["lead_department"].choices = [("", "请选择"), *known]
        self.fields["departments"].choices = known
        if self.initial.get("cause"):
            del self.fields["project"], self.fields["case"]

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {
            "lead_department": int(data["lead_department"]),
            "departments": [int(pk) for pk in data["departments"]],
        }


class PlanForm(_Form):
    text = forms.CharField(label="任务", max_length=200)
    department = forms.ChoiceField(label="责任部门")
    owner_user = forms.ChoiceField(
        label="责任人账号", required=False, help_text="选了账号，任务到本人待办；不选到部门待办。"
    )
    owner = forms.CharField(
        label="责任人", max_length=32, required=False, help_text="没有账号的写姓名。"
    )
    due_on = _date("期限")

    def prepare(self) -> None:
        self.fields["department"].choices = [("", "请选择"), *departments(self.actor)]
        self.people = colleagues(self.actor)
        self.fields["owner_user"].choices = [("", "不选"), *self.people]

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        user = _int(data["owner_user"])
        names = dict(self.people)
        owner = data["owner"] or (names[user].split("（")[0] if user else "")
        return data | {"department": int(data["department"]), "owner_user": user, "owner": owner}


class EnlistForm(_Form):
    name = forms.CharField(label="姓名", max_length=32)
    duty = forms.CharField(label="分工", max_length=60, required=False)
    department = forms.ChoiceField(label="部门", required=False)
    user = forms.ChoiceField(
        label="账号", required=False, help_text="选了账号，本人才看得到这个专班。"
    )

    def prepare(self) -> None:
        self.fields["department"].choices = [("", "不选"), *departments(self.actor)]
        self.fields["user"].choices = [("", "不选"), *colleagues(self.actor)]

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {n: _int(data[n]) for n in ("department", "user")}


class MeetForm(_Form):
    held_on = _date("开会日期")
    attendees = forms.CharField(label="参加人", max_length=200, required=False)
    text = _long("议定事项", 2_000, "定了什么、谁办、什么时候办完。要盯的另外加成任务。")

    def prepare(self) -> None:
        self.fields["held_on"].initial = clock.today


class FinishForm(_Form):
    word = forms.CharField(label="办成了什么", max_length=300)


class DissolveForm(_Form):
    """The result, and a word on each task that is still open."""

    result = _long("结果", 2_000, "对照目标和销号标准写。")

    def prepare(self) -> None:
        self.left = list(self.force.tasks.filter(state="open")) if self.force else []
        for task in self.left:
            self.fields[f"word_{task.pk}"] = forms.CharField(
                label=f"没办完：{task.text}",
                max_length=300,
                required=False,
                help_text="由谁接着办，或为什么不再办。必须写。",
            )

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        words = {task.pk: data.get(f"word_{task.pk}", "") for task in self.left}
        return {"result": data["result"], "words": words}
