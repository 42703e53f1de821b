"""Whatever somebody can reach by links and forms: it answers in their language, tells nothing of others, bears any input."""

import re
from functools import cache

import polib
import pytest
from django.conf import settings
from django.db import transaction

from integration.accounts.roles import Role
from integration.translations import CATALOGUE
from programmes.participants.models import Participant
from tests.everywhere.walking import VARIANTS, forms_of, walk
from tests.integration.admin.trees import grow

pytestmark = pytest.mark.django_db

INLINE = re.compile(r"""<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:""", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
THEIR_OWN_NAMES = {"deutsch", "english"}
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


def pages_of(tree, role, language="de"):
    """In the second language, one variant of a page tells all that is told by words."""
    client = tree.signed_in(role)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return list(walk(client, most=VARIANTS if language == "de" else 1))


HEARTS = {
    Role.ADMINISTRATOR: "/admin/accounts/user/",
    Role.TRAINING_MANAGER: "/admin/participants/participant/{person}/change/",
    Role.SPONSOR: "/portal/",
    Role.MANAGEMENT: "/reports/",
    Role.DATA_PROTECTION: "/admin/access/",
}
"""Where each walk has to come by: one that stays at the door would find nothing wrong."""


@cache
def only_in(language):
    """What is said in this language alone: whole texts, and a pattern for those in which something is filled in."""
    said = {"de": set(), "en": set()}
    for entry in polib.pofile(str(CATALOGUE)):
        said["en"] |= {plain(entry.msgid), plain(entry.msgid_plural)}
        said["de"] |= {plain(text) for text in (entry.msgstr, *entry.msgstr_plural.values())}
    texts = said[language] - said["de" if language == "en" else "en"] - THEIR_OWN_NAMES
    filled = [PLACEHOLDER.split(text) for text in texts if PLACEHOLDER.search(text)]
    telling = [".+".join(map(re.escape, parts)) for parts in filled if len(re.findall("[a-zäöüß]", "".join(parts))) > 3]
    return texts, re.compile("|".join(telling))


@cache
def is_foreign(text, language):
    """Whether a text is one of the other language."""
    texts, pattern = only_in("de" if language == "en" else "en")
    return plain(text) in texts or pattern.fullmatch(plain(text)) is not None


def plain(text):
    return " ".join(text.replace("\u00ad", "").lower().split())


@pytest.mark.once
@pytest.mark.parametrize("role", list(Role))
def test_every_link_leads_to_a_page_in_the_readers_language_without_others_and_without_scripts_of_its_own(ours, role):
    broken, told, left, seen, inline = {}, [], {}, set(), {}
    for language in ("de", "en"):
        for page in pages_of(ours, role, language):
            seen.add(page.address)
            if page.response.status_code not in {200, 302}:
                broken[page.address] = page.response.status_code
            if not page.response.streaming and THEIRS.lower().encode() in page.response.content.lower():
                told.append(page.address)
            texts = page.reader.texts if page.reader else []
            left |= {text: page.address for text in texts if is_foreign(text, language)}
            if page.reader and (found := INLINE.findall(page.response.text)):
                inline[page.address] = found

    assert broken | left | inline == {}
    assert told == []
    assert HEARTS[role].format(person=ours.rows[Participant].pk) in seen


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
