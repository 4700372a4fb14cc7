"""In which branch a member was, and with what standing, from when until when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

FACTS = ("branch_id", "standing")


class MembershipPeriod(models.Model):
    """One member's branch and standing for a span of days, the first included, the last not.

    The member's own row is how things stand today. An open start is “since before it was
    entered here”; then the day of joining decides. 正式 or 预备 on a day follows from the
    member's own dates and needs no period.
    """

    member = models.ForeignKey("members.PartyMember", models.CASCADE, related_name="periods")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    standing = models.CharField("党籍状态", max_length=16)
    starts_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("止", null=True, blank=True)

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织关系沿革"
        ordering = ["member_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], name="membership_one_open", condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="membership_in_order",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["branch", "ends_on"])]

    def __str__(self) -> str:
        return f"{self.member_id}@{self.branch_id}"

    @property
    def facts(self) -> tuple[int, str]:
        return self.branch_id, self.standing
