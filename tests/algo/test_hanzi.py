"""Pinyin, tokens and queries, against a slow matcher that looks at the text itself."""

import sqlite3
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from honglian.algo.hanzi import (
    SearchQuery,
    bigrams,
    fold,
    name_index,
    pinyin_initials,
    pinyin_syllables,
    search_query,
    search_tokens,
    segment_pinyin,
)
from honglian.algo.hanzi.readings import syllable_set

COMMON = "湖北省襄阳咸宁市高新区回天重庆长沙厦门银行业乐曾单新材料科技股份有限公司汽车零部件制造食品医药绿色能源安恩欧阿"
CODES = ["91420600MA0XY0010W", "9142010317781777X4"]
WORDS = st.text(st.sampled_from(COMMON + "a1B（）·"), min_size=1, max_size=16)
ANY_CHINESE = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=10
)
NAMES = st.one_of(WORDS, ANY_CHINESE, st.tuples(WORDS, WORDS, st.sampled_from(CODES)).map(" ".join))


def slow_word_matches(term: str, word: str) -> bool:
    """A term in the word, its initials or its pinyin from the start of a character on."""
    initials = pinyin_initials(word)
    if len(term) == 1 and term.isascii():
        return word.startswith(term) or initials.startswith(term)
    if term in word or term in initials:
        return True
    typed = term.replace("lve", "lue").replace("nve", "nue")
    runs: list[list[str]] = [[]]
    for part in pinyin_syllables(word):
        if part in syllable_set():
            runs[-1].append(part)
        else:
            runs.append([])
    return any("".join(run[i:]).startswith(typed) for run in runs for i in range(len(run)))


def slow_matches(typed: str, text: str) -> bool:
    return all(
        any(slow_word_matches(term, word) for word in fold(text).split())
        for term in fold(typed).split()
    )


def found(typed: str, text: str) -> bool:
    return search_query(typed).matches(set(search_tokens(text).split()))


def part_of(data: st.DataObject, text: str) -> str:
    begin = data.draw(st.integers(0, len(text) - 1))
    return text[begin : data.draw(st.integers(begin + 1, len(text)))]


# ---- pinyin ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("湖北回天新材料", "hu bei hui tian xin cai liao"),
        ("重庆长安", "chong qing chang an"),
        ("重型机械", "zhong xing ji xie"),
        ("中国农业银行襄阳支行", "zhong guo nong ye yin hang xiang yang zhi hang"),
        ("旅行社", "lv xing she"),
        ("厦门", "xia men"),
        ("大厦", "da sha"),
        ("成长", "cheng zhang"),
        ("长沙", "chang sha"),
        ("音乐器材", "yin yue qi cai"),
        ("快乐", "kuai le"),
        ("首都", "shou du"),
        ("绿色战略", "lv se zhan lue"),
        ("模具", "mu ju"),
        ("曾都区", "zeng du qu"),
        ("单晶硅科技", "dan jing gui ke ji"),
        ("曾伟", "zeng wei"),
        ("解放路", "jie fang lu"),
        ("区发改局", "qu fa gai ju"),
        ("尉迟恭", "yu chi gong"),
        ("黄陂", "huang pi"),
        ("TCL（武汉）3厂", "tcl wu han 3 chang"),
        ("", ""),
    ],
)
def test_names_are_read_as_people_read_them(text: str, syllables: str) -> None:
    assert pinyin_syllables(text) == syllables.split()
    assert pinyin_initials(text) == "".join(
        part if part.isascii() and part in ("tcl", "3") else part[0] for part in syllables.split()
    )


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        ("单晓明", "shan xiao ming"),
        ("仇英", "qiu ying"),
        ("曾伟", "zeng wei"),
        ("尉迟恭", "yu chi gong"),
        ("张长江", "zhang chang jiang"),
        ("单位工会组织", "dan wei gong hui zu zhi"),
    ],
)
def test_people_are_read_with_their_surname(name: str, syllables: str) -> None:
    assert pinyin_syllables(name, person=True) == syllables.split()
    assert pinyin_initials(name, person=True) == "".join(s[0] for s in syllables.split())


def test_a_short_name_is_found_with_and_without_the_surname_reading() -> None:
    for typed in ("shanxiaoming", "danxiaoming", "sxm", "dxm"):
        assert found(typed, "单晓明")


@given(NAMES)
def test_initials_are_the_first_letters_of_the_syllables(text: str) -> None:
    syllables = pinyin_syllables(text)
    expected = "".join(
        s[0] if s in syllable_set() and s not in fold(text) else s for s in syllables
    )
    assert pinyin_initials(text) == expected


