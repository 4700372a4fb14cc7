"""The rules of organisations and members, registered by importing this room (领域手册 A, B)."""

from . import development, dues, orgs, standing, transfers

__all__ = ["development", "dues", "orgs", "standing", "transfers"]
