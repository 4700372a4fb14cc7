"""Whether a hazard has been there before: the same enterprise, clause and place (再发)."""

from __future__ import annotations

import re

from .models import Hazard

NOISE = re.compile(r"[\s，,。、；;（）()“”\"'·\-]+|的|处|内|里")


def key_of(enterprise_id: int, basis: str, part: str) -> str:
    """The recurrence key: words that do not change the place are left out."""
    return f"{enterprise_id}:{basis}:{NOISE.sub('', part)}"[:96]


def earlier(hazard: Hazard) -> Hazard | None:
    """The latest hazard of the same key that had been closed before this one was found."""
    rows = Hazard.rows.filter(
        enterprise_id=hazard.enterprise_id, key=hazard.key, closed_on__lte=hazard.found_on
    )
    return rows.exclude(pk=hazard.pk).order_by("-closed_on", "-pk").first()
