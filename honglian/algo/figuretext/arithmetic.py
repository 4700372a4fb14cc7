"""Figures of one sentence held against one another: from–to and percent, sums, shares, points."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby, pairwise

from .problem import Found, Qualifier, Trouble

ARRIVALS = re.compile(
    r"(?:压缩|缩短|压减|减少|下降|降低|降|回落|增加|增|增长|提高|提升|上升|升|扩大|翻)(?:至|到|为)(?:了)?$"
)
BASES = re.compile(r"(?:上年同期|去年同期|上年|去年|上月|上年同月|基期|原来|原先)[^，。；]{0,6}$")
PARTS = re.compile(r"其中|包括")
WHOLES = re.compile(r"(?:合计|共计|总计|共|总共|累计)[^，。；、]{0,8}$")
SHARE_WORDS = re.compile(r"占(?:比)?(?:为|达|到|了|全部|总数)?[^，。；]{0,6}$")
HALF = Decimal("0.5")
UNBOUNDED = ("增长", "增加", "提高", "提升", "上升", "增", "是", "为")


def troubles(text: str, found: Sequence[Found]) -> list[Trouble]:
    """What contradicts itself, in the order of the text."""
    rules: tuple[Callable[[str, list[Found]], Iterator[Trouble]], ...] = (
        _changes,
        _year_on_year,
        _sums,
        _parts,
        _shares,
        _limits,
    )
    said: list[Trouble] = []
    for _, group in groupby(found, key=lambda one: one.sentence):
        figures = list(group)
        for rule in rules:
            said += rule(text, figures)
    said += _twice(text, found)
    return sorted(said, key=lambda one: (one.start, one.end))


def _trouble(kind: str, text: str, figures: Sequence[Found], reason: str) -> Trouble:
    start, end = min(f.start for f in figures), max(f.end for f in figures)
    return Trouble(kind, start, end, " ".join(text[start:end].split()), reason)


def journeys(text: str, figures: Sequence[Found]) -> Iterator[tuple[int, Found, Found]]:
    """(place, from, to): 从 6 个月压缩至 4 个月; both of one unit, the second right after the verb of arrival."""
    for place in range(1, len(figures)):
        first, second = figures[place - 1], figures[place]
        between = text[first.end : second.start]
        if first.unit == second.unit and "。" not in between and ARRIVALS.search(second.before):
            yield place, first, second


def _changes(text: str, figures: list[Found]) -> Iterator[Trouble]:
    """What is said of a change against the two values before it."""
    for place, first, second in journeys(text, figures):
        following = figures[place + 1 : place + 2]
        if not following or not _speaks_of_change(following[0], text, second):
            continue
        said = following[0]
        reason = _wrong_change(first, second, said)
        if reason:
            yield _trouble("change", text, (first, second, said), reason)


def _speaks_of_change(said: Found, text: str, second: Found) -> bool:
    between = text[second.end : said.start]
    words = (
        "增长 增加 提高 提升 上升 下降 减少 压缩 缩短 降低 压减 回落 增幅 降幅 减幅 提速 翻".split()
    )
    return said.sentence == second.sentence and (
        said.text.startswith("翻") or any(word in between for word in words)
    )


def _wrong_change(first: Found, second: Found, said: Found) -> str:
    difference = abs(second.value - first.value)
    told = f"从{first.text}到{second.text}"
    if said.unit == "个百分点":
        if not first.is_percent:
            return f"{told}不是两个百分比，变化不能用百分点，应用百分比或绝对数。"
        return (
            ""
            if _fits(difference, said)
            else f"{told}相差{_plain(difference)}个百分点，不是{said.text}。"
        )
    if said.is_percent and first.is_percent:
        return _percent_of_percents(first, second, said, told)
    if said.unit == "倍":
        return _wrong_times(first, second, said, told)
    if not said.is_percent:
        return (
            ""
            if said.unit != first.unit or _fits(difference, said)
            else (f"{told}相差{_plain(difference)}{said.unit}，不是{said.text}。")
        )
    if not first.value:
        return f"{told}的基数是零，不能说百分之几。"
    share = difference / first.value * 100
    if _fits(share, said):
        return ""
    return (
        f"{told}变化{_shown(share)}%，不是{said.text}。"
        "如果这是多个事项的平均数，请写明口径，或分开写。"
    )


def _percent_of_percents(first: Found, second: Found, said: Found, told: str) -> str:
    difference = abs(second.value - first.value)
    if _fits(difference, said):
        return f"{told}相差的是{_plain(difference)}个百分点，不能写成{said.text}。"
    share = difference / first.value * 100 if first.value else None
    if share is not None and _fits(share, said):
        return ""
    return f"{told}相差{_plain(difference)}个百分点，不是{said.text}。"


def _wrong_times(first: Found, second: Found, said: Found, told: str) -> str:
    if not first.value:
        return f"{told}的基数是零，不能说几倍。"
    times = second.value / first.value
    grown = said.text.startswith("翻") is False and any(
        w in said.before[-6:] for w in UNBOUNDED[:6]
    )
    expected = times - 1 if grown else times
    if _fits(expected, said):
        return ""
    return f"{told}是{_shown(times)}倍，即增长{_shown(times - 1)}倍，与“{said.text}”不符。"


def _year_on_year(text: str, figures: list[Found]) -> Iterator[Trouble]:
    """70 个，上年同期 38 个，同比增长 80%."""
    for place, base in enumerate(figures):
        if not BASES.search(base.before) or base.is_percent:
            continue
        earlier = [f for f in figures[:place] if f.unit == base.unit]
        later = [f for f in figures[place + 1 :] if f.is_percent and _is_yearly(f)]
        if earlier and later and base.value:
            now, said = earlier[-1], later[0]
            share = (now.value - base.value) / base.value * 100
            if not _fits(abs(share), said) or (share < 0) != (said.sign < 0):
                way = "增长" if share >= 0 else "下降"
                reason = (
                    f"由{base.text}到{now.text}应是{way}{_shown(abs(share))}%，不是{said.text}。"
                )
                yield _trouble("yoy", text, (now, base, said), reason)


def _is_yearly(found: Found) -> bool:
    return any(
        word in found.before
        for word in ("增长", "下降", "增加", "减少", "同比", "上升", "增幅", "降幅")
    )


def _sums(text: str, figures: list[Found]) -> Iterator[Trouble]:
    """A 12 件、B 8 件，合计 25 件: the list right before the whole."""
    for place, whole in enumerate(figures):
        if (
            whole.is_percent
            or not WHOLES.search(whole.before)
            or whole.qualifier != Qualifier.EXACT
        ):
            continue
        listed = _listed_before(text, figures[:place], whole)
        if len(listed) > 1:
            yield from _unequal(text, whole, listed)
    for place, whole in enumerate(figures):
        if "分别为" in text[whole.end : whole.end + 20] and WHOLES.search(whole.before):
            listed = [f for f in figures[place + 1 :] if f.unit == whole.unit]
            if len(listed) > 1:
                yield from _unequal(text, whole, listed)


def _listed_before(text: str, earlier: Sequence[Found], whole: Found) -> list[Found]:
    listed: list[Found] = []
    end = whole.start
    for one in reversed(earlier):
        between = text[one.end : end]
        if one.unit != whole.unit or re.search(r"[。；]", between) or len(between) > 24:
            break
        if listed and not re.search(r"[、，]|和|与", between):
            break
        if PARTS.search(between):  # what stands before 其中 is the whole, not a part
            break
        listed.insert(0, one)
        end = one.start
    return listed


def _unequal(text: str, whole: Found, listed: Sequence[Found]) -> Iterator[Trouble]:
    total = sum((one.value for one in listed), Decimal(0))
    if all(one.qualifier == Qualifier.EXACT for one in listed) and total != whole.value:
        terms = "＋".join(one.text for one in listed)
        reason = f"{terms}＝{_plain(total)}{whole.unit}，不是{whole.text}。"
        yield _trouble("sum", text, (*listed, whole), reason)


def _parts(text: str, figures: list[Found]) -> Iterator[Trouble]:
    """共 34 件，其中 A 20 件、B 18 件: no part is larger than the whole, a list of parts no larger either."""
    for place, whole in enumerate(figures[:-1]):
        between = text[whole.end : figures[place + 1].start]
        if not PARTS.search(between) or whole.is_percent:
            continue
        parts = [
            f for f in figures[place + 1 :] if f.unit == whole.unit and not WHOLES.search(f.before)
        ]
        for part in parts:
            if part.value > whole.value * 1 and whole.qualifier == Qualifier.EXACT:
                reason = f"其中的{part.text}比总数{whole.text}还多。"
                yield _trouble("part", text, (whole, part), reason)
                return
        listed = _enumerated(text, parts)
        total = sum((f.value for f in listed), Decimal(0))
        if len(listed) > 1 and whole.qualifier == Qualifier.EXACT and total > whole.value:
            terms = "＋".join(f.text for f in listed)
            reason = f"其中的{terms}＝{_plain(total)}{whole.unit}，超过总数{whole.text}。"
            yield _trouble("sum", text, (whole, *listed), reason)


def _enumerated(text: str, parts: Sequence[Found]) -> list[Found]:
    """Parts that stand beside one another (、 和): such a list divides the whole; others may overlap."""
    listed = list(parts[:1])
    for before, after in pairwise(parts):
        if not re.search(r"、|和|及", text[before.end : after.start]):
            break
        listed.append(after)
    return listed


def _shares(text: str, figures: list[Found]) -> Iterator[Trouble]:
    """70 个，其中亿元以上 46 个，占 65.7%."""
    for place, said in enumerate(figures):
        if not said.is_percent or not SHARE_WORDS.search(said.before) or place < 2:
            continue
        part = figures[place - 1]
        wholes = [f for f in figures[: place - 1] if f.unit == part.unit]
        if not wholes or part.is_percent or _is_yearly(said):
            continue
        whole = _whole_of(text, wholes, part)
        if whole is None or not whole.value:
            continue
        share = part.value / whole.value * 100
        if not _fits(share, said):
            reason = f"{part.text}占{whole.text}的{_shown(share)}%，不是{said.text}。"
            yield _trouble("share", text, (whole, part, said), reason)


def _whole_of(text: str, wholes: Sequence[Found], part: Found) -> Found | None:
    """The figure right before 其中, else the nearest one that is not smaller."""
    for whole in reversed(wholes):
        if PARTS.search(text[whole.end : part.start]) and whole.value >= part.value:
            return whole
    return None


def _limits(text: str, figures: list[Found]) -> Iterator[Trouble]:
    """A rate of its own kind never passes 100 %, and nothing falls by more than all of it."""
    for one in figures:
        if not one.is_percent or one.value <= 100:
            continue
        tail = one.before[-8:]
        if one.sign < 0:
            yield _trouble("limit", text, (one,), f"下降不能超过100%，“{one.text}”请核对。")
        elif re.search(r"(?:满意|解决|响应|办结|覆盖|合格|达标|及时|按时)率[^增升提]{0,3}$", tail):
            yield _trouble("limit", text, (one,), f"比率不会超过100%，“{one.text}”请核对。")


def _twice(text: str, found: Sequence[Found]) -> Iterator[Trouble]:
    """The same thing said twice with two values."""
    first: dict[tuple[str, str], Found] = {}
    for one in found:
        name = _name(one)
        if name is None:
            continue
        known = first.setdefault((name, one.unit), one)
        if known is not one and known.signed != one.signed and not _near(known, one):
            reason = f"“{name}”前面写{known.text}，这里写{one.text}，前后不一致。"
            yield Trouble("twice", one.start, one.end, one.text, reason)


def _name(one: Found) -> str | None:
    """What is counted, when it is said well enough to be known again."""
    before = re.sub(r"^.*?(?:年|月|以来)", "", one.before)
    if one.unit in ("%", "个百分点"):
        name = re.sub(r"(?:同比|分别|实现|超过|约|达到?|了|：|为)", "", before)
        return name if len(name) >= 6 else None
    noun = re.split(r"[都均已全有共]", one.noun)[0]
    return noun if len(noun) >= 6 and not re.search(r"企业$|项目$", noun) else None


def _near(one: Found, other: Found) -> bool:
    """One of them is rounded and holds the other."""
    low, high = sorted((one, other), key=lambda f: f.value)
    rounded = low.qualifier != Qualifier.EXACT or high.qualifier != Qualifier.EXACT
    return rounded and high.value - low.value < max(low.step, high.step)


def _fits(true: Decimal, said: Found) -> bool:
    """Whether a computed value may be written so: rounded half up at the last digit, or as the qualifier allows."""
    gap, step = true - said.value, said.step
    if said.is_percent or said.unit == "个百分点":
        step = min(step, Decimal(1))
    elif said.unit == "倍":
        step = min(step, Decimal("0.1"))
    match said.qualifier:
        case Qualifier.AT_LEAST | Qualifier.MORE:
            return -HALF * min(step, Decimal("0.1")) <= gap < max(said.step, said.value / 10)
        case Qualifier.NEARLY:
            return -max(said.step, said.value / 10) < gap <= 0
        case Qualifier.ABOUT:
            return abs(gap) <= max(step, said.value / 20)
        case Qualifier.AT_MOST:
            return gap <= 0
    return abs(gap) <= HALF * step


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _shown(value: Decimal) -> str:
    return _plain(value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