def test_there_are_about_four_hundred_syllables() -> None:
    assert 400 <= len(syllable_set()) <= 425
    assert {"zhuang", "lv", "lue", "er", "a"} <= syllable_set()


# ---- folding and tokens ----------------------------------------------------------------------


def test_folding_drops_signs_and_width() -> None:
    assert fold(" ＴＣＬ（武汉）  有限公司·A_b ") == "tcl武汉 有限公司ab"
    assert bigrams("湖北回") == ["湖北", "北回"]


def test_the_tokens_of_a_name_and_a_code() -> None:
    assert search_tokens("回天A座 91A").split() == [
        *("回天", "天a", "a座"),
        *("回", "天", "座"),
        *("ht", "ta", "az", "h"),
        *("pyhui", "pytian", "pyzuo"),
        *("91", "1a", "9"),
    ]


@given(st.text(max_size=40))
def test_tokens_are_safe_for_any_index(text: str) -> None:
    tokens = search_tokens(text)
    assert tokens == search_tokens(text)
    assert len(set(tokens.split())) == len(tokens.split())
    for token in tokens.split():
        assert token.isalnum()
        assert token == token.lower()


# ---- queries ---------------------------------------------------------------------------------


@given(st.data(), NAMES)
@settings(max_examples=300)
def test_any_part_of_a_name_or_code_finds_it(data: st.DataObject, text: str) -> None:
    for word in fold(text).split():
        typed = part_of(data, word)
        if len(typed) == 1 and typed.isascii():
            typed = word[0]
        assert found(typed, text)
        assert found(typed.upper(), text)
        assert found("".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in typed), text)


@given(st.data(), NAMES)
@settings(max_examples=300)
def test_any_part_of_the_initials_finds_it(data: st.DataObject, text: str) -> None:
    for word in fold(text).split():
        initials = pinyin_initials(word)
        typed = part_of(data, initials)
        assert found(typed if len(typed) > 1 or not typed.isascii() else initials[0], text)


@given(st.data(), st.text(st.sampled_from(COMMON), min_size=1, max_size=16))
@settings(max_examples=300)
def test_pinyin_from_any_character_on_finds_it(data: st.DataObject, word: str) -> None:
    syllables = pinyin_syllables(word)
    letters = "".join(syllables[data.draw(st.integers(0, len(syllables) - 1)) :])
    typed = letters[: data.draw(st.integers(2, 60))]
    assert len(typed) == 1 or found(typed, f"甲 {word} 91420600")


@given(st.lists(st.tuples(st.data(), NAMES), min_size=1, max_size=3), NAMES)
def test_a_query_never_misses_what_the_slow_matcher_finds(
    pieces: list[tuple[st.DataObject, str]], text: str
) -> None:
    typed = " ".join(part_of(data, piece) for data, piece in pieces)
    if slow_matches(typed, text):
        assert found(typed, text)


@pytest.mark.parametrize(
    "typed",
    ["回天", "huitian", "huit", "HT", "htxc", "回天 0600", "湖北 材料", "9142", "hbht 新", "h"],
)
def test_what_people_type_finds_the_enterprise(typed: str) -> None:
    text = "湖北回天新材料股份有限公司 91420600MA0XY0010W"
    assert slow_matches(typed, text)
    assert found(typed, text)


@pytest.mark.parametrize(
    "typed", ["天回", "uitian", "huitain", "htt", "襄阳", "回天 襄阳", "9143", "x"]
)
def test_what_is_not_there_is_not_found(typed: str) -> None:
    text = "湖北回天新材料股份有限公司 91420600MA0XY0010W"
    assert not slow_matches(typed, text)
    assert not found(typed, text)


def test_ue_is_found_in_both_spellings() -> None:
    assert found("lueyang", "略阳")
    assert found("lveyang", "略阳")
    assert found("lvse", "绿色")


def test_nothing_searchable_gives_an_empty_query() -> None:
    for typed in ("", "  ", "()·", "%"):
        assert search_query(typed) == SearchQuery(())
        assert search_query(typed).fts5() == ""
        assert search_query(typed).matches(set())


def test_the_expressions_of_both_databases() -> None:
    query = search_query("回天新 wuhan")
    assert query.fts5().startswith(
        '("回天" AND "天新") AND (("wu" AND "uh" AND "ha" AND "an") OR ("pywu" AND ('
    )
    assert query.tsquery().startswith(
        "('回天' & '天新') & (('wu' & 'uh' & 'ha' & 'an') | ('pywu' & ("
    )


