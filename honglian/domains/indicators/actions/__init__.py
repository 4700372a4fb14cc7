"""Writes about figures: their definitions, and the values that are published."""

from .definitions import (
    change,
    check,
    compose,
    drop,
    load_references,
    publish,
    retire,
    revise_definition,
    send_back,
    submit,
)
from .values import enter, issue, revise

__all__ = [
    "change",
    "check",
    "compose",
    "drop",
    "enter",
    "issue",
    "load_references",
    "publish",
    "retire",
    "revise",
    "revise_definition",
    "send_back",
    "submit",
]
