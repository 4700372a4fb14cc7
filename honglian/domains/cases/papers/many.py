"""Documents of several cases in one archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from honglian.foundation.documents.api import render
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .actions import issue_paper
from .kinds import Kind

MOST = 30  # at once: two seconds of work
LEFT_OUT = "没有生成的.txt"


def archive(numbers: Sequence[str], kind: Kind, form: str, *, by: Actor) -> tuple[bytes, int]:
    """(zip, how many documents): each case for itself; those refused are listed with the reason."""
    if len(numbers) > MOST:
        raise Refusal(
            f"一次最多生成 {MOST} 份，勾选了 {len(numbers)} 件，请分几次。", code="too_many"
        )
    target, refused, made = io.BytesIO(), [], 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in numbers:
            try:
                paper, document = issue_paper(number=number, kind=kind.code, by=by)
            except Refusal as no:
                refused.append(f"{number}：{no.message}")
                continue
            packed.writestr(f"{kind.name}_{paper.number}_{number}.{form}", render(document, form))
            made += 1
        if refused:
            packed.writestr(LEFT_OUT, "\r\n".join(refused))
    if not made:
        raise Refusal("一份也没有生成。" + "".join(refused[:3]), code="none_made")
    return target.getvalue(), made
