"""The forms of a name by which people are sorted and found.

A name is kept in three forms, derived whenever it is saved or imported:

- `search_form`, by which lists are sorted: the whole name without case, accents, apostrophes and double spaces;
- `found_form`, by which people are found as they are written: every word once in every way in which it is split, joined
  and transcribed ("Al-Müller" is found as "al", "muller", "mueller", "almuller" and "almueller"), in any script;
- `sounds.sound_form`, by which they are found as they sound: "Mohammed", "Muhamad" and "محمد" are one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from programmes.participants.sounds import sounds_of

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h"}
    # The same letters of Arabic names on different keyboards.
    | {"ی": "ي", "ى": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ھ": "ه", "ـ": ""}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_DROPPED = frozenset("'’‘ʼʿʾ`´-.,")
_JOINTS = re.compile(r"[\s\-‐‑–—/,;.]+")

ARTICLES = frozenset({"al", "el", "ul"})
"""Words that are left out of a question that has others: some write "al-Haddad", others "Haddad"."""

_BELONGS_TO_NEXT = ARTICLES | {"abd", "abdul", "abdel", "abdal", "abu", "ben", "bin", "ibn", "de", "da", "van", "von"}


def search_form(*names: str) -> str:
    """The names joined, in the form they are compared in: `search_form("Al-Ḥāǧǧ", "ʿAlī")` is `"alhagg ali"`."""
    folded = unicodedata.normalize("NFKD", " ".join(names).casefold()).translate(_LETTERS)
    kept = (sign for sign in folded if not unicodedata.combining(sign) and sign not in _DROPPED)
    return " ".join("".join(kept).split())


def found_form(*names: str) -> str:
    """Every word of the names in every way it is looked for, with a space before and after each."""
    return _spaced(spelling for word in _words_and_joints(names) for spelling in spellings(word))


def sound_form(*names: str) -> str:
    """How every word of the names sounds, with a space before and after each."""
    return _spaced(sound for word in _words_and_joints(names) for sound in sounds_of(word))


def alike_form(*names: str) -> str:
    """How a name sounds as a whole, whatever the order of its words: alike for two who may be one person."""
    words = [word for name in names for word in _with_particles(_split(name)) if search_form(word) not in ARTICLES]
    return " ".join(sorted((sounds_of(word) or (search_form(word),))[-1] for word in words))


def _with_particles(words: list[str]) -> Iterator[str]:
    """Particles become part of the next word: some write "Abdul Rahman", others "Abdulrahman"."""
    held = ""
    for word in words:
        if search_form(word) in _BELONGS_TO_NEXT - ARTICLES:
            held += word
            continue
        yield held + word
        held = ""
    if held:
        yield held


def contact_form(email: str, phone: str) -> str:
    """E-mail address and telephone number as they are looked for: without case and without what stands between digits."""
    return _spaced([email.casefold(), digits_of(phone)])


def digits_of(phone: str) -> str:
    """A telephone number without the zeros or the country code at its beginning: +49 151 and 0151 are one."""
    return re.sub(r"^(0049|49|0+)", "", "".join(sign for sign in phone if sign.isdecimal()))


def spellings(word: str) -> tuple[str, ...]:
    """A word with its umlauts as one letter and as two."""
    one = search_form(word)
    two = search_form(unicodedata.normalize("NFC", word.casefold()).translate(_UMLAUTS))
    return (one,) if one == two else (one, two)


class Word(NamedTuple):
    """A word that somebody asks for: how it may be written, and how it may sound (nothing if that says too little)."""

    spellings: tuple[str, ...]
    sounds: tuple[str, ...]


def words_asked(question: str) -> list[Word]:
    """The words of a question; all of them must be found. Articles count only by themselves."""
    words = [word for word in _split(question) if search_form(word)]
    telling = [word for word in words if search_form(word) not in ARTICLES]
    return [Word(spellings(word), sounds_of(word)) for word in telling or words]


def _split(name: str) -> list[str]:
    return [word for word in _JOINTS.split(name.strip()) if word]


def _words_and_joints(names: Iterable[str]) -> Iterator[str]:
    """The words, what hyphens join, and particles together with the word they belong to."""
    for name in names:
        words = _split(name)
        yield from words
        for whole in name.split():
            if len(_split(whole)) > 1:
                yield "".join(_split(whole))
        for first, second in pairwise(words):
            if search_form(first) in _BELONGS_TO_NEXT:
                yield first + second


def _spaced(words: Iterable[str]) -> str:
    """Each word once, in the order of the words."""
    once = " ".join(dict.fromkeys(filter(None, words)))
    return f" {once} " if once else ""
