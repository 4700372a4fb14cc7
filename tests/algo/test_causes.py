"""Common causes: planted ones are found, chance does not make one, and the answer does not depend on order."""

from datetime import date
from itertools import combinations
from random import Random

import pytest

from honglian.algo.causes import Demand, Params, Problem, solve
from honglian.algo.causes.likeness import pairs
from tests.algo.planted_causes import agreement, planted


@pytest.mark.parametrize("noise", [100, 1000])
def test_planted_causes_are_found(noise):
    demands, truth = planted(noise)
    found = solve(Problem(demands))
    precision, recall = agreement([c.members for c in found.best], truth)
    assert precision >= 0.9
    assert recall >= 0.8


def test_the_order_of_demands_does_not_matter():
    demands, _ = planted(60)
    order = list(range(len(demands)))
    Random(5).shuffle(order)
    straight = {frozenset(c.members) for c in solve(Problem(demands)).best}
    mixed = solve(Problem([demands[i] for i in order])).best
    assert {frozenset(order[i] for i in c.members) for c in mixed} == straight


def test_inside_a_group_the_average_likeness_is_kept():
    demands, _ = planted(60)
    params = Params()
    for cause in solve(Problem(demands), params=params).best:
        assert cause.likeness >= params.alike
        assert cause.enterprises >= params.least_who
        assert len(cause.members) >= params.least


def telling(text: str, who: str, day: int = 1, **more: str) -> Demand:
    return Demand(text, text, who, date(2026, 10, day), **more)


def test_one_enterprise_complaining_again_is_not_a_common_cause():
    demands = [telling("厂门口路灯坏了没有人修", "甲", day) for day in range(1, 6)]
    assert solve(Problem([*demands, telling("缺焊工", "乙")])).best == ()


def test_too_few_demands_are_said_so():
    found = solve(Problem([telling("停电", "甲")]))
    assert found.best == ()
    assert "太少" in found.reasons[0]
    assert found.left == (0,)


def test_a_cause_says_what_it_is_about_and_whether_it_grows():
    texts = (
        "航空路排水管堵了，厂门口积水",
        "航空路积水，排水管堵塞",
        "排水管堵，航空路积水进仓库",
        "航空路积水半米，排水管不通",
    )
    demands = [telling(text, f"企业{i}", i + 1, place="航空路") for i, text in enumerate(texts)]
    noise = [
        telling(other, "丁") for other in ("退税怎么办", "招不到会计", "贷款要续", "商标注册多久")
    ]
    [cause] = solve(Problem([*demands, *noise], today=date(2026, 10, 31))).best
    assert sorted(cause.members) == [0, 1, 2, 3]
    assert cause.place == "航空路"
    assert any("积水" in word for word in cause.words)
    assert (cause.recent, cause.before) == (4, 0)


def test_the_most_typical_member_speaks_for_the_group():
    demands, _ = planted(60)
    for cause in solve(Problem(demands)).best:
        assert cause.representative in cause.members
        assert len(set(cause.members)) == len(cause.members)


def test_groups_do_not_share_members():
    demands, _ = planted(200)
    causes = solve(Problem(demands)).best
    assert all(not set(a.members) & set(b.members) for a, b in combinations(causes, 2))


def test_figures_and_polite_words_are_no_evidence():
    assert pairs("您好，请帮忙协调 2026 年 380V 电压") == ["电压"]
