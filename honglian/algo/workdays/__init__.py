"""Working time on the Chinese calendar: holidays, make-up workdays, deadlines and pausable clocks.

Nothing here reads today's date or a table; the caller passes the sets of days and `now`.
All instants must carry a time zone; answers are in Asia/Shanghai.
"""

from .calendar import DEFAULT_HOURS, SHANGHAI, WorkCalendar
from .clock import ClockEvent, ClockReading, run_clock
from .duration import Deadline, Duration, deadline, due_at
from .words import chinese_date, chinese_moment, remaining_in_words

__all__ = [
    "DEFAULT_HOURS",
    "SHANGHAI",
    "ClockEvent",
    "ClockReading",
    "Deadline",
    "Duration",
    "WorkCalendar",
    "chinese_date",
    "chinese_moment",
    "deadline",
    "due_at",
    "remaining_in_words",
    "run_clock",
]
