"""REST: the content of a file, for those who see its owner."""

from __future__ import annotations

from uuid import UUID

from ninja import Router

from honglian.kit.rest import PROBLEMS

from .views import download

router = Router(tags=["附件"])


@router.get("/{key}", response=PROBLEMS, summary="下载附件")
def get_file(request, key: UUID):
    """The token's actor is the request's; the answer is the file itself."""
    return download(request, key)
