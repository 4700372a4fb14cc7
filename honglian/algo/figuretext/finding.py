"""Finds the figures of a Chinese text and leaves out what only looks like one.

Dates, years, ordinals, document numbers and telephone numbers are no figures; nor are small Chinese
numerals (两个覆盖, 三条, “四上”, 一企一员), which are words. 亿元以上项目 46 个 holds one figure: 亿元以上
says which projects.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from .numerals import arabic_value, chinese_value
from .problem import Found, Qualifier

UNITS = (
    "个百分点 百分点 % ％ ‰ 个工作日 工作日 工作小时 个小时 小时 分钟 个月 人次 平方公里 平方米 公里 千米 "
    "千瓦时 万千瓦 千瓦 标准煤 公顷 亩 吨 公斤 元 美元 倍 番 成 家次 家 个 名 人 户 项 件 次 场 条 期 级 类 维 位 "
    "张 份 台 套 座 所 支 门 批 处 起 宗 笔 单 组 对 岁 字 学时 课时 天 年 栋 间 平米 篇 部 辆 枚 道 站 点 岗"
).split()
UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
AFTER = r"余|多|来|几"
TAIL = r"以上|以下|以内|之内|左右|上下"
BEFORE = r"超过|超|逾|突破|将近|接近|近|约|大约|不足|不到|不少于|不低于|至少|不超过|最多|达到|达"
NUMBER = re.compile(
    rf"(?P<before>{BEFORE})?\s*"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    rf"(?P<early>{AFTER})?(?P<multiplier>万亿|亿|万|千|百)?(?P<after>{AFTER})?\s*"
    rf"(?P<unit>{UNIT})?(?P<late>多|余)?(?P<tail>{TAIL}|级)?"
)
# Chinese numerals count from eleven up, or with a share or a large unit.
WORDS = re.compile(
    rf"(?P<before>{BEFORE})?(?P<digits>[一二两三四五六七八九十百千万亿〇零]+)(?P<after>{AFTER})?(?P<unit>{UNIT})(?P<tail>{TAIL}|级)?"
)
SHARES = re.compile(
    rf"(?P<before>{BEFORE})?百分之(?P<digits>[一二两三四五六七八九十百零点]+)(?P<tail>{TAIL})?"
)
DOUBLED = re.compile(r"翻(?P<digits>一|两|三)?番")
# What looks like a figure and is none.
NO_FIGURES = re.compile(
    r"\d{4}\s*[-—–至到~]\s*\d{4}\s*年"
    r"|(?:19|20)\d{2}\s*年(?:\s*\d{1,2}\s*(?:[-—–至到~]\s*\d{1,2}\s*)?月(?:\s*\d{1,2}\s*日)?)?"
    r"|\d{1,2}\s*[-—–至到~]\s*\d{1,2}\s*月(?:份)?|\d{1,2}\s*月\s*\d{1,2}\s*日|(?<!个)\d{1,2}\s*月(?:份|底|初|中旬|上旬|下旬)?(?!\d)"
    r"|\d{1,2}\s*日|\d{1,2}\s*[:：]\s*\d{2}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|第\s*[\d一二三四五六七八九十百]+\s*[个条款项届期次号批名位章节季]?(?:季度)?|[〔\[（(](?:19|20)\d{2}[〕\]）)]\s*第?\d+\s*号"
    r"|\d+\s*号(?:线|楼|厂房|文|令)?|[A-Za-z][A-Za-z/.\-]*\s?\d[\d.\-—]*|\d+(?:\.\d+)?[A-Za-z]+|\b1[3-9]\d{9}\b|\b0\d{2,3}-\d{7,8}\b|(?:12345|12315|110|119|120)(?=热线|平台|[/、，。])"
    r"|[“\"][一二两三四五六七八九十]+[^”\"]{0,6}[”\"]|\d+\s*×\s*\d+|\d{1,2}\s*年(?:来|以来)|[“\"]\d+\+?[^”\"]{0,3}[”\"]"
)
CLAUSE_END = "，。；！？：\n,;!?"
SENTENCE_END = re.compile(r"[。！？；\n]")
FALLS = ("下降", "减少", "压缩", "缩短", "降低", "下滑", "回落", "压减", "减幅", "降幅", "少")
RISES = ("增长", "增加", "提高", "提升", "上升", "增幅", "新增", "多", "增")
LONGEST_NOUN, LONGEST_BEFORE = 14, 40
QUALIFIERS = (
    (("不超过", "最多", "以内", "之内", "以下"), Qualifier.AT_MOST),
    (("超过", "超", "逾", "突破"), Qualifier.MORE),
    (("将近", "接近", "近", "不足", "不到"), Qualifier.NEARLY),
    (("大约", "约", "左右", "上下"), Qualifier.ABOUT),
    (("不少于", "不低于", "至少", "以上", "余", "多", "来", "几"), Qualifier.AT_LEAST),
)


def find(text: str) -> list[Found]:
    """Every figure in order. Full-width digits are read like others; positions are those of the given text."""
    plain = text.translate(str.maketrans("０１２３４５６７８９．", "0123456789."))
    hidden = NO_FIGURES.sub(lambda m: "\x00" * len(m.group()), plain)
    found = [*_arabic(hidden, plain), *_chinese(hidden, plain)]
    found.sort(key=lambda one: one.start)
    return _distributed(plain, found)


def _arabic(hidden: str, plain: str) -> list[Found]:
    found = []
    for match in NUMBER.finditer(hidden):
        value, step = arabic_value(match["digits"], match["multiplier"] or "")
        unit, multiplier = match["unit"] or "", match["multiplier"]
        if not unit and not multiplier:
            continue
        if _is_threshold(match, hidden):
            continue
        found.append(_figure(match, plain, value, step, unit))
    return found


def _chinese(hidden: str, plain: str) -> list[Found]:
    found = []
    for match in WORDS.finditer(hidden):
        value, unit = chinese_value(match["digits"]), match["unit"]
        if value is None or _is_threshold(match, hidden) or _runs_into_digits(match, hidden):
            continue
        if value > 10 or unit == "成":
            found.append(_figure(match, plain, Decimal(value), Decimal(_step(value)), unit))
    for match in SHARES.finditer(hidden):
        whole, _, part = match["digits"].partition("点")
        value, decimals = chinese_value(whole), "".join(str(chinese_value(x)) for x in part)
        if value is not None:
            exact, step = arabic_value(f"{value}.{decimals}" if part else str(value), "")
            found.append(_figure(match, plain, exact, step, "%"))
    for match in DOUBLED.finditer(hidden):
        times = Decimal(2 ** (chinese_value(match["digits"] or "一") or 1))
        found.append(_figure(match, plain, times, Decimal(1), "倍"))
    return found


def _step(value: int) -> int:
    digits = str(value)
    return 10 ** (len(digits) - len(digits.rstrip("0")))


def _runs_into_digits(match: re.Match[str], hidden: str) -> bool:
    """5 千家 is one figure and not 千家 a second one."""
    before = hidden[: match.start("digits")].rstrip()
    return before[-1:].isdigit() or (before[-1:] in ("余", "多") and before[-2:-1].isdigit())


def _is_threshold(match: re.Match[str], hidden: str) -> bool:
    """亿元以上项目, 百亿元级产业集群: money with 以上 or 级 right before what it describes."""
    tail, unit = match["tail"], match["unit"]
    if tail == "级":
        return True
    following = hidden[match.end() : match.end() + 1]
    is_word = "\u4e00" <= following <= "\u9fff" and following not in "的和与及或"
    return tail in ("以上", "以下") and unit not in ("%", "％", "‰") and is_word


def _figure(match: re.Match[str], plain: str, value: Decimal, step: Decimal, unit: str) -> Found:
    groups = match.groupdict()
    start, end = match.start(), match.end()
    start += len(match.group()) - len(match.group().lstrip())
    if unit == "成":
        value, step, unit = value * 10, Decimal(10), "%"
    unit = {"％": "%", "百分点": "个百分点", "个小时": "小时", "个工作日": "工作日"}.get(unit, unit)
    before = _clause_before(plain, start)
    words = [groups.get(name) for name in ("before", "early", "after", "late", "tail")]
    return Found(
        start,
        end,
        plain[start:end].strip(),
        value,
        unit,
        step,
        _qualifier([word for word in words if word]),
        _sign(before, plain[start:end], unit),
        _noun_after(plain, end),
        before,
        len(SENTENCE_END.findall(plain[:start])),
    )


def _qualifier(words: list[str]) -> Qualifier:
    for known, qualifier in QUALIFIERS:
        if any(word in known for word in words):
            return qualifier
    return Qualifier.EXACT


def _sign(before: str, own: str, unit: str) -> int:
    """Falling when the last word about direction before the figure is one of falling."""
    if unit not in ("%", "个百分点", "倍", "位"):
        return 1
    last = {word: before.rfind(word) for word in (*FALLS, *RISES)}
    falling = max(last[word] for word in FALLS)
    rising = max(last[word] for word in RISES)
    return -1 if falling > rising and not own.startswith("+") else 1


def _clause_before(plain: str, start: int) -> str:
    """What stands between the end of the clause before and the figure; a list with 、 belongs together."""
    begin = start
    while begin > 0 and plain[begin - 1] not in CLAUSE_END and start - begin < LONGEST_BEFORE:
        begin -= 1
    return plain[begin:start]


def _noun_after(plain: str, end: int) -> str:
    """What is counted: the words right after the unit."""
    noun = re.match(r"的?([\u4e00-\u9fffA-Za-z+]*)", plain[end : end + LONGEST_NOUN])
    return re.split(r"[和与及等的]|以及", noun[1])[0] if noun else ""


def _distributed(plain: str, found: list[Found]) -> list[Found]:
    """分别增长 80%、50% 以上: each figure gets its own subject and the qualifier of the last."""
    result = list(found)
    for place, one in enumerate(found):
        head, together, tail = one.before.rpartition("分别")
        if not together or re.search(r"\d", tail):
            continue
        group = [place]
        while group[-1] + 1 < len(found) and plain[
            found[group[-1]].end : found[group[-1] + 1].start
        ] in ("、", "和", "与"):
            group.append(group[-1] + 1)
        # A clause may open with a list that a comma has cut off; only the words right before count.
        names = [name for name in re.split(r"[、和与]", head) if name]
        if len(names) < len(group):
            continue
        last = found[group[-1]].qualifier
        for name, index in zip(names[-len(group) :], group, strict=True):
            each = found[index]
            kept = each.qualifier if each.qualifier != Qualifier.EXACT else last
            sign = _sign(f"{name}{tail}", each.text, each.unit)
            result[index] = replace(each, before=f"{name}{tail}", qualifier=kept, sign=sign)
    return result
