"""What figures may be counted over: members, without anything that names one."""

from __future__ import annotations

from django.urls import reverse

from honglian.analytics.api import Column, Kind, RecordType, register
from honglian.foundation.zones.records import chains

from .codes import EDUCATION
from .models import PartyMember

DOMAIN = "党员"


def declare() -> None:
    register(
        RecordType(
            "members.member",
            "党员",
            "名",
            DOMAIN,
            (
                Column("branch", "党支部", Kind.ID, "branch_id"),
                Column("chain", "产业链", Kind.ID, "branch__chain_id", chains),
                Column("category", "人员类别", choices=dict(PartyMember.Category.choices)),
                Column("standing", "党籍状态", choices=dict(PartyMember.Standing.choices)),
                Column("floating", "是否流动党员", choices=dict(PartyMember.Floating.choices)),
                Column("gender", "性别", choices={"1": "男", "2": "女"}),
                Column("education", "学历", choices=dict(EDUCATION)),
                Column("joined", "加入党组织日期", Kind.DATE, "joined_on"),
                Column("full", "转为正式党员日期", Kind.DATE, "full_on"),
                Column("lost", "是否失联", Kind.FLAG, "is_lost"),
            ),
            model=PartyMember,
            personal=True,
            url=lambda row: reverse("members:member", args=[row.pk]),
        )
    )
