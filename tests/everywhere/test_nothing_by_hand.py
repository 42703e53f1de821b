"""Every address there is, written by hand with the keys of others: it answers like one that does not exist."""

import re
from itertools import product

import pytest
from django.db import transaction
from django.urls import reverse

from integration.accounts.roles import Role
from tests.integration.admin.addresses import WORDS, named_patterns
from tests.integration.admin.trees import EVERYBODYS, grow

pytestmark = pytest.mark.django_db

NOBODY = 999_999_999


def addresses_of_rows():
    """The addresses about rows of a tree: name, what stands in them beside keys, and what the keys are called."""
    for name, pattern in named_patterns():
        if any(of_table(model, name) for model in EVERYBODYS):
            continue
        parts = set(pattern.pattern.regex.groupindex)
        if keys := sorted(parts - set(WORDS)):
            yield name, {part: WORDS[part] for part in parts - set(keys)}, keys


def of_table(model, name):
    return f":{model._meta.label_lower.replace('.', '_')}_" in name or name.endswith(f":{model._meta.model_name}")


def table_of(tree, client, name, words, keys):
    """The table that an address is about: by its name, or because a key of it fits."""
    tables = [model for model in tree.rows if of_table(model, name)]
    for model in tables or tree.rows:
        address = reverse(name, kwargs=words | dict.fromkeys(keys, tree.rows[model].pk))
        if tables or client.get(address).status_code != 404:
            return model
    return next(iter(tree.rows))


def answer_of(client, method, name, parts):
    """All that is told, without what is new with every answer; whatever is done is undone."""
    with transaction.atomic():
        answer = getattr(client, method)(reverse(name, kwargs=parts))
        transaction.set_rollback(True)
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    for key in parts.values():
        text = re.sub(rf"/{key}(?=[/.])", "/", text)
    return answer.status_code, answer.get("Location"), text


@pytest.mark.parametrize("role", list(Role))
def test_keys_of_others_answer_like_keys_of_nothing(role):
    """Also beside an own one, where an address has several."""
    ours, theirs = grow("KIEBITZ"), grow("ROHRDOMMEL")
    client = ours.signed_in(role)
    told = []

    for name, words, keys in addresses_of_rows():
        table = table_of(ours, client, name, words, keys)
        own, foreign = (dict.fromkeys(keys, tree.rows[table].pk) for tree in (ours, theirs))
        nothing = dict.fromkeys(keys, NOBODY)
        for method, others in product(("get", "post"), [keys, *([key] for key in keys if len(keys) > 1)]):
            asked, empty = (words | own | {key: found[key] for key in others} for found in (foreign, nothing))
            if answer_of(client, method, name, asked) != answer_of(client, method, name, empty):
                told.append((method, name, others))

    assert told == []
