"""The pairs of a plan as a list."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.urls import reverse

from honglian.ui.lists import BoolFilter, BulkAction, ChoiceFilter, Column, Listing

from ..listing import chain_choices
from ..models import AssignmentPair
from .actions import MOVES
from .weights import reasons


def _moves(rows, wanted):
    return rows.filter(MOVES) if wanted else rows.filter(instructor=F("present"))


def _what(rows, kind):
    match kind:
        case "moved":
            return rows.filter(MOVES, present__isnull=False)
        case "fresh":
            return rows.filter(MOVES, present__isnull=True)
        case "kept":
            return rows.filter(instructor=F("present"))
    return rows.filter(instructor__isnull=True)


def _by_hand(rows, wanted):
    return rows.filter(hand_price__isnull=not wanted)


def kind_of(pair: AssignmentPair) -> str:
    if pair.instructor_id is None:
        return "没有分到"
    if pair.present_id is None:
        return "新派"
    return "换人" if pair.is_move else "不换"


def reasons_of(pair: AssignmentPair) -> list[str]:
    """Why this pair, from the facts of its plan; or why nobody."""
    if pair.instructor_id is None:
        return [pair.why]
    facts = pair.plan.facts
    firm = facts["firms"][str(pair.enterprise_id)]
    guide = facts["guides"][str(pair.instructor_id)]
    found = reasons(pair.points, firm, guide, stays=not pair.is_move)
    if pair.hand_price is not None:
        price = pair.hand_price
        more = f"全方案多扣 {price} 分" if price >= 0 else f"全方案少扣 {-price} 分"
        found.append(f"手工改，{more}{f'（{pair.hand_why}）' if pair.hand_why else ''}")
    elif pair.instead:
        more = f"要多扣 {pair.dearer} 分" if pair.dearer else "扣分一样"
        found.append(f"换成{pair.instead.name}{more}")
    return found


class PairListing(Listing):
    key = "assignment"
    noun = "分配建议"
    unit = "家"
    search = ("enterprise__name", "instructor__name", "present__name")
    search_hint = "企业或指导员"
    export_permission = "pledges.export"
    empty_why = "没有符合条件的企业。"
    columns = (
        Column(
            "enterprise",
            "企业",
            value="enterprise.name",
            link=lambda p: reverse("enterprises:detail", args=[p.enterprise_id]),
            on_card="title",
        ),
        Column("chain", "产业链", value="enterprise.chain.short_name"),
        Column("present", "现任", value="present.name"),
        Column("instructor", "方案", value=lambda p: p.instructor.name if p.instructor else "没有分到"),
        Column("kind", "变化", value=kind_of),
        Column(
            "why", "理由", template="enterprises/_pair_why.html",
            value=lambda p: "；".join(reasons_of(p)),
        ),
        Column("decision", "意见", value=lambda p: p.get_decision_display() if p.is_move else "—"),
        Column("change", "手工", template="enterprises/_pair_change.html", value=lambda p: p.hand_price,
            export=False),
    )  # fmt: skip
    filters = (
        ChoiceFilter(
            key="what", label="变化", lookup=_what,
            choices=(("moved", "换人"), ("fresh", "新派"), ("kept", "不换"), ("left", "没有分到")),
        ),
        BoolFilter(key="moves", label="要动的", lookup=_moves, yes="要动", no="不动", primary=False),
        ChoiceFilter(key="decision", label="意见", choices=AssignmentPair.Decision.choices),
        BoolFilter(key="hand", label="手工改过", lookup=_by_hand, yes="改过", no="没有改"),
        ChoiceFilter(
            key="chain", label="产业链", lookup="enterprise__chain_id", choices=chain_choices
        ),
    )  # fmt: skip
    orderings = (("pk", "企业登记次序"), ("instructor__name", "方案指导员"))

    @property
    def bulk_actions(self) -> list[Any]:
        plan = self.source_plan
        if plan is None or plan.state != "ready" or not self.actor.can("pledges.edit"):
            return []
        yes = reverse("enterprises:assignment_decide", args=[plan.pk, "accept"])
        no = reverse("enterprises:assignment_decide", args=[plan.pk, "decline"])
        return [
            BulkAction("采纳勾选的", yes, "pledges.edit", "checks"),
            BulkAction("不采纳勾选的", no, "pledges.edit", "x"),
        ]

    source_plan = None
