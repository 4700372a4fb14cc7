"""Forms of the ladder and of what rests for a while."""

from __future__ import annotations

from honglian.foundation.zones.api import config_of

from ..forms import CaseForm, _text, _yes_no


class EscalateForm(CaseForm):
    reason = _text("上报理由", hint="卡在哪里、试过什么、希望上一级协调什么。")

    def prepare(self) -> None:
        rules = config_of(self.case.zone_id).cases
        present = rules.rung(self.case.rung) or rules.first_rung()
        above = rules.rung(present.next) if present else None
        if above is not None:
            self.fields[
                "reason"
            ].help_text = (
                f"现在在“{present.name}”，上报到“{above.name}”。写清卡在哪里、希望协调什么。"
            )


class CoordinateForm(CaseForm):
    text = _text("协调结果", hint="谁来办、怎么办、什么时候办好；企业看不到。")


class ReviewForm(CaseForm):
    keep = _yes_no("挂账满期")
    reason = _text("复核意见", hint="限制条件变了没有，下一步怎么办。")

    def prepare(self) -> None:
        self.fields["keep"].choices = [("1", "条件没有变，继续挂账"), ("0", "条件已变，重办")]
