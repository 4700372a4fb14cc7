"""The enterprise's code: a signed text that only this installation can have made."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from django.core.signing import BadSignature, Signer

from honglian.domains.enterprises.api import Enterprise
from honglian.kit import clock

from .models import EnterpriseCode

_signer = Signer(salt="honglian.visits.code")


@dataclass(frozen=True)
class Scanned:
    """``enterprise`` is empty for what is no code, or one that a newer print has replaced."""

    enterprise: Enterprise | None
    version: int = 0

    @property
    def readable(self) -> bool:
        return self.enterprise is not None


def code_of(enterprise: Enterprise) -> EnterpriseCode:
    """The row behind the code; made when it is first asked for."""
    found, _ = EnterpriseCode.rows.get_or_create(
        enterprise=enterprise,
        defaults={"zone_id": enterprise.zone_id, "made_on": clock.today()},
    )
    return found


def text_of(code: EnterpriseCode) -> str:
    """What is printed: ``<enterprise>.<version>:<signature>``."""
    return _signer.sign(f"{code.enterprise_id}.{code.version}")


def picture(text: str) -> str:
    """The QR picture as a data address; quartile redundancy, because it hangs at a gate."""
    return segno.make(text, error="q").svg_data_uri(scale=6)


def read(text: str, zone_id: int) -> Scanned:
    """The enterprise of a scanned text or address, if its signature and version are right."""
    text = text.strip().rstrip("/").rsplit("/", 1)[-1]
    try:
        number, version = _signer.unsign(text).split(".")
    except (BadSignature, ValueError):
        return Scanned(None)
    rows = EnterpriseCode.rows.filter(
        zone_id=zone_id, enterprise_id=int(number), version=int(version)
    ).select_related("enterprise")  # fmt: skip
    found = rows.first()
    return Scanned(found.enterprise, found.version) if found else Scanned(None)
