"""Lists of members as the national system gives them out, made for one test each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from honglian.algo.standards import id_card
from honglian.domains.members import grouping, placing
from honglian.domains.members.codes import EDUCATION, ETHNICITY, OCCUPATIONS
from honglian.domains.members.models import PartyMember
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit.fields import blind_index
from tests.foundation.sheets.files import csv_bytes, xlsx_bytes

FIELDS = (
    "name", "gender", "ethnicity", "birth_date", "id_no", "education", "category", "branch",
    "joined_on", "full_on", "occupation", "mobile", "address",
)  # fmt: skip
# The official items, and how two other extracts call them.
OFFICIAL = (
    "姓名", "性别", "民族", "出生日期", "公民身份号码", "学历", "人员类别", "所在党支部",
    "加入党组织日期", "转为正式党员日期", "工作岗位", "联系手机", "家庭住址",
)  # fmt: skip
SYNONYMS = (
    "党员姓名", "性 别", "民族", "出生年月日", "身份证号", "最高学历", "党员类别",
    "所属党组织", "入党时间", "转正时间", "个人身份", "手机号码", "现居住地",
)  # fmt: skip
POLITICAL = tuple("政治面貌" if h == "人员类别" else h for h in OFFICIAL)
CATEGORY = {"formal": "正式党员", "probationary": "预备党员"}


def number(born: date, serial: int) -> str:
    """A valid ID number; odd serials are men's."""
    first = f"420602{born:%Y%m%d}{serial:03d}"
    return first + id_card.check_character(first)


def people(branches: list[PartyOrg], count: int) -> list[PartyMember]:
    """``count`` complete members, spread over the branches."""
    rng, made = Random(7), []
    for place in range(count):
        born = date(1960, 1, 1) + timedelta(days=place * 11)
        joined = date(born.year + 22, 7, 1)
        id_no = number(born, 100 + place % 800)
        branch = branches[place % len(branches)]
        made.append(
            PartyMember(
                zone_id=branch.zone_id, branch=branch, name=f"党员{place:04d}",
                gender="1" if int(id_no[16]) % 2 else "2", ethnicity=rng.choice(["01", "15", "06"]),
                birth_date=born, id_no=id_no, id_no_index=blind_index(id_no),
                education=rng.choice(["20", "30", "60"]), category="formal", joined_on=joined,
                full_on=date(joined.year + 1, 7, 1), occupation=rng.choice(OCCUPATIONS[:4]),
                mobile=f"138{place:08d}", address=f"高新大道{place}号", dues_category="salaried",
            )
        )  # fmt: skip
    PartyMember.rows.bulk_create(made)
    placing.keep_zone(branches[0].zone_id)
    grouping.keep_zone(branches[0].zone_id)
    return made


@dataclass
class NationalList:
    """Rows of an extract: one dictionary of words a person, changed before it is written."""

    rows: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, members: list[PartyMember]) -> NationalList:
        return cls([row_of(m) for m in members])

    def row(self, member: PartyMember) -> dict[str, str]:
        return next(r for r in self.rows if r["id_no"] == member.id_no)

    def drop(self, member: PartyMember) -> None:
        self.rows.remove(self.row(member))

    def table(self, headers=OFFICIAL, *, shuffled: bool = False) -> list[list[str]]:
        rows = [[r[f] for f in FIELDS] for r in self.rows]
        if shuffled:
            Random(3).shuffle(rows)
        return [list(headers), *rows]

    def csv(self, headers=OFFICIAL, *, encoding: str = "utf-8-sig", shuffled=False) -> bytes:
        return csv_bytes(self.table(headers, shuffled=shuffled), encoding)

    def xlsx(self, headers=OFFICIAL, *, shuffled=False, title: str = "") -> bytes:
        """With a title above the header, as official workbooks have it."""
        rows = self.table(headers, shuffled=shuffled)
        return xlsx_bytes([[title], *rows] if title else rows, "党员名册")


def row_of(m: PartyMember) -> dict[str, str]:
    return {
        "name": m.name,
        "gender": {"1": "男", "2": "女"}[m.gender],
        "ethnicity": ETHNICITY[m.ethnicity],
        "birth_date": f"{m.birth_date:%Y-%m-%d}",
        "id_no": m.id_no,
        "education": EDUCATION.get(m.education, ""),
        "category": CATEGORY[m.category],
        "branch": m.branch.name,
        "joined_on": f"{m.joined_on:%Y-%m-%d}",
        "full_on": f"{m.full_on:%Y-%m-%d}" if m.full_on else "",
        "occupation": m.occupation,
        "mobile": m.mobile,
        "address": m.address,
    }
