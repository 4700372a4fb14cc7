"""Each figure of a text beside the definition that answers for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from .arithmetic import BASES, HALF, journeys, troubles
from .finding import FALLS, SENTENCE_END, find
from .problem import Definition, Found, Problem, Qualifier, Trouble

# Shares of the pairs of signs of a name that stand around a figure: enough to say it agrees, enough to say it
# does not; and for names spread over a sentence, how much must stand near and how much anywhere in it.
WEAK, SURE = 0.5, 0.75
WIDE, HALFWAY, FAR = 0.4, 0.6, 0.8
SHORT = 3
# Units of what is measured and therefore rounded; cases, enterprises and people are counted.
ROUNDED = {"%", "个百分点", "倍", "元", "吨", "亩", "平方米", "平方公里", "公里"}
STOP = re.compile(r"[的了在和与及、，。“”\"（）()《》\s]")
LISTED = r"[、和与]|以及"
VERBS = re.compile(
    r"(?:由|从|达到?|为|是|共有?|有|至|到|(?:提高|提升|上升|增加|增长|下降|降低|减少|升|降|增)(?:到|至|为))+$"
)
RELATED = {
    "家": {"户", "个", "家"},
    "个": {"家", "项", "个", "件"},
    "项": {"个", "件", "项"},
    "件": {"项", "个", "件"},
    "名": {"人", "名"},
    "人": {"名", "人", "人次"},
    "人次": {"人次", "人"},
    "户": {"家", "户"},
    "月": {"个月", "月"},
    "个月": {"月", "个月"},
}


class Status(StrEnum):
    MATCHED = "matched"
    CONTRADICTING = "contradicting"
    UNMATCHED = "unmatched"

    @property
    def chinese(self) -> str:
        return {"matched": "相符", "contradicting": "矛盾", "unmatched": "没有对应的指标"}[
            self.value
        ]


@dataclass(frozen=True)
class Checked:
    """A figure, whether a definition knows it, and why it agrees or not."""

    found: Found
    status: Status
    definition: Definition | None
    reason: str


@dataclass(frozen=True)
class Result:
    """``figures`` in the order of the text; ``troubles`` are contradictions inside it."""

    figures: tuple[Checked, ...]
    troubles: tuple[Trouble, ...]

    def of(self, status: Status) -> tuple[Checked, ...]:
        return tuple(one for one in self.figures if one.status is status)

    @property
    def is_clean(self) -> bool:
        return not self.troubles and not self.of(Status.CONTRADICTING)


def check(problem: Problem) -> Result:
    """Find, match, and hold the figures against one another."""
    text, found = problem.text, find(problem.text)
    arrivals = {second.start: first for _, first, second in journeys(text, found)}
    # Where something came from, and what it was a year ago, is not what it is.
    former = {first.start for first in arrivals.values()}
    former |= {one.start for one in found if BASES.search(one.before)}
    figures = []
    for place, one in enumerate(found):
        around = _surroundings(text, found, place, arrivals.get(one.start))
        checked = _checked(one, around, problem.definitions)
        if checked.status is Status.CONTRADICTING and one.start in former:
            checked = Checked(one, Status.UNMATCHED, None, "是变化以前的数，没有可比的指标。")
        figures.append(checked)
    return Result(tuple(figures), tuple(troubles(text, found)))


@dataclass(frozen=True)
class _Around:
    """The words that belong to one figure: before and after it, and its whole sentence."""

    before: str
    after: str
    sentence: str


def _checked(one: Found, around: _Around, definitions: Sequence[Definition]) -> Checked:
    near = [(_likeness(d, around), d) for d in definitions if _same_unit(one, d)]
    best = max((score for score, _ in near), default=0.0)
    # Of definitions equally well named (before and after, a total and one by year) the one that agrees is meant.
    rivals = [d for score, d in near if score == best and score >= WEAK]
    agreeing = next((d for d in rivals if not disagreement(one, d)), None)
    if agreeing is not None:
        reason = f"与“{agreeing.name}”相符：{said(agreeing)}。"
        return Checked(one, Status.MATCHED, agreeing, reason)
    if rivals and best >= SURE:
        return Checked(one, Status.CONTRADICTING, rivals[0], disagreement(one, rivals[0]))
    return Checked(one, Status.UNMATCHED, None, "没有找到名称和单位都对得上的指标。")


def _surroundings(text: str, found: Sequence[Found], place: int, origin: Found | None) -> _Around:
    """A clause is shared out among its figures: 71 家企业党组织和 1294 名党员, 隐患下降 43.9%、…下降 70.4%.

    What something has come to (``origin`` is where from) is still about the same thing.
    """
    one = found[place]
    before, after = one.before, ""
    if origin is not None:
        before = f"{origin.before.rstrip('由从将')}{text[origin.end : one.start]}"
    elif text[: one.start].endswith(before):  # not shared out by 分别 already
        start = one.start - len(before)
        previous = found[place - 1] if place else None
        if previous is not None and previous.end > start:
            before = text[previous.end : one.start]
            if previous.noun:
                before = re.split(LISTED, before)[-1]
    follower = found[place + 1] if place + 1 < len(found) else None
    if one.noun:
        limit = follower.start if follower is not None else len(text)
        after = re.split(r"[，。；！？：\n,;!?]", text[one.end : min(limit, one.end + 40)])[0]
        if follower is not None and one.end + len(after) >= follower.start:
            after = re.split(LISTED, after)[0] or after
    if not re.search(r"\d", one.text):
        after = f"{one.text}{after}"
    return _Around(STOP.sub("", before), STOP.sub("", after), STOP.sub("", _sentence(text, one)))


def _sentence(text: str, one: Found) -> str:
    head = SENTENCE_END.split(text[: one.start])[-1]
    return head + SENTENCE_END.split(text[one.start :])[0]


def _same_unit(one: Found, definition: Definition) -> bool:
    unit = definition.unit
    return unit == one.unit or unit in RELATED.get(one.unit, ())


def _likeness(definition: Definition, around: _Around) -> float:
    """Share of a name's pairs of signs that stand around the figure; a name said in full counts above all."""
    plain = (re.sub(r"[（(].*?[)）]", "", name) for name in definition.names)
    return max(_of_name(STOP.sub("", name), around) for name in (*definition.names, *plain))


