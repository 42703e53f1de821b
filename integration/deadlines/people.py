"""Whom deadlines are about, in words, and by what they can be told apart. The app above that knows people says how."""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import Promise

from integration.accounts.models import User


class Face(NamedTuple):
    """What a list shows of an enrolment: the person's name, where they stand, and their page."""

    name: str
    standing: str
    url: str


Faces = Callable[[Collection[int]], dict[int, Face]]
_known: list[Faces] = []


def described_by(faces: Faces) -> None:
    """Let lists ask this app; it asks the database as often for many enrolments as for one."""
    _known.append(faces)


def faces_of(enrolments: Collection[int]) -> dict[int, Face]:
    """The faces of enrolments that the reader may see; the caller has made sure of that."""
    found: dict[int, Face] = {}
    for faces in _known:
        found |= faces(enrolments)
    return found


class Narrowing(NamedTuple):
    """By what a list of deadlines can be narrowed: its choices for a reader, in one query, and the rows of a choice."""

    name: str
    title: Promise | str
    choices: Callable[[User], Iterable[tuple[str, str]]]
    rows: Callable[[str], Q]


_narrowings: list[Narrowing] = []


def narrow_by(narrowing: Narrowing) -> None:
    """Let lists be narrowed by this."""
    _narrowings.append(narrowing)


def narrowings() -> list[Narrowing]:
    """All of them."""
    return _narrowings
