"""How long the workplace's pages take, with the people of `bench.crowd`: what the issue of the workplace promises."""

import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

RUNS = 5
WORD, CHOICES = "ahmad", 3
# Keys of rows, which differ from size to size.
_KEYS = re.compile(r"(?<=programme=)\d+|(?<=cohort=)\d+|(?<=place=)\d+|(?<=/)\d+(?=/)")


def measure(only: str = "") -> dict[str, dict[str, Any]]:
    """Milliseconds, queries and milliseconds in the database, by reader and page, its keys left out.

    The readers are a manager of the whole group, one of a small site, and a sponsor.
    """
    from django.conf import settings
    from django.test import Client

    from bench import portal
    from bench.crowd import GROUP_MANAGER, SITE_MANAGER, SPONSOR
    from integration.accounts.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    found: dict[str, dict[str, Any]] = {}
    for email in (GROUP_MANAGER, SITE_MANAGER):
        client = Client(raise_request_exception=True, HTTP_ACCEPT_LANGUAGE="de")
        user = User.objects.get(email=email)
        client.force_login(user)
        for address in addresses(user):
            if only in address:
                found[f"{email.partition('@')[0]} {_KEYS.sub('#', address)}"] = _timed(client, address)
    sponsor = User.objects.get(email=SPONSOR)
    client.force_login(sponsor)
    for address in portal.addresses(sponsor):
        if only in address:
            found[f"sponsor {_KEYS.sub('#', address)}"] = _timed(client, address)
    return found


def addresses(user: Any) -> Iterator[str]:
    """The pages that people open all day, for somebody who sees people."""
    from bench.lists import questions
    from integration.admin.site import workplace
    from programmes.pathways.models import Cohort, Enrolment, Programme

    one = Enrolment.objects.visible_to(user).order_by("pk")[:1].get()
    programme = Programme.objects.visible_to(user).order_by("pk").filter(cohorts=one.cohort_id)[:1].get()
    cohort = Cohort.objects.get(pk=one.cohort_id)
    yield "/admin/"
    for words in (
        "ahmad",
        "Ahmed",
        "haddad ahmad",
        "Олександр",
        "PE-0000001",
        "PE-",
        "sal",
        "ha",
        "niemandweiß",
        "0151123",
    ):
        yield f"/admin/search/?q={words}"
    for model in list(workplace._registry):  # noqa: SLF001  (Django has no other way to ask)
        if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
            address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            yield address
            yield from (address + each for each in questions(model, user, word=WORD, choices=CHOICES))
    people = "/admin/pathways/enrolment/"
    for question in (
        "status=all", "status=paused", "status=in_phase", "status=between_phases", "status=ended", "planned_end=past",
        "planned_end=30", "phase=training", "without=sponsor", "without=phase", "without=permit", "without=guarantee",
        "permit=0-30", "permit=expired", "level=b2", "level=unknown", "entered=new", "sponsor=none", "sponsor=any",
        f"programme={programme.pk}", f"cohort={cohort.pk}", f"programme={programme.pk}&status=in_phase&without=sponsor",
        f"place={one.organisation_id}", "q=ahmad", "q=EN-00000",
    ):  # fmt: skip
        yield f"{people}?{question}"
    yield "/admin/participants/participant/?enrolled=no"
    yield "/admin/participants/participant/?q=ahmad"
    yield f"/admin/participants/participant/{one.participant_id}/change/"
    yield f"{people}{one.pk}/change/"
    yield f"{people}{one.pk}/history/"
    yield f"{people}export/?programme={programme.pk}"
    yield f"{people}views/?status=paused"
    yield "/reports/"


@contextmanager
def _counted() -> Iterator[list[float]]:
    from django.db import connection

    seconds: list[float] = []

    def note(execute: Any, *args: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(*args)
        finally:
            seconds.append(time.perf_counter() - begun)

    with connection.execute_wrapper(note):
        yield seconds


def _timed(client: Any, address: str) -> dict[str, Any]:
    client.get(address)
    whole, database, queries = [], [], 0
    for _ in range(RUNS):
        with _counted() as seconds:
            begun = time.perf_counter()
            answer = client.get(address)
            whole.append((time.perf_counter() - begun) * 1000)
        database.append(sum(seconds) * 1000)
        queries = len(seconds)
    return {
        "status": answer.status_code,
        "ms": statistics.median(whole),
        "database_ms": statistics.median(database),
        "queries": queries,
    }
