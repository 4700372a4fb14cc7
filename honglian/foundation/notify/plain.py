"""Messages carry no personal data: what slipped in is masked before it is stored or sent."""

from __future__ import annotations

import re

# A citizen number has a region, a birth date of 18xx–20xx and a check digit; a 统一社会信用代码
# begins with another digit or holds letters, so it stays readable.
CITIZEN_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])([1-8]\d{5})(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
    r"[\dXx](?![0-9A-Za-z])"
)
MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")


def without_personal_data(text: str) -> str:
    """The text with citizen and mobile numbers masked."""
    return MOBILE.sub(r"\1****\2", CITIZEN_NUMBER.sub(r"\1************", text))
