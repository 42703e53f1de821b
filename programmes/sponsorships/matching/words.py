"""Languages and occupations as people write them, in forms that can be compared."""

import re
from functools import cache

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext, override

from programmes.participants.names import search_form

SEPARATORS = re.compile(r"[,;/|]+")
TELLING = 5
"""Words of an occupation tell something from so many letters on: not "für" or "mit"."""

_FURTHER = {
    "farsi": "fa",
    "kurdisch": "ku",
    "kurdish": "ku",
    "pashto": "ps",
    "paschtu": "ps",
    "somali": "so",
    "tigrinya": "ti",
    "tigrinisch": "ti",
    "wolof": "wo",
}
"""Languages that Django has no texts in."""


def languages_in(text: str) -> frozenset[str]:
    """The languages in a text such as "Arabisch, English"; each the same whether by code, in English, German or itself."""
    named = (search_form(word) for word in SEPARATORS.split(text))
    return frozenset(_known().get(name, name) for name in named if name)


@cache
def _known() -> dict[str, str]:
    """Code of a language by its names."""
    known = dict(_FURTHER)
    with override("de"):
        for code, info in LANG_INFO.items():
            if "name" in info and "-" not in code:
                for name in (code, info["name"], info["name_local"], gettext(info["name"])):
                    known[search_form(name)] = code
    return known


def telling_words(occupation: str) -> frozenset[str]:
    """The words by which two occupations are alike."""
    words = re.split(r"[\W_]+", search_form(occupation))
    return frozenset(word for word in words if len(word) >= TELLING)
