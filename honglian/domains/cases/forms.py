"""Forms of whistles: one small form a step, all in one column."""

from __future__ import annotations

from datetime import datetime, time

from django import forms

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.files.fields import FilesField
from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actor import Actor

from .models import Ask, Case, Order
from .states import GONE

LEVELS = [
    (1, "1 级：催办"),
    (2, "2 级：部门督办"),
    (3, "3 级：分管领导督办"),
    (4, "4 级：主要领导督办"),
]
YES_NO = [("1", "是"), ("0", "否")]
END_OF_DAY = time(17, 30)


class CaseForm(forms.Form):
    """A form that knows who fills it in and which case (and order or request) it is about."""

    def __init__(self, *args, actor: Actor, case: Case | None = None, order=None, ask=None, **kw):
        super().__init__(*args, **kw)
        self.actor, self.case, self.order, self.ask = actor, case, order, ask
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices and what is known already."""

    def values(self) -> dict:
        """Arguments for the action."""
        return dict(self.cleaned_data)


class LongText(forms.CharField):
    """Too long is said by the server: the browser would cut a pasted text off without a word."""

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}


def _text(label: str, *, most: int = 500, rows: int = 3, required: bool = True, hint: str = ""):
    return LongText(
        label=label,
        required=required,
        max_length=most,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "max_length": f"{label}最多 {most:,} 字，请写要点，长材料可以作为附件上传。"
        },
    )


def _yes_no(label: str, required: bool = True):
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce=lambda v: v == "1",
        empty_value=None,
        required=required,
        widget=forms.RadioSelect,
    )


def _telephone(hint: str):
    """A field that drafts on the device leave out, with the keyboard for numbers."""
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    return forms.CharField(
        label="联系电话", max_length=32, required=False, help_text=hint, widget=widget
    )


class SuggestInput(forms.TextInput):
    """Suggests enterprises within scope while one types; plain text without JavaScript."""

    template_name = "cases/_suggest_input.html"


class ReportForm(CaseForm):
    """Three fields are enough: what, and where it is known who; the rest may stay empty."""

    text = _text(
        "发生了什么", most=5000, rows=5, hint="一两句话就够：什么事、影响多大、希望怎么办。"
    )
    enterprise_name = forms.CharField(
        label="企业",
        max_length=128,
        required=False,
        help_text="写名称或信用代码，边写边提示；企业库里没有的也可以写。",
        widget=SuggestInput(),
    )
    photos = FilesField(label="照片", kind="photo", help_text="可以不拍；看得清问题就行。")
    voice = FilesField(label="语音", kind="voice", help_text="说不清就录一段，可以不录。")
    place = forms.CharField(label="地点", max_length=120, required=False)
    category = forms.ChoiceField(label="类别", required=False)
    reporter_name = forms.CharField(label="联系人", max_length=32, required=False)
    reporter_mobile = _telephone("部门会用它联系您，加密保存。")

    def prepare(self) -> None:
        config = config_of(self.actor.zone_id)
        self.fields["category"].choices = [
            ("", "不清楚，请工作人员分"),
            *((c.code, c.name) for c in config.categories),
        ]
        if self.actor.enterprise_id is not None:
            del self.fields["enterprise_name"]
            self.initial.setdefault("reporter_name", self.actor.name)

    def clean_enterprise_name(self) -> str:
        name = self.cleaned_data["enterprise_name"].strip()
        self.named = named_enterprise(self.actor, name) if name else None
        return name

    def values(self) -> dict:
        data = dict(self.cleaned_data)
        named = getattr(self, "named", None)
        data["enterprise_id"] = named.pk if named else None
        data["files"] = [*data.pop("photos", []), *data.pop("voice", [])]
        return data


def named_enterprise(actor: Actor, text: str) -> Enterprise | None:
    """The enterprise with exactly this code or name within scope."""
    rows = Enterprise.objects.visible_to(actor)
    return rows.filter(uscc=text.upper()).first() or rows.filter(name=text).first()


class PublicReportForm(CaseForm):
    """Without an account. ``website`` is left empty by people and filled in by machines."""

    text = _text("发生了什么", most=5000, rows=5, hint="一两句话就够：什么事、在哪里、希望怎么办。")
    enterprise_name = forms.CharField(label="企业名称", max_length=128)
    photos = FilesField(label="照片", kind="photo", help_text="可以不拍；看得清问题就行。")
    reporter_name = forms.CharField(label="怎么称呼您", max_length=32, required=False)
    reporter_mobile = _telephone("方便部门联系您，加密保存，可以不留。")
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def values(self) -> dict:
        data = dict(self.cleaned_data)
        data.pop("website")
        data["files"] = data.pop("photos")
        return data


class Plain(CaseForm):
    """A step that only asks “really?”."""


class RefuseForm(CaseForm):
    situation = forms.ChoiceField(label="情形", widget=forms.RadioSelect)
    reason = _text("告知内容", hint="会告诉吹哨的人：为什么不受理，该去哪里办。")

    def prepare(self) -> None:
        situations = config_of(self.case.zone_id).not_accepted
        self.fields["situation"].choices = list(situations.items())


class ClassifyForm(CaseForm):
    category = forms.ChoiceField(label="类别")
    level = forms.ChoiceField(label="等级", help_text="时限由等级决定，派单以后不能再改。")
    enterprise = forms.CharField(
        label="企业",
        required=False,
        help_text="没有关联企业时，填信用代码或完整名称，边写边提示。",
        widget=SuggestInput(),
    )

    def prepare(self) -> None:
        config = config_of(self.case.zone_id)
        self.fields["category"].choices = [(c.code, c.name) for c in config.categories]
        self.fields["level"].choices = [
            (x.code, f"{x.name}：办结 {x.finish}") for x in config.cases.levels
        ]
        self.initial |= {"category": self.case.category, "level": self.case.level}
        if self.case.enterprise_id is not None:
            del self.fields["enterprise"]

    def clean_enterprise(self):
        text = self.cleaned_data["enterprise"].strip()
        found = named_enterprise(self.actor, text) if text else None
        if text and found is None:
            raise forms.ValidationError("企业库里没有找到，请核对信用代码或完整名称。")
        return found

    def values(self) -> dict:
        data = dict(self.cleaned_data)
        found = data.pop("enterprise", None)
        return data | {"enterprise_id": found.pk if found else None}


def _departments(zone_id: int) -> list[tuple[str, str]]:
    rows = Department.rows.filter(zone_id=zone_id, is_active=True).order_by("id")
    return list(rows.values_list("code", "name"))


class DispatchForm(CaseForm):
    lead = forms.ChoiceField(label="主办部门")
    co = forms.MultipleChoiceField(
        label="协办部门", required=False, widget=forms.CheckboxSelectMultiple
    )
    note = _text("派单说明", required=False, rows=2)

    def prepare(self) -> None:
        choices = _departments(self.case.zone_id)
        self.fields["lead"].choices = [("", "请选择"), *choices]
        self.fields["co"].choices = choices
        category = config_of(self.case.zone_id).category(self.case.category)
        if category is not None:
            self.initial |= {"lead": category.lead, "co": list(category.co)}


class RedispatchForm(CaseForm):
    lead = forms.ChoiceField(label="主办改为", required=False)
    add = forms.MultipleChoiceField(
        label="增派协办", required=False, widget=forms.CheckboxSelectMultiple
    )
    remove = forms.MultipleChoiceField(
        label="撤回", required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = _text("理由")

    def prepare(self) -> None:
        rows = self.case.orders.select_related("department").exclude(state__in=GONE)
        present = {o.department.code: o for o in rows}
        others = [(c, n) for c, n in _departments(self.case.zone_id) if c not in present]
        leads = [c for c, o in present.items() if o.role == Order.Role.LEAD]
        choices = [(c, n) for c, n in _departments(self.case.zone_id) if c not in leads]
        self.fields["lead"].choices = [("", "不换"), *choices]
        self.fields["add"].choices = others
        self.fields["remove"].choices = [
            (c, str(o)) for c, o in present.items() if o.state != "replied"
        ]


class SuperviseForm(CaseForm):
    level = forms.TypedChoiceField(label="级别", choices=LEVELS, coerce=int)
    requirement = _text("督办要求")
    deadline = forms.DateField(
        label="期限", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def values(self) -> dict:
        return self.cleaned_data | {"deadline": end_of(self.cleaned_data["deadline"])}


def end_of(day) -> datetime | None:
    """A day as a limit means its close of business."""
    return datetime.combine(day, END_OF_DAY, clock.CHINA) if day else None


class MergeForm(CaseForm):
    into = forms.CharField(label="并入哪件（编号）", max_length=24)
    reason = _text("理由", required=False)

    def clean_into(self) -> str:
        return self.cleaned_data["into"].strip().upper()


class CommentForm(CaseForm):
    text = _text("补充说明", most=2000)
    internal = forms.BooleanField(label="只给内部看，企业看不到", required=False)
    files = FilesField(label="附件")

    def prepare(self) -> None:
        if self.actor.role == "enterprise_user":
            del self.fields["internal"]


class ReasonForm(CaseForm):
    reason = _text("理由")


class ContactForm(CaseForm):
    way = forms.ChoiceField(
        label="方式",
        choices=[("call", "电话联系"), ("visit", "上门走访")],
        widget=forms.RadioSelect,
        initial="call",
    )
    when = forms.DateTimeField(
        label="时间",
        required=False,
        help_text="不填就是现在。",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    text = _text("联系情况", most=1000, required=False)


class NoteForm(CaseForm):
    text = _text("办理记录", most=2000, hint="企业看不到。")


class ReplyForm(CaseForm):
    text = _text("答复", most=5000, rows=6, hint="企业会看到：做了什么、结果怎样、以后找谁。")
    outcome = forms.ChoiceField(
        label="办结类型",
        choices=[c for c in Case.Outcome.choices if c[0] != Case.Outcome.SUSPENDED],
        widget=forms.RadioSelect,
        initial="solved",
    )
    files = FilesField(label="办结材料")


class PauseForm(CaseForm):
    reason = _text("暂停原因", hint="企业会看到，请写清在等什么。")
    until = forms.DateField(label="预计恢复", widget=forms.DateInput(attrs={"type": "date"}))

    def values(self) -> dict:
        return self.cleaned_data | {"until": end_of(self.cleaned_data["until"])}


class ObjectForm(CaseForm):
    reason = _text("异议理由")
    basis = _text("依据", most=300, rows=2, hint="职责文件、条款；建议应由哪个部门办。")


class ExtensionForm(CaseForm):
    reason = _text("理由和进展", hint="为什么办不完、已经办到哪一步、打算何时办结。")
    wanted = forms.CharField(label="延长多久", max_length=24)

    def prepare(self) -> None:
        limit = self.order.limits.get("finish", "") if self.order else ""
        self.fields["wanted"].help_text = f"本单时限 {limit}，请用同样的单位写，例如“{limit}”。"


class DecisionForm(CaseForm):
    """For an extension or an objection, whichever the request is."""

    agreed = _yes_no("")
    answer = _text("意见", required=False)

    def prepare(self) -> None:
        objection = self.ask is not None and self.ask.kind == Ask.Kind.OBJECTION
        words = ("异议成立，退回改派", "异议不成立，继续办理") if objection else ("同意", "不同意")
        self.fields["agreed"].label = "裁定" if objection else "审批"
        self.fields["agreed"].choices = [("1", words[0]), ("0", words[1])]


class CallbackForm(CaseForm):
    reached = _yes_no("联系上了吗")
    contacted = _yes_no("部门联系过企业吗", required=False)
    solved = _yes_no("问题解决了吗", required=False)
    satisfaction = forms.ChoiceField(
        label="满意吗",
        choices=Case.Satisfaction.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="不满意会自动退回重办一次。",
    )
    text = _text("回访记录", most=1000, required=False)


class CloseForm(CaseForm):
    text = _text("归档说明", required=False)


class RateForm(CaseForm):
    satisfaction = forms.ChoiceField(
        label="您满意吗", choices=Case.Satisfaction.choices, widget=forms.RadioSelect
    )
    solved = _yes_no("问题解决了吗", required=False)
    contacted = _yes_no("部门联系过您吗", required=False)
    text = _text("想说的话", most=300, required=False)
