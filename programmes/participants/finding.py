"""Finding people by what somebody remembers of them: parts of names in any script and spelling, or contact data.

Every question is a condition on the derived columns of `Participant` (`names.py`), each with its own index.
"""

from collections.abc import Callable
from functools import partial

from django.db.models import Q

from programmes.participants.names import Word, digits_of, words_asked

NOBODY = Q(pk__in=[])
SHORT = 3
"""From so many letters on, words are also found in the middle of others."""

MOST_WORDS = 8
LEAST_DIGITS = 5


def beginning(question: str) -> Q:
    """Every word of the question begins a word of the name."""
    return _all(question, _begins)


def containing(question: str, of: str = "") -> Q:
    """Every word of the question is somewhere in the name; short ones at the beginning of a word.

    `of` leads to the row whose name it is.
    """
    return _all(question, partial(_contains, of=of), of)


def sounding(question: str, of: str = "") -> Q:
    """Every word of the question is in the name or sounds like a word of it; `of` leads to the row whose name it is."""
    return _all(question, lambda word: _contains(word, of) | _sounds(word, of), of)


def reachable_at(question: str) -> Q:
    """The question is the beginning of an e-mail address, or part of a telephone number."""
    if "@" in question:
        return Q(found_contacts__contains=f" {question.strip().casefold()}")
    digits = digits_of(question)
    plain = not any(sign.isalpha() for sign in question)
    return Q(found_contacts__contains=digits) if plain and len(digits) >= LEAST_DIGITS else NOBODY


def _all(question: str, condition: Callable[[Word], Q], of: str = "") -> Q:
    words = words_asked(question)[:MOST_WORDS]
    if not words:
        return NOBODY
    found = Q()
    for word in words:
        found &= condition(word)
    if all(len(spelling) == 1 for word in words for spelling in word.spellings):
        # A letter is in half of all names: only those that begin with it, in the order of the lists.
        found &= Q(**{f"{of}search_name__startswith": words[0].spellings[0]})
    return found


def _begins(word: Word) -> Q:
    found = NOBODY
    for spelling in word.spellings:
        found |= Q(found_words__contains=f" {spelling}")
    return found


def _contains(word: Word, of: str = "") -> Q:
    found = NOBODY
    for spelling in word.spellings:
        part = spelling if len(spelling) >= SHORT else f" {spelling}"
        found |= Q(**{f"{of}found_words__contains": part})
    return found


def _sounds(word: Word, of: str = "") -> Q:
    """A whole word that sounds so; with more letters the beginning of one, since people are found while one types."""
    found = NOBODY
    for sound in word.sounds:
        end = "" if len(sound) > SHORT else " "
        found |= Q(**{f"{of}found_sounds__contains": f" {sound}{end}"})
    return found
