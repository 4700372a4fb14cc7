"""Texts that tell the same as a new one, found among very many while it is being typed.

    from honglian.algo.duplicates import build, search
    index = build([(1, "经二路又停电"), (2, "想招十名焊工")])
    search([index], "经二路停电了")      # [(1, 0.71)]

Pure and exact: every text that shares a pair of characters with the new one is weighed.
"""

from .index import Index, build, pack, search, unpack

__all__ = ["Index", "build", "pack", "search", "unpack"]
