"""The list of departments."""

from __future__ import annotations

from django.urls import reverse

from honglian.ui.lists import BoolFilter, Column, Listing

from .models import Department


def _address(row: Department) -> str:
    return reverse("orgs:department", args=[row.pk])


class DepartmentListing(Listing):
    key = "departments"
    noun = "部门"
    unit = "个"
    columns = (
        Column("name", "名称", link=_address, sort="name", on_card="title"),
        Column("short_name", "简称"),
        Column("code", "代码", sort="code"),
        Column("leader", "负责人"),
        Column("phone", "联系电话"),
        Column("aliases", "别名", value=lambda d: "、".join(d.aliases), on_card="hidden"),
        Column("is_fallback", "兜底", show=lambda on: "兜底部门" if on else ""),
        Column("is_active", "状态", show=lambda on: "启用" if on else "已停用"),
    )
    filters = (BoolFilter(key="active", label="状态", lookup="is_active", yes="启用", no="已停用"),)
    search = ("name", "short_name", "code", "leader")
    search_hint = "按名称、简称、代码或负责人查找"
    orderings = (("pk", "登记次序"), ("name", "名称"))
    export_permission = "departments.export"
