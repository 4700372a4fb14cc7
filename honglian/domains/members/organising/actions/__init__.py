"""Writes about organisations: every decision is a person's, with day and paper."""

from .changing import adjust, change, dissolve, merge, retain
from .electing import extend, record_election, reelect
from .setting_up import apply_to_found, approve, found, prepare, refuse
from .structures import join, leave, tie, untie
from .temporary import appoint_temporary, close, prolong, start

__all__ = [
    "adjust",
    "apply_to_found",
    "appoint_temporary",
    "approve",
    "change",
    "close",
    "dissolve",
    "extend",
    "found",
    "join",
    "leave",
    "merge",
    "prepare",
    "prolong",
    "record_election",
    "reelect",
    "refuse",
    "retain",
    "start",
    "tie",
    "untie",
]
