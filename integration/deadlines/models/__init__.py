"""What falls due, and where people keep it in calendars of their own."""

from integration.deadlines.models.calendars import CalendarAddress
from integration.deadlines.models.deadlines import Deadline

__all__ = ["CalendarAddress", "Deadline"]
