"""The ways in which the system says no.

A refusal is a full Chinese sentence for the person in front of the screen: what is
wrong, where, and what to do. Pages show it beside the form, the API returns it with
its code. It is never an accident; accidents are ordinary exceptions.
"""

from __future__ import annotations


class Refusal(Exception):
    """A business rule says no. ``code`` is stable for programs, ``field`` names the input."""

    status = 422

    def __init__(
        self,
        message: str,
        *,
        code: str = "refused",
        field: str | None = None,
        hint: str = "",
        source: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field
        self.hint = hint
        self.source = source

    def as_dict(self) -> dict[str, str | None]:
        """Shape of the API's error body."""
        return {
            "code": self.code,
            "message": self.message,
            "field": self.field,
            "hint": self.hint,
            "source": self.source,
        }


class NotAllowed(Refusal):
    """The object is visible, but this role may not do this to it."""

    status = 403

    def __init__(self, message: str = "", *, code: str = "not_allowed", **kwargs) -> None:
        super().__init__(message or "您当前的角色没有这项权限。", code=code, **kwargs)


class Conflict(Refusal):
    """Somebody else was faster, or the same request came twice with another content."""

    status = 409

    def __init__(self, message: str, *, code: str = "conflict", **kwargs) -> None:
        super().__init__(message, code=code, **kwargs)


class UnscopedQuery(RuntimeError):
    """A query reached the database without ``visible_to(actor)``: a bug, never a user's fault."""
