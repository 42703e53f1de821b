"""What a job is about: ids and codes, in few words."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_TEXT = 100
MOST_ENTRIES = 20_000
LARGEST_NUMBER = 2**63 - 1


def check_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """The same as a dictionary, if a database and a queue can hold it. Raises `ValidationError`."""
    if not all(isinstance(name, str) and _is_plain(name) and _is_param(value) for name, value in params.items()):
        raise ValidationError(_("This cannot be done in the background: what it is about is not in order."), "params")
    return dict(params)


def _is_param(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) <= MOST_ENTRIES and all(_is_plain(each) for each in value)
    return _is_plain(value)


def _is_plain(value: Any) -> bool:
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return abs(value) <= LARGEST_NUMBER
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and value.isprintable()
