"""统一社会信用代码, GB 32100-2015: 18 characters, the last one a check character modulo 31.

Position 1 registering authority, 2 kind of body, 3–8 administrative division (digits), 9–17 the
organisation code of GB 11714 with its own check character at 17, 18 check character.
"""

from collections.abc import Iterable

from .invalid import Invalid
from .text import SCIENTIFIC, plain, weighted_sum

CHARSET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)

# With weight 1 for the check character itself, a valid code sums to 0 modulo 31.
_ALL_WEIGHTS = (*WEIGHTS, 1)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHARSET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = bytes(max(CHARSET.find(chr(i)), 0) for i in range(256))
_FOREIGN = bytes(i for i in range(256) if chr(i) not in CHARSET)
# Letters the standard leaves out, and what they are usually misread from.
_LOOK_ALIKES = {"I": "1", "O": "0", "S": "5", "Z": "2", "V": "UY"}


def normalise(text: str) -> str:
    """Half-width capitals without blanks and hyphens; the characters themselves stay."""
    return plain(text).upper().replace("-", "")


def is_valid(code: str) -> bool:
    """True for a normalised code of the right form with the right check character."""
    try:
        values = code.encode("ascii").translate(_VALUES, _FOREIGN)
    except UnicodeEncodeError:
        return False
    if len(values) != 18 or len(code) != 18 or not code[2:8].isdigit():
        return False
    return weighted_sum(values, _ALL_WEIGHTS) % 31 == 0


def valid_flags(codes: Iterable[str]) -> list[bool]:
    """`is_valid` for a whole column of normalised codes."""
    return list(map(is_valid, codes))


def check_character(first17: str) -> str:
    """The 18th character for 17 characters of the charset; Invalid when they are not."""
    if len(first17) != 17 or any(char not in CHARSET for char in first17):
        raise Invalid("须为 17 位数字或大写字母（不含 I、O、S、V、Z）")
    values = first17.encode("ascii").translate(_VALUES)
    return CHARSET[-weighted_sum(values, WEIGHTS) % 31]


def organisation_check_character(first8: str) -> str:
    """The 9th character of an organisation code (GB 11714: modulo 11, X for 10)."""
    values = bytes(_ORGANISATION_CHARSET.index(char) for char in first8)
    return "0123456789X"[-weighted_sum(values, _ORGANISATION_WEIGHTS) % 11]


def parse(text: str) -> str:
    """The normalised code; Invalid with a Chinese sentence."""
    code = normalise(text)
    if is_valid(code):
        return code
    raise Invalid(_explain(text, code))


def problem(text: str) -> str | None:
    """What is wrong, as one Chinese sentence, or None."""
    code = normalise(text)
    return None if is_valid(code) else _explain(text, code)


def _explain(text: str, code: str) -> str:
    if not code:
        return "未填写，请填写营业执照上的 18 位统一社会信用代码"
    if SCIENTIFIC.fullmatch(plain(text)) and "." in text:
        return "被表格软件改成了科学计数法，原码已丢失，请把该列设为文本后按原件重新填写"
    if len(code) != 18:
        return _explain_length(code)
    return _explain_characters(code) or _explain_check(code)


def _explain_length(code: str) -> str:
    if len(code) == 15 and code.isdigit():
        return "这是 15 位的旧营业执照注册号，请填写换照后的 18 位统一社会信用代码"
    if len(code) == 9 and code.isascii() and code.isalnum():
        return "这是 9 位的旧组织机构代码，请填写 18 位统一社会信用代码"
    return f"应为 18 位，现为 {len(code)} 位，请核对原件"


def _explain_characters(code: str) -> str | None:
    wrong = [position for position, char in enumerate(code) if char not in CHARSET]
    if wrong:
        first = wrong[0]
        char = code[first]
        if char not in _LOOK_ALIKES:
            return f"第 {first + 1} 位“{char}”不是代码可用的数字或大写字母，请核对原件"
        likely = "或".join(_LOOK_ALIKES[char])
        repaired = _repaired(code, wrong)
        advice = f"改为 {repaired} 后校验通过，请核对原件" if repaired else "请核对原件"
        return f"第 {first + 1} 位不会是字母 {char}，可能是 {likely}，{advice}"
    for position in range(2, 8):
        if not code[position].isdigit():
            return f"第 {position + 1} 位“{code[position]}”应为数字（第 3—8 位是行政区划码），请核对原件"
    return None


def _repaired(code: str, wrong: list[int]) -> str | None:
    """The code with look-alikes exchanged, if exactly one such code is valid."""
    candidates = [code]
    for position in wrong:
        options = _LOOK_ALIKES.get(code[position], "")
        candidates = [
            c[:position] + new + c[position + 1 :] for c in candidates[:64] for new in options
        ]
    valid = [candidate for candidate in candidates if is_valid(candidate)]
    return valid[0] if len(valid) == 1 else None


def _explain_check(code: str) -> str:
    sentence = f"校验位不对，应为 {check_character(code[:17])}，请核对原件"
    if organisation_check_character(code[8:16]) != code[16]:
        sentence += "；第 9—17 位自身也对不上，错处多半在这一段"
    return sentence
