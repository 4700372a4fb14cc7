"""公民身份号码, GB 11643-1999: 6 digits area, 8 birth date, 3 sequence (odd: male), 1 check character."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from .invalid import Invalid
from .text import SCIENTIFIC, plain, weighted_sum

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"

# With weight 1 for the check character itself, a valid number sums to 1 modulo 11.
_ALL_WEIGHTS = (*WEIGHTS, 1)
_VALUES = bytes(10 if chr(i) == "X" else max("0123456789".find(chr(i)), 0) for i in range(256))
_EARLIEST_YEAR = 1900
# Provinces, and 81–83 for residence permits of people from Hong Kong, Macao and Taiwan.
_PROVINCES = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66))
) | {71, 81, 82, 83}

Sex = Literal["男", "女"]


@dataclass(frozen=True, slots=True)
class IdCard:
    """What a valid number says."""

    number: str
    birth_date: date
    sex: Sex

    @property
    def area(self) -> str:
        """Division code of the first registration; may since have been abolished."""
        return self.number[:6]

    def age(self, on: date) -> int:
        """Full years (周岁) on that day."""
        born = self.birth_date
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def normalise(text: str) -> str:
    """Half-width, capital X, without blanks."""
    return plain(text).upper()


def check_character(first17: str) -> str:
    """The 18th character for 17 digits; Invalid when they are not."""
    if len(first17) != 17 or not (first17.isascii() and first17.isdigit()):
        raise Invalid("须为 17 位数字")
    return CHECK_CHARACTERS[weighted_sum(first17.encode().translate(_VALUES), WEIGHTS) % 11]


def is_valid(number: str, *, today: date) -> bool:
    """True for a normalised number with a possible birth date up to today and the right check character."""
    if len(number) != 18 or not number.isascii() or not number[:17].isdigit():
        return False
    if not (number[17].isdigit() or number[17] == "X"):
        return False
    if weighted_sum(number.encode().translate(_VALUES), _ALL_WEIGHTS) % 11 != 1:
        return False
    born = _date(number[6:14])
    return born is not None and born <= today


def valid_flags(numbers: Iterable[str], *, today: date) -> list[bool]:
    """`is_valid` for a whole column of normalised numbers."""
    return [is_valid(number, today=today) for number in numbers]


def parse(text: str, *, today: date) -> IdCard:
    """The number with birth date and sex; Invalid with a Chinese sentence."""
    number = normalise(text)
    if not is_valid(number, today=today):
        raise Invalid(_explain(number, today))
    born = _date(number[6:14])
    assert born is not None, "a valid number has a birth date"
    return IdCard(number, born, "男" if int(number[16]) % 2 else "女")


def problem(text: str, *, today: date) -> str | None:
    """What is wrong, as one Chinese sentence without the number itself, or None."""
    number = normalise(text)
    return None if is_valid(number, today=today) else _explain(number, today)


def area_hint(number: str) -> str | None:
    """A remark when the area cannot be a province; never a reason to refuse, codes come and go."""
    if number[:2].isdigit() and int(number[:2]) in _PROVINCES:
        return None
    return f"前两位 {number[:2]} 不是现行省级区划，请核对原件"


def disagreements(
    card: IdCard, *, birth_date: date | None = None, sex: str | None = None
) -> list[str]:
    """Chinese sentences on stated facts that differ from the number; None is not compared."""
    found = []
    if birth_date is not None and birth_date != card.birth_date:
        found.append(
            f"出生日期 {birth_date.isoformat()} 与身份号码中的 {card.birth_date.isoformat()} 不一致，以档案为准的请注明"
        )
    if sex is not None and sex not in (card.sex, f"{card.sex}性"):
        found.append(f"性别“{sex}”与身份号码（{card.sex}）不一致，请核对")
    return found


def _explain(number: str, today: date) -> str:
    if not number:
        return "未填写，请填写 18 位公民身份号码"
    if SCIENTIFIC.fullmatch(number) and "." in number:
        return "被表格软件改成了科学计数法，原号已丢失，请把该列设为文本后按原件重新填写"
    if len(number) == 15 and number.isdigit():
        return "这是 15 位的旧身份证号，请填写 18 位公民身份号码"
    if len(number) != 18:
        return f"应为 18 位，现为 {len(number)} 位，请核对原件"
    return (
        _explain_characters(number)
        or _explain_birth(number, today)
        or (f"校验位不对，应为 {check_character(number[:17])}，请核对原件")
    )


def _explain_characters(number: str) -> str | None:
    for position, char in enumerate(number):
        if not ("0" <= char <= "9" or (position == 17 and char == "X")):
            allowed = "数字或 X" if position == 17 else "数字"
            return f"第 {position + 1} 位应为{allowed}，请核对原件"
    return None


def _explain_birth(number: str, today: date) -> str | None:
    born = _date(number[6:14])
    if born is None:
        return "第 7—14 位不是可能的出生日期，请核对原件"
    if born > today:
        return "第 7—14 位的出生日期晚于今天，请核对原件"
    return None


@lru_cache(maxsize=65536)
def _date(digits: str) -> date | None:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if year < _EARLIEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
