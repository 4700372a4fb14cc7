"""A period of reported figures with one enterprise's return, for the permission table."""

from __future__ import annotations

from datetime import date

from honglian.domains.enterprises.models import Collection, Enterprise, Return


def returns_of(firm: Enterprise, number: int) -> dict[str, object]:
    """By the kinds of tests.permissions.addresses; neighbours in one zone have different years."""
    year = 2020 + number % 2
    period = Collection.rows.create(
        zone=firm.zone, year=year, ends_on=date(year, 12, 31), due_on=date(2099, 1, 1),
        asked="重点企业",
    )  # fmt: skip
    return {
        "collection": period,
        "return": Return.rows.create(
            zone=firm.zone, collection=period, enterprise=firm, state="filled", employees=9,
            revenue=100,
        ),
    }  # fmt: skip
