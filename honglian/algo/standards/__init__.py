"""National standards and spellings that a ledger is checked against.

`parse…` returns the clean value or raises `Invalid` with a Chinese sentence; `problem` returns that
sentence or None; `is_valid` and `valid_flags` are the fast paths for whole columns of normalised text.
"""

from . import amounts, dates, enterprise_size, id_card, mobile, uscc
from .amounts import Amount, parse_amount
from .dates import future_problem, order_problems, parse_date
from .id_card import IdCard
from .invalid import Invalid
from .masking import mask_address, mask_id_no, mask_mobile, mask_name
from .text import is_blank, plain

__all__ = [
    "Amount",
    "IdCard",
    "Invalid",
    "amounts",
    "dates",
    "enterprise_size",
    "future_problem",
    "id_card",
    "is_blank",
    "mask_address",
    "mask_id_no",
    "mask_mobile",
    "mask_name",
    "mobile",
    "order_problems",
    "parse_amount",
    "parse_date",
    "plain",
    "uscc",
]
