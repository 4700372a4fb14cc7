"""Forms of grids, their people and hand-made placements."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.foundation.access.api import Grant
from honglian.foundation.orgs.api import Department, PartyOrg
from honglian.foundation.zones.api import Chain
from honglian.kit import clock
from honglian.kit.actor import Actor

from .models import Grid, GridDuty

SERVING = ("grid_leader", "grid_worker", "instructor", "committee_staff")
MOST_FILE = 2 * 1024 * 1024


def day_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


def accounts(actor: Actor) -> list[tuple[str, str]]:
    """People of the zone whose role can serve in a grid."""
    rows = Grant.objects.in_force(clock.today()).unscoped("who can serve in a grid of the zone")
    rows = rows.filter(zone_id=actor.zone_id, role__in=SERVING, user__is_active=True)
    found = dict(rows.order_by("user__name").values_list("user_id", "user__name"))
    return [("", "没有账号（只公示姓名）"), *((str(pk), name) for pk, name in found.items())]


class GridForm(forms.Form):
    """The facts of a grid; ``fresh`` asks for its code and first day too."""

    code = forms.CharField(
        label="网格编码", max_length=20, help_text="高新区、产业链两位、三位序号，如 XNG-FB-001。"
    )
    name = forms.CharField(label="网格名称", max_length=64)
    basis = forms.ChoiceField(
        label="怎样划定",
        choices=Grid.Basis.choices,
        initial=Grid.Basis.AREA,
        widget=forms.RadioSelect,
        help_text="按范围：坐标落在范围里的企业自动归入。按产业链：整条链的企业归入。按名单：只收手工划入的。",
    )
    chain_id = forms.TypedChoiceField(label="产业链", required=False, coerce=int, empty_value=None)
    org_id = forms.TypedChoiceField(
        label="牵头党组织",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="一般是产业园党支部，书记任网格长。",
    )
    duty = forms.CharField(
        label="网格职责", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    phone = forms.CharField(label="监督电话", required=False, max_length=32, help_text="对外公示。")
    gb_code = forms.RegexField(
        r"^\d{6,18}$",
        label="社区网格码",
        required=False,
        max_length=18,
        error_messages={"invalid": "社区网格码是 6 至 18 位数字，没有的留空。"},
    )
    starts_on = day_field("启用日期")
    note = forms.CharField(label="备注", required=False, max_length=200)

    def __init__(self, *args: Any, actor: Actor, fresh: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Chain.objects.filter(zone_id=actor.zone_id)
        self.fields["chain_id"].choices = [("", "跨链"), *((c.pk, c.name) for c in found)]
        orgs = PartyOrg.rows.filter(zone_id=actor.zone_id, status__in=PartyOrg.STANDING)
        orgs = orgs.filter(is_functional=True) | orgs.filter(unit_uscc="")
        self.fields["org_id"].choices = [
            ("", "没有"),
            *orgs.order_by("name").values_list("pk", "name"),
        ]
        if not fresh:
            del self.fields["code"], self.fields["starts_on"]


class AreaForm(forms.Form):
    """Drawn on the map, pasted, or uploaded; the file wins over the text."""

    area = forms.CharField(
        label="范围（GeoJSON）",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="在地图上画好会自动填在这里；也可以粘贴从别的系统导出的 GeoJSON（经度在前、纬度在后）。",
    )
    file = forms.FileField(label="或上传 GeoJSON 文件", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        upload = data.get("file")
        if upload:
            if upload.size > MOST_FILE:
                self.add_error("file", "文件超过 2 MB，请先简化范围。")
                return data
            try:
                data["area"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", "文件不是 UTF-8 编码的 GeoJSON，请重新导出。")
        if not data.get("area") and not self.errors:
            self.add_error("area", "请先在地图上画出范围，或粘贴、上传 GeoJSON。")
        return data


class CloseForm(forms.Form):
    on = day_field("停用日期")


class PersonForm(forms.Form):
    """A person by account or by name."""

    user_id = forms.TypedChoiceField(
        label="账号",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="有账号的人能在手机上收到事项；没有账号的只公示姓名。",
    )
    person_name = forms.CharField(
        label="姓名", required=False, max_length=32, help_text="选了账号的不用填。"
    )
    phone = forms.CharField(label="公示电话", required=False, max_length=32)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user_id"].choices = accounts(actor)


class DutyForm(PersonForm):
    kind = forms.ChoiceField(
        label="角色", choices=GridDuty.Kind.choices, initial=GridDuty.Kind.MEMBER
    )
    post = forms.CharField(label="职务", required=False, max_length=64)
    department_id = forms.TypedChoiceField(
        label="所在部门",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="专业力量填，持证执法由部门负责。",
    )
    starts_on = day_field("到任日期")
    field_order = ["kind", "user_id", "person_name", "post", "department_id", "phone", "starts_on"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        rows = Department.rows.filter(zone_id=actor.zone_id, is_active=True)
        self.fields["department_id"].choices = [("", "—"), *rows.values_list("pk", "name")]


class HandOverForm(PersonForm):
    on = day_field("交接日期")
    note = forms.CharField(
        label="交接说明",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="没有办完的事办到哪一步、要注意什么。",
    )


class RelieveForm(forms.Form):
    on = day_field("离任日期")


class PlaceForm(forms.Form):
    grid_id = forms.TypedChoiceField(label="划到哪个网格", coerce=int)
    reason = forms.CharField(
        label="理由", max_length=200, help_text="例如厂区跨两个网格、年内要搬迁。"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Grid.objects.visible_to(actor).in_force()
        self.fields["grid_id"].choices = [(g.pk, str(g)) for g in rows]