def _of_name(name: str, around: _Around) -> float:
    if len(name) <= SHORT:  # 党员 is part of too many words to be looked for anywhere
        last = VERBS.sub("", around.before)
        return 1.0 if around.after.startswith(name) or last.endswith(name) else 0.0
    if name in around.before or name in around.after:
        return 1.0 + len(name) / 100
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    near = sum(pair in around.before or pair in around.after for pair in pairs) / len(pairs)
    if near < SURE and sum(pair in around.sentence for pair in pairs) / len(pairs) >= FAR:
        return SURE if near >= HALFWAY else (WEAK if near >= WIDE else near)
    return near


def disagreement(one: Found, definition: Definition) -> str:
    """Why a figure cannot be written for this value; empty when it may."""
    true = definition.value
    if any(word in definition.name for word in FALLS) and true > 0:
        return "" if _may_stand(one, true, definition.qualifier) else _differs(one, definition)
    written = one.signed if true < 0 or one.sign < 0 else one.value
    if (written < 0) != (true < 0) and true:
        return f"方向相反：文中“{one.text}”，“{definition.name}”是{said(definition)}。"
    if _may_stand(one, abs(true), definition.qualifier):
        return ""
    return _differs(one, definition)


def _differs(one: Found, definition: Definition) -> str:
    return f"文中“{one.text}”，“{definition.name}”是{said(definition)}。"


def _may_stand(one: Found, true: Decimal, known: Qualifier) -> bool:
    gap, step = true - one.value, one.step
    if known != Qualifier.EXACT and one.qualifier != Qualifier.EXACT:
        return gap == 0
    match one.qualifier:
        case Qualifier.AT_LEAST:
            return 0 <= gap < step
        case Qualifier.MORE:
            return 0 < gap < max(step, one.value / 2)
        case Qualifier.NEARLY:
            return -max(step, one.value / 10) <= gap <= 0
        case Qualifier.ABOUT:
            return abs(gap) <= max(HALF * step, one.value / 20)
        case Qualifier.AT_MOST:
            return gap <= 0
    return abs(gap) <= HALF * _last_digit(one)


def _last_digit(one: Found) -> Decimal:
    """Weight of the last written digit; what is counted in whole ones is not rounded to them."""
    if one.step < 1 or one.is_percent or one.unit in ROUNDED:
        return min(one.step, Decimal(1)) if one.unit != "元" else one.step
    written = re.search(r"[万亿]", one.text)
    return one.step if written else Decimal(0)


def said(definition: Definition) -> str:
    mark = {"ge": "以上", "gt": "以上", "le": "以内"}.get(definition.qualifier.value, "")
    value = definition.value
    shown = (
        value
        if value == value.to_integral_value()
        else value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    )
    return f"{shown.normalize():f}{definition.unit}{mark}"