@given(st.text(max_size=30))
def test_quotes_and_operators_never_reach_the_index(typed: str) -> None:
    for expression in (search_query(typed).fts5(), search_query(typed).tsquery()):
        stripped = (
            expression.replace(" AND ", "")
            .replace(" OR ", "")
            .replace(" & ", "")
            .replace(" | ", "")
        )
        assert all(char.isalnum() or char in "()\"'" for char in stripped)


def test_fts5_answers_exactly_what_the_query_says() -> None:
    texts = [
        "湖北回天新材料股份有限公司 91420600MA0XY0010W",
        "重庆长安汽车 9142010317781777X4",
        "襄阳绿色能源",
        "TCL（武汉）电器",
        "西安某厂",
        "先锋公司",
    ]
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE found USING fts5(search, tokenize='ascii', detail='none')"
    )
    database.executemany(
        "INSERT INTO found(rowid, search) VALUES (?, ?)", enumerate(map(search_tokens, texts))
    )
    for typed in (
        "huitian",
        "ca",
        "changan",
        "cq",
        "xian",
        "tcl武汉",
        "lvse",
        "公司",
        "9142",
        "x",
        "汉",
        "湖北 股份",
    ):
        rows = database.execute(
            "SELECT rowid FROM found WHERE found MATCH ?", (search_query(typed).fts5(),)
        )
        expected = [number for number, text in enumerate(texts) if found(typed, text)]
        assert sorted(number for (number,) in rows) == expected
        assert expected


# ---- dividing pinyin -------------------------------------------------------------------------


def slow_divisions(letters: str) -> set[tuple[str, ...]]:
    """By plain recursion."""
    ways = {(letters,)} if any(s.startswith(letters) for s in syllable_set()) else set()
    for size in range(1, len(letters)):
        if letters[:size] in syllable_set():
            ways |= {(letters[:size], *rest) for rest in slow_divisions(letters[size:])}
    return ways


@pytest.mark.parametrize(
    ("letters", "divisions"),
    [
        ("huitian", [("hui", "tian"), ("hui", "ti", "an"), ("hui", "ti", "a", "n")]),
        ("xian", [("xian",), ("xia", "n"), ("xi", "an"), ("xi", "a", "n")]),
        ("h", [("h",)]),
        ("xj", []),
        ("", []),
    ],
)
def test_letters_are_divided_into_syllables(letters: str, divisions: list[tuple[str, ...]]) -> None:
    assert segment_pinyin(letters) == divisions


@given(
    st.one_of(
        st.text("aeighnouxz", max_size=9),
        st.lists(st.sampled_from(sorted(syllable_set())), max_size=3).map("".join),
    )
)
def test_divisions_equal_plain_recursion(letters: str) -> None:
    assert set(segment_pinyin(letters)) == (slow_divisions(letters) if letters else set())


def test_too_many_divisions_are_cut_to_their_beginnings() -> None:
    letters = "xianxianxianxianxianxian"
    divisions = segment_pinyin(letters, most=16)
    assert 0 < len(divisions) <= 16
    for way in slow_divisions(letters):
        assert any(
            way[: len(cut) - 1] == cut[:-1] if cut[-1] == "" else way == cut for cut in divisions
        )


def test_a_very_long_query_is_answered_at_once() -> None:
    begin = time.process_time()
    search_query("xian" * 2000 + " " + "襄阳" * 2000)
    assert time.process_time() - begin < 0.5


def test_a_registry_of_names_is_read_in_no_time() -> None:
    names = [
        f"{COMMON[i % 40]}{COMMON[i % 37]}回天新材料股份有限公司{COMMON[i % 31]}"
        for i in range(12_000)
    ]
    pinyin_initials(names[0])
    begin = time.process_time()
    for name in names:
        pinyin_initials(name)
    # 120,000 names in 1.2 s is twice what is measured on a quiet machine.
    assert time.process_time() - begin < 0.12


@given(NAMES, NAMES, st.sampled_from(["", *CODES]))
def test_the_short_way_to_a_names_index_gives_the_same(name, former, code):
    tokens = search_tokens(f"{name} {former} {code}")
    assert name_index(name, former, code) == (pinyin_initials(name), tokens)


@given(st.text(max_size=20))
def test_the_short_way_takes_any_text(name):
    assert name_index(name) == (pinyin_initials(name), search_tokens(name))
