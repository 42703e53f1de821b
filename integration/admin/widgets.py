"""What forms are filled in with."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.forms import DateInput

LARGEST_KEY = 2**63 - 1


class DayInput(DateInput):
    """A day, typed as people write it; a button opens the browser's own calendar where scripts run (days.js)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "day", "autocomplete": "off", "data-day": True, **(attrs or {})})


class SuggestedSelect(AutocompleteSelect):
    """A row, found by typing. What was sent and can be no row's key is shown again as nothing chosen."""

    def optgroups(self, name: str, value: list[Any], attr: dict[str, Any] | None = None) -> Any:
        """The library asks the database for whatever was sent."""
        return super().optgroups(name, [each for each in value if _is_key(str(each))], attr)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_KEY)) and int(text) <= LARGEST_KEY
