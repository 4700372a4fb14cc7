"""The kinds of cells that ledgers have, over the national standards of ``honglian.algo``."""

from .choices import Choice, Directory, Flag, Reference
from .figures import Capital, Count, Day, Degree, Money
from .texts import Code, CreditCode, IdNumber, Mobile, Names, Text, Words, same

__all__ = [
    "Capital",
    "Choice",
    "Code",
    "Count",
    "CreditCode",
    "Day",
    "Degree",
    "Directory",
    "Flag",
    "IdNumber",
    "Mobile",
    "Money",
    "Names",
    "Reference",
    "Text",
    "Words",
    "same",
]
