"""Every question that a list can be asked: its search, the choices of its filters, its orders."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.test import RequestFactory


def questions(model: Any, user: Any, *, word: str, choices: int) -> Iterator[str]:
    """Query strings, each asking one thing: of every filter the first choices that narrow the list, every order both ways."""
    from integration.admin.site import workplace

    admin = workplace.get_model_admin(model)
    request = RequestFactory().get("/", headers={"host": "localhost"})
    request.user = user
    page = admin.get_changelist_instance(request)
    if admin.get_search_fields(request):
        yield f"?q={word}"
    for each in page.filter_specs:
        narrowing = (choice["query_string"] for choice in each.choices(page) if not choice["selected"])
        yield from islice((asked for asked in narrowing if asked != "?"), choices)
    for at, column in enumerate(page.list_display):
        if page.get_ordering_field(column):
            yield from (f"?o={at}", f"?o=-{at}")
