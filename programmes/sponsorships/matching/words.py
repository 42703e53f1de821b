"""Occupations as people write them, in a form that can be compared."""

import re

from programmes.participants.names import search_form

TELLING = 5
"""Words of an occupation tell something from so many letters on: not "für" or "mit"."""


def telling_words(occupation: str) -> frozenset[str]:
    """The words by which two occupations are alike."""
    words = re.split(r"[\W_]+", search_form(occupation))
    return frozenset(word for word in words if len(word) >= TELLING)
