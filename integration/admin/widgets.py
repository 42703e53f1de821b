"""What forms are filled in with."""

from typing import Any

from django.forms import DateInput


class DayInput(DateInput):
    """A day, typed as people write it; a button opens the browser's own calendar where scripts run (days.js)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "day", "autocomplete": "off", "data-day": True, **(attrs or {})})
