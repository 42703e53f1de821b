"""What falls due, who is reminded of it, what was put off, and where people keep it in calendars of their own."""

from integration.deadlines.models.calendars import CalendarAddress
from integration.deadlines.models.deadlines import Deadline
from integration.deadlines.models.reminders import Reminder, ReminderLetter, ReminderWish, Responsibility
from integration.deadlines.models.snoozes import Snooze

__all__ = ["CalendarAddress", "Deadline", "Reminder", "ReminderLetter", "ReminderWish", "Responsibility", "Snooze"]
