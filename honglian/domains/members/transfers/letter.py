"""The words of 党员组织关系介绍信 and its receipt."""

from __future__ import annotations

from dataclasses import dataclass

from honglian.algo.months import whole_years
from honglian.algo.standards import mask_id_no, mask_mobile

from ..codes import ETHNICITY
from ..dues.selectors import paid_to
from .models import Transfer


@dataclass(frozen=True)
class Letter:
    """One letter as it is printed; ``body`` is the paragraph, ``receipt`` that of the reply."""

    number: str
    addressee: str
    body: str
    valid: str
    signed: str
    day: str
    contact: str
    receipt: str


def letter_words(transfer: Transfer, *, full: bool) -> Letter:
    """``full`` shows the identity number and telephone; looking at it masks them."""
    member, issued = transfer.member, transfer.issued_on
    number = member.id_no if full else mask_id_no(member.id_no)
    mobile = member.mobile and (member.mobile if full else mask_mobile(member.mobile))
    paid = paid_to(member)
    body = (
        f"{member.name}同志（{member.get_gender_display()}），"
        f"{whole_years(member.birth_date, issued)}岁，"
        f"{ETHNICITY.get(member.ethnicity, '')}，系中共{member.get_category_display()}，"
        f"身份证号码{number}，由{transfer.from_name}去{transfer.to_name}，请转接组织关系。"
    )
    body += f"该同志党费已交到{paid:%Y年%m月}。" if paid else "该同志党费交纳情况请与原支部核对。"
    return Letter(
        number=transfer.letter_no,
        addressee=transfer.addressee,
        body=body,
        valid=f"有效期 {transfer.valid_days} 天，到 {transfer.valid_until:%Y年%m月%d日} 止",
        signed=transfer.issuer_name,
        day=f"{issued:%Y年%m月%d日}",
        contact=mobile or "未登记",
        receipt=(
            f"{transfer.letter_no}介绍来的{member.name}同志的组织关系已转到"
            f"{transfer.to_name}，特此回复。"
        ),
    )
