"""Tables of organisation life: each sub-folder declares its own."""

from __future__ import annotations

from .appraisal.models import Appraisal, AppraisalFollowUp, AppraisalGrade
from .life.models import Criticism, LifeMeeting, LifeSeat, Preparation
from .meetings.models import Decision, Meeting, PartyGroup, Reminder, Seat
from .rectify.models import LookBack, RectifyItem
from .training.models import Training, TrainingOrg

__all__ = [
    "Appraisal",
    "AppraisalFollowUp",
    "AppraisalGrade",
    "Criticism",
    "Decision",
    "LifeMeeting",
    "LifeSeat",
    "LookBack",
    "Meeting",
    "PartyGroup",
    "Preparation",
    "RectifyItem",
    "Reminder",
    "Seat",
    "Training",
    "TrainingOrg",
]
