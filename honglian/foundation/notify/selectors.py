"""Reads of messages and channels."""

from __future__ import annotations

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from honglian.foundation.orgs.models import Department
from honglian.kit.actor import Actor

from .models import Channel, InboxMessage, Preference


def inbox(actor: Actor) -> QuerySet[InboxMessage]:
    """A person's own messages, whatever the current role, with ``is_unread``."""
    unread = ExpressionWrapper(Q(read_at=None), output_field=BooleanField())
    return InboxMessage.objects.filter(user_id=actor.user_id).annotate(is_unread=unread)


def wants_mail(actor: Actor) -> bool:
    return not Preference.objects.filter(user_id=actor.user_id, mail=False).exists()


def channels(actor: Actor) -> QuerySet[Channel]:
    return Channel.objects.visible_to(actor).select_related("department")


def departments(actor: Actor) -> QuerySet[Department]:
    return Department.objects.visible_to(actor).filter(is_active=True)
