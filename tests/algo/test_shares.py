"""Fair comparison: known intervals, the small happy department, and what chance alone does."""

import random
from math import comb, isclose

import pytest

from honglian.algo.shares import Group, Standing, compare, fair_order, prior_weight, wilson


def test_intervals_of_the_literature():
    # Newcombe (1998), the score method, 95 %.
    low, high = wilson(0, 20, 1.959964)
    assert (round(low, 3), round(high, 3)) == (0.0, 0.161)
    low, high = wilson(81, 263, 1.959964)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_nothing_to_divide_by_is_refused():
    with pytest.raises(ValueError, match="nothing"):
        wilson(0, 0)


@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
@pytest.mark.parametrize("whole", [5, 20, 50])
def test_the_interval_holds_the_true_share_almost_always(share, whole):
    """Exact sum over the binomial distribution; the interval promises 99 %."""
    inside = sum(
        comb(whole, part) * share**part * (1 - share) ** (whole - part)
        for part in range(whole + 1)
        if wilson(part, whole)[0] <= share <= wilson(part, whole)[1]
    )
    assert inside > 0.97


@pytest.mark.parametrize("others", [(), (("丙", 300, 300),), (("丙", 10, 300), ("丁", 290, 300))])
def test_one_happy_case_never_comes_before_fifty_at_96_percent(others):
    groups = [Group("一件", 1, 1), Group("五十件", 48, 50), *(Group(*other) for other in others)]
    ranked = [c.group.key for c in fair_order(compare(groups, least=1))]
    assert ranked.index("五十件") < ranked.index("一件")


def test_a_small_group_is_drawn_to_the_common_share_further_than_a_large_one():
    one, large = compare([Group("小", 1, 1), Group("大", 80, 100)], least=1)
    assert large.estimate < one.estimate < 1
    assert isclose(large.estimate, 0.8, abs_tol=0.01)


def test_groups_that_differ_by_chance_alone_seldom_stand_out():
    seeded = random.Random(7)
    out = 0
    for _ in range(200):
        groups = [
            Group(str(i), sum(seeded.random() < 0.9 for _ in range(30)), 30) for i in range(28)
        ]
        out += sum(c.standing in (Standing.ABOVE, Standing.BELOW) for c in compare(groups, least=5))
    assert out / (200 * 28) < 0.03


def test_a_group_that_is_really_worse_stands_out():
    groups = [Group(str(i), 90, 100) for i in range(10)] + [Group("差", 60, 100)]
    assert compare(groups, least=5)[-1].standing is Standing.BELOW


def test_few_cases_and_none_are_not_compared():
    few, none = compare([Group("少", 0, 3), Group("无", 0, 0)], least=5)
    assert few.standing is Standing.FEW
    assert few.share == 0
    assert none.share is None


def test_a_prior_is_weak_where_groups_differ_and_strong_where_they_do_not():
    apart = prior_weight([Group("甲", 95, 100), Group("乙", 20, 100)])
    alike = prior_weight([Group("甲", 90, 100), Group("乙", 90, 100)])
    assert apart < 5 < alike


def test_a_share_above_one_is_refused():
    with pytest.raises(ValueError, match="not a share"):
        Group("甲", 3, 2)
