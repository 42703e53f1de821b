"""Names as people are sorted and found by: without case, accents, apostrophes and double spaces."""

import unicodedata

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h"}
)
_DROPPED = frozenset("'’‘ʼʿʾ`´-.,")


def search_form(*names: str) -> str:
    """The names joined, in the form they are compared in: `search_form("Al-Ḥāǧǧ", "ʿAlī")` is `"alhagg ali"`."""
    folded = unicodedata.normalize("NFKD", " ".join(names).casefold()).translate(_LETTERS)
    kept = (sign for sign in folded if not unicodedata.combining(sign) and sign not in _DROPPED)
    return " ".join("".join(kept).split())
