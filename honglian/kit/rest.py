"""Small common parts of the REST API."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field


class Problem(Schema):
    """Body of every refusal (4xx)."""

    code: str = Field(description="稳定的错误代码")
    message: str = Field(description="可直接给用户看的中文说明")
    field: str | None = Field(default=None, description="有误的字段")
    hint: str = Field(default="", description="怎么办")
    source: str = Field(default="", description="依据的条款")


PROBLEMS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
PAGE_LIMIT = 200


def after_page(rows, *, after: int | None, limit: int):
    """Keyset page by descending primary key: rows below ``after``, at most ``limit``."""
    limit = max(1, min(limit, PAGE_LIMIT))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: limit + 1])
    return found[:limit], (found[limit - 1].pk if len(found) > limit else None)
