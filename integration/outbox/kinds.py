"""What is written by e-mail. Apps above declare their kinds when they start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Recipient(NamedTuple):
    """Where an e-mail goes, and in which language it is read."""

    address: str
    language: str


class Letter(NamedTuple):
    """What an e-mail says. Its subject names no person; links lead to everything else.

    `leave` is where a click, or the button of a mail program, ends such e-mails (RFC 8058); only those that were ordered
    have it.
    """

    subject: str
    words: list[str]
    link: str
    link_words: str
    last_words: list[str]
    leave: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of e-mail, about the row with the number `about`.

    `to` is asked when the e-mail is about to leave: to whom it goes then; to nobody (None) if the row is gone, the right
    no longer holds, or there is no need any more. `write` writes it, in the recipient's language.
    """

    code: str
    title: Promise | str
    to: Callable[[int], Recipient | None]
    write: Callable[[int], Letter]


def _to_nobody(_about: int) -> None:
    return None


def _nothing(_about: int) -> Letter:
    raise LookupError


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let such e-mails be written."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    """The kind with this code. What is no longer declared goes to nobody."""
    return _kinds.get(code) or Kind(code, _("Something that is no longer written"), _to_nobody, _nothing)


def link_to(url_name: str, *args: str | int) -> str:
    """The full address of a page, for people who read it elsewhere."""
    return f"{settings.PUBLIC_URL}{reverse(url_name, args=args)}"
