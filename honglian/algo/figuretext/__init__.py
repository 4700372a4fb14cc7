"""Figures in Chinese prose: found, checked against one another and against given definitions.

``check(Problem(text, definitions))`` returns every figure of a text with its unit and qualifier, says for
each whether a definition knows it and agrees, and lists what contradicts itself inside the text.
"""

from .checking import Checked, Result, Status, check
from .finding import find
from .problem import Definition, Found, Problem, Qualifier, Trouble

__all__ = [
    "Checked",
    "Definition",
    "Found",
    "Problem",
    "Qualifier",
    "Result",
    "Status",
    "Trouble",
    "check",
    "find",
]
