"""What is shown of personal data to those who may not see it whole.

Masks never show more than the pattern allows: a value that is too short for it is hidden entirely.
"""

# Two-character surnames in use; others are taken as one character.
_DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "长孙",
        "宇文",
        "司徒",
        "令狐",
        "东方",
        "南宫",
        "轩辕",
        "端木",
        "独孤",
        "呼延",
        "申屠",
        "太史",
        "澹台",
        "公冶",
        "宗政",
        "濮阳",
        "淳于",
        "单于",
        "仲孙",
        "钟离",
    ]
)


def mask_id_no(number: str) -> str:
    """420***********1234: the province and the last four stay."""
    return _mask(number, 3, 4)


def mask_mobile(number: str) -> str:
    """138****1234: the operator and the last four stay."""
    return _mask(number, 3, 4)


def mask_name(name: str) -> str:
    """张*, 欧阳**: the surname stays, every other character becomes a star."""
    name = name.strip()
    keep = 2 if name[:2] in _DOUBLE_SURNAMES and len(name) > 2 else 1
    return _mask(name, keep, 0)


def mask_address(address: str) -> str:
    """The first six characters (city and district) stay; the length of the rest is not shown."""
    address = address.strip()
    if not address:
        return ""
    return (address[:6] if len(address) > 8 else "") + "****"


def _mask(text: str, first: int, last: int) -> str:
    hidden = len(text) - first - last
    # At least a third stays hidden, and never less than one character.
    if hidden < max(1, len(text) // 3):
        return "*" * len(text)
    return text[:first] + "*" * hidden + text[len(text) - last :]
