"""What the training managers' day rests on: the list of what falls due, and the first page."""

import time
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from statistics import median
from typing import Any

from django.test import Client

PEOPLE_ASKED = 50
PAGES_ASKED = 7


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def deadlines(day: date) -> dict[str, Any]:
    """Everything computed from nothing and again, one person after a change, and the first page of the whole group."""
    from bench import rare
    from integration.deadlines.models import Deadline
    from integration.deadlines.services import refresh
    from programmes.pathways.models import Enrolment

    rare.add(day)
    Deadline.objects.all().delete()
    first = seconds(lambda: refresh(today=day))
    again = seconds(lambda: refresh(today=day))
    going = Enrolment.objects.filter(ended_on=None).order_by("pk").values_list("pk", flat=True)[:PEOPLE_ASKED]
    ones = [seconds(lambda one=one: refresh(enrolments=[one], today=day)) for one in going]
    return {
        "rows": Deadline.objects.count(),
        "lacking": rare.lacking(),
        "first": first,
        "again": again,
        "one_ms": median(ones) * 1000,
        "home_ms": _first_page(),
    }


def _first_page() -> float:
    from integration.accounts.models import User
    from integration.accounts.roles import Role
    from integration.organisations.models import Membership, Organisation

    manager = User.objects.create_user(email="bench@example.org", password=None)
    for root in Organisation.objects.filter(parent=None).order_by("pk"):
        Membership.objects.create(user=manager, organisation=root, role=Role.TRAINING_MANAGER)
    client = Client(headers={"host": "localhost"})
    client.force_login(manager)
    if client.get("/admin/").status_code != HTTPStatus.OK:
        raise SystemExit("The first page cannot be measured: it does not answer.")  # noqa: TRY003, EM101
    return median(seconds(lambda: client.get("/admin/")) for _ in range(PAGES_ASKED)) * 1000
