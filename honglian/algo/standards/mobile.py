"""Mobile numbers of the Chinese mainland: 11 digits that begin with 13 to 19."""

import re

from .invalid import Invalid
from .text import plain

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_PREFIX = re.compile(r"(?:\+|00)?86(?=1\d{10}$)")
_SEPARATORS = re.compile(r"[-()]")


def normalise(text: str) -> str:
    """Digits only, without +86, blanks, hyphens and the ".0" that spreadsheets add."""
    compact = _SEPARATORS.sub("", plain(text)).removesuffix(".0")
    return _PREFIX.sub("", compact)


def is_valid(number: str) -> bool:
    """True for a normalised number."""
    return _MOBILE.fullmatch(number) is not None


def parse(text: str) -> str:
    """The normalised number; Invalid with a Chinese sentence."""
    number = normalise(text)
    if is_valid(number):
        return number
    raise Invalid(_explain(number))


def problem(text: str) -> str | None:
    """What is wrong, as one Chinese sentence without the number itself, or None."""
    number = normalise(text)
    return None if is_valid(number) else _explain(number)


def _explain(number: str) -> str:
    if not number:
        return "未填写，请填写 11 位手机号码"
    if not (number.isascii() and number.isdigit()):
        return "手机号码只能是数字，请核对（多个号码请只留一个）"
    if number.startswith("0"):
        return "这像是固定电话，请填写 11 位手机号码"
    if len(number) != 11:
        return f"手机号码应为 11 位，现为 {len(number)} 位，请核对"
    return "手机号码应以 13 至 19 开头，请核对"
