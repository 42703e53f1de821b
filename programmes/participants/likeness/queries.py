"""Pairs of records worth comparing, found by indexes: never everybody with everybody."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from integration.journal.services import is_one_of, list_of

CROWD = 12
"""An address or a number that more people share is a home's or an office's, and says nothing about one of them."""

_SHARED = "(SELECT COUNT(*) FROM participants_participant c WHERE {same}) <= {crowd}"

ROUTES = {
    "name": "b.alike_name = a.alike_name AND a.alike_name <> '' AND {birth}",
    "script": "b.alike_script = a.alike_script AND a.alike_script <> '' AND b.alike_script <> '' AND {birth}",
    "script of the first": "b.alike_name = a.alike_script AND a.alike_script <> '' AND {birth}",
    "script of the second": "b.alike_script = a.alike_name AND b.alike_script <> '' AND {birth}",
    "e-mail": "LOWER(b.email) = LOWER(a.email) AND a.email <> '' AND b.email <> '' AND {year} AND {few_mails}",
    "telephone": (
        "b.alike_phone = a.alike_phone AND a.alike_phone <> '' AND b.alike_phone <> '' AND {year} AND {few_phones}"
    ),
}
"""Ways on which a pair is found; the reasons are weighed afterwards."""

_PAIRS = """
SELECT a.id, b.id
FROM participants_participant a JOIN participants_participant b ON {route}
WHERE a.merged_into_id IS NULL AND b.merged_into_id IS NULL AND {which}
"""


def candidates(ids: Sequence[int] | None = None) -> set[tuple[int, int]]:
    """The pairs, each once, the older record first: of everybody, or those in which one of `ids` is."""
    found: set[tuple[int, int]] = set()
    with connection.cursor() as cursor:
        for route in ROUTES.values():
            found.update(_pairs(cursor, route, ids))
    return found


def _pairs(cursor: Any, route: str, ids: Sequence[int] | None) -> Iterator[tuple[int, int]]:
    # The ways from script to name lead in one direction only: looking at everybody, both are gone.
    which = "a.id <> b.id" if ids is None else f"a.id <> b.id AND a.id {is_one_of()}"
    condition = route.format(
        year=_year_agrees(),
        birth=_birth_agrees(),
        few_mails=_SHARED.format(same="LOWER(c.email) = LOWER(a.email) AND c.email <> ''", crowd=CROWD),
        few_phones=_SHARED.format(same="c.alike_phone = a.alike_phone AND c.alike_phone <> ''", crowd=CROWD),
    )
    cursor.execute(_PAIRS.format(route=condition, which=which), [] if ids is None else [list_of(ids)])
    for one, other in cursor:
        yield min(one, other), max(one, other)


def _part(of: str, person: str) -> str:
    return connection.ops.date_extract_sql(of, f"{person}.birth_date", ())[0].replace("%s", f"'{of}'")


def _year_agrees() -> str:
    return f"(a.birth_date IS NULL OR b.birth_date IS NULL OR {_part('year', 'a')} = {_part('year', 'b')})"


def _birth_agrees() -> str:
    """The same year, and where both days are known, not two quite different ones (as `reasons` weighs them)."""
    day, month = (tuple(_part(of, person) for person in "ab") for of in ("day", "month"))
    nearly = f"{day[0]} = {day[1]} OR {month[0]} = {month[1]} OR ({day[0]} = {month[1]} AND {month[0]} = {day[1]})"
    vague = " OR ".join(
        f"{person}.birth_date_precision IN ('month', 'year') OR ({_part('month', person)} = 1 AND {_part('day', person)} = 1)"
        for person in "ab"
    )
    return f"{_year_agrees()} AND (a.birth_date IS NULL OR b.birth_date IS NULL OR {vague} OR {nearly})"
