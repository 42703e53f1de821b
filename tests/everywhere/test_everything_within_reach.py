"""Whatever somebody can reach by links and forms: it answers, in German, tells nothing of others, and bears any input."""

import re

import polib
import pytest
from django.db import transaction

from integration.accounts.roles import Role
from integration.translations import CATALOGUE
from programmes.participants.models import Participant
from tests.everywhere.walking import forms_of, walk
from tests.integration.admin.trees import grow

pytestmark = pytest.mark.django_db

OURS, THEIRS = "KIEBITZ", "ROHRDOMMEL"
NASTY = {
    "nothing": "",
    "null": "a\0b",
    "half of a pair": "\ud800",
    "turned around": "\u202eabc",
    "endless": "x" * 10_000,
    "too large": "1e400",
    "far away": "99999-12-31",
    "long ago": "0000-00-00",
    "huge": "9" * 40,
    "negative": "-1",
    "formula": "=1+1",
    "script": "<script>alert(1)</script>",
    "quotes": "'\"`;--",
    "scripts of the world": "أحمد Олександр ሰላም 名前 🚀",
}


@pytest.fixture
def ours():
    tree = grow(OURS)
    grow(THEIRS)
    return tree


def pages_of(tree, role):
    return list(walk(tree.signed_in(role)))


HEARTS = {
    Role.ADMINISTRATOR: "/admin/accounts/user/",
    Role.TRAINING_MANAGER: "/admin/participants/participant/{person}/change/",
    Role.SPONSOR: "/portal/",
    Role.MANAGEMENT: "/reports/",
    Role.DATA_PROTECTION: "/admin/access/",
}
"""Where each walk has to come by: one that stays at the door would find nothing wrong."""


def english_texts():
    """What stands in the source and reads otherwise in German; short words may well be the same by chance."""
    for entry in polib.pofile(str(CATALOGUE)):
        plain = entry.msgid.strip()
        if " " in plain and "%(" not in plain and plain != (entry.msgstr or entry.msgstr_plural.get(0)):
            yield plain


@pytest.mark.parametrize("role", list(Role))
def test_every_link_leads_to_a_german_page_that_tells_nothing_of_others(ours, role):
    english = set(english_texts())
    pages = pages_of(ours, role)
    broken, told, left = {}, [], {}
    for page in pages:
        if page.response.status_code not in {200, 302}:
            broken[page.address] = page.response.status_code
        if not page.response.streaming and THEIRS.lower().encode() in page.response.content.lower():
            told.append(page.address)
        found = english.intersection(page.reader.texts if page.reader else [])
        if found:
            left[page.address] = found

    assert (broken, told, left) == ({}, [], {})
    assert HEARTS[role].format(person=ours.rows[Participant].pk) in {page.address for page in pages}


def asked_for(pages):
    """Every page with the names that its links and forms ask by."""
    found = {}
    for page in pages:
        where, _, query = page.address.partition("?")
        names = found.setdefault(re.sub(r"\d+", "#", where), (where, set()))[1]
        names |= {part.partition("=")[0] for part in query.split("&") if part}
        for form in page.reader.forms if page.reader else []:
            if form.method == "get" and form.action.partition("?")[0] == where:
                names |= set(form.values)
    return [(where, name) for where, names in found.values() for name in sorted(names | {"unheard_of"})]


@pytest.mark.services
@pytest.mark.parametrize("role", [Role.TRAINING_MANAGER, Role.MANAGEMENT, Role.SPONSOR, Role.ADMINISTRATOR])
def test_no_address_is_too_strange(ours, role):
    client = ours.signed_in(role)
    questions = asked_for(pages_of(ours, role))

    failed = {
        (where, name, kind): answer.status_code
        for where, name in questions
        for kind, value in NASTY.items()
        if (answer := client.get(where, {name: value.encode("utf-8", "surrogatepass")})).status_code >= 500
    }

    assert failed == {}


@pytest.mark.services
@pytest.mark.parametrize("role", [Role.TRAINING_MANAGER, Role.SPONSOR, Role.ADMINISTRATOR])
def test_no_input_is_too_strange(ours, role):
    client = ours.signed_in(role)
    failed = []
    for form in forms_of(pages_of(ours, role)):
        for kind, value in NASTY.items():
            if form.method == "post" and form.typed and not bears(client, form, dict.fromkeys(form.typed, value)):
                failed.append((form.action, kind))

    assert failed == []


@pytest.mark.services
@pytest.mark.parametrize("role", [Role.TRAINING_MANAGER, Role.SPONSOR, Role.ADMINISTRATOR])
def test_no_choice_is_too_strange(ours, role):
    """Hidden fields and lists, too, can be sent with anything by whoever wants to."""
    client = ours.signed_in(role)
    failed = []
    for form in forms_of(pages_of(ours, role)):
        chosen = [name for name in form.values if name not in {*form.typed, "csrfmiddlewaretoken"}]
        if form.method == "post" and chosen:
            failed += [
                (form.action, value)
                for value in ("a\0b", "9" * 40, "-1", "abc", "\ud800")
                if not bears(client, form, dict.fromkeys(chosen, value))
            ]

    assert failed == []


def bears(client, form, changes):
    """Whether the product answers the form with anything but a failure; whatever it does is undone."""
    with transaction.atomic():
        data = {name: _sent(value) for name, value in (form.values | changes).items()}
        answer = client.post(form.action, data)
        transaction.set_rollback(True)
    return answer.status_code < 500


def _sent(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")
