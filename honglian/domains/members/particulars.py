"""A member's items as they are shown: those of the official form in its order, then the zone's (B.1)."""

from __future__ import annotations

from collections.abc import Callable

from honglian.algo.standards import mask_id_no, mask_mobile

from .codes import DUES_CATEGORY, EDUCATION, ETHNICITY
from .models import PartyMember

Pairs = list[tuple[str, object]]


def _personal(value: str, mask: Callable[[str], str], *, revealed: bool) -> str:
    return value if revealed or not value else mask(value)


def official(m: PartyMember, *, revealed: bool) -> Pairs:
    """党员基本信息采集表 in its order; blanks stay so that they can be seen."""
    address = _personal(m.address, lambda _: "已登记（未显示）", revealed=revealed)
    lost = (
        f"是，{m.lost_on:%Y-%m-%d} 起" if m.is_lost and m.lost_on else "是" if m.is_lost else "否"
    )
    floating = "，".join(filter(None, (m.get_floating_display(), m.flow_to)))
    return [
        ("姓名", m.name),
        ("性别", m.get_gender_display()),
        ("公民身份号码", _personal(m.id_no, mask_id_no, revealed=revealed)),
        ("民族", ETHNICITY.get(m.ethnicity, m.ethnicity)),
        ("出生日期", f"{m.birth_date:%Y-%m-%d}"),
        ("学历", EDUCATION.get(m.education, m.education)),
        ("人员类别", m.get_category_display()),
        ("所在党支部", m.branch.name),
        ("加入党组织日期", f"{m.joined_on:%Y-%m-%d}"),
        ("转为正式党员日期", m.full_on and f"{m.full_on:%Y-%m-%d}"),
        ("工作岗位", m.occupation),
        ("联系手机", _personal(m.mobile, mask_mobile, revealed=revealed)),
        ("固定电话", m.phone),
        ("家庭住址", address),
        ("党籍状态", m.get_standing_display()),
        ("是否失联", lost),
        ("是否流动党员", floating),
    ]


def of_the_zone(m: PartyMember) -> Pairs:
    """What the zone keeps for its work; what is blank is left out."""
    chain = m.branch.chain
    dues = None if m.dues_monthly is None else f"{m.dues_monthly} 元"
    confirmed = m.confirmed_on and f"{m.confirmed_on:%Y-%m-%d}，{m.confirmed_by}"
    pairs: Pairs = [
        ("学位", m.degree),
        ("党内职务", m.party_post),
        ("行政职务", m.post),
        ("入党介绍人", m.introducers),
        ("党费类别", DUES_CATEGORY.get(m.dues_category, m.dues_category)),
        ("月交纳党费", dues),
        ("所属企业", m.branch.unit_name),
        ("产业链", chain.name if chain else ""),
        ("身份标签", "、".join(m.tags)),
        ("知情同意版本", m.consent_version),
        ("最近核对", confirmed),
        ("备注", m.note),
    ]
    return [(name, value) for name, value in pairs if value]
