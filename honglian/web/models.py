"""What a person keeps for their own convenience."""

from __future__ import annotations

from django.db import models


class SavedView(models.Model):
    """A named address of a list: filters, order and columns (``query`` without the “?”)."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    list_key = models.CharField(max_length=32)
    name = models.CharField("名称", max_length=32)
    query = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "list_key", "name"], name="saved_view_once")
        ]
