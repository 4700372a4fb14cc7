"""The regulations that the rules of members and organisations cite (领域手册 §S)."""

from __future__ import annotations

from datetime import date

from honglian.kit.rules import Source

from ..development.plan import VERSIONS

PARTY_RULES = Source("党章及配套规定", date(2017, 10, 24))
BRANCH = Source("《中国共产党支部工作条例（试行）》", date(2018, 10, 28))
TERMS = Source("《关于党的基层组织任期的意见》", date(2018, 7, 1))
ELECTION = Source("《中国共产党基层组织选举工作条例》", date(2020, 7, 13))
ELECTION_QA = Source("中央组织部关于选举到会人数的规定", date(2020, 7, 13))
EDUCATION = Source("《中国共产党党员教育管理工作条例》", date(2019, 5, 6))
FLOATING = Source("《关于进一步加强和改进流动党员管理工作的意见》", date(2024, 11, 1))
DISPOSAL = Source("《不合格党员组织处置办法》", date(2024, 6, 16))
DUES = Source("《关于中国共产党党费收缴、使用和管理的规定》", date(2008, 4, 1))
CUSTOM = Source("组织工作惯例，以当地规定为准", date(2018, 1, 1))
HOUSE = Source("系统约定，以当地规定为准", date(2018, 1, 1))

DEVELOPMENT = tuple(Source(v.source, v.since, v.until) for v in VERSIONS)
DEVELOPMENT_2026 = DEVELOPMENT[-1:]
