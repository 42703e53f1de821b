"""The month of a whole tree: its figures counted at once, stored, and read by page and as PDF from the stored cells."""

import time
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from statistics import median
from typing import Any

from django.test import Client

RUNS = 3
PAGES_ASKED = 7


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def whole_tree(code: str, month: date) -> dict[str, Any]:
    """The figures of the group's own report against those of all its sites, then the month as the schedule runs it."""
    from integration.organisations.enums import OrganisationKind
    from integration.organisations.models import Organisation
    from reports.editions.models import ReportCell, ReportEdition
    from reports.editions.queries import organisations_with_enrolments
    from reports.editions.services import build, ensure_editions

    head = Organisation.objects.get(code=code)
    sites = list(organisations_with_enrolments(month).filter(root=head, kind=OrganisationKind.SITE))
    own = min(seconds(lambda: _count([head], month)) for _ in range(RUNS))
    all_sites = min(seconds(lambda: _count(sites, month)) for _ in range(RUNS))
    waiting = ensure_editions(month)
    run = seconds(lambda: build(waiting[0], "bench"))
    editions = ReportEdition.objects.filter(pk__in=waiting)
    own_report = ReportEdition.objects.filter(organisation=head, month=month, known_at__isnull=False, audience="hr")
    return {
        "sites": len(sites),
        "own": own,
        "all_sites": all_sites,
        "run": run,
        "editions": len(waiting),
        "unfinished": editions.filter(known_at=None).count(),
        "cells": ReportCell.objects.filter(edition__in=waiting).count(),
        **_read(head.pk, own_report.latest("edition").pk, list(editions.filter(organisation__in=sites))),
    }


def _count(organisations: list[Any], month: date) -> None:
    from reports.editions.snapshots import snapshot
    from reports.indicators.report import measure_reports

    with snapshot():
        measured = measure_reports(organisations, month)
    for each in organisations:
        measured.figures(each.pk)


def _read(head: int, edition: int, sites: list[Any]) -> dict[str, float]:
    """Milliseconds of the group's page, the slowest and the sum of all sites' pages, and seconds of the group's PDF."""
    from integration.accounts.models import User
    from integration.accounts.roles import Role
    from integration.organisations.models import Membership

    reader = User.objects.create_user(email="reader@example.org", password=None)
    Membership.objects.create(user=reader, organisation_id=head, role=Role.TRAINING_MANAGER)
    client = Client(headers={"host": "localhost"})
    client.force_login(reader)

    def get(pk: int, form: str = "") -> None:
        if client.get(f"/reports/{pk}/{form}").status_code != HTTPStatus.OK:
            raise SystemExit(f"The report cannot be measured: /reports/{pk}/{form} does not answer.")  # noqa: TRY003, EM102

    get(edition)
    pages = [seconds(lambda each=each: get(each.pk)) for each in sites]
    return {
        "page_ms": median(seconds(lambda: get(edition)) for _ in range(PAGES_ASKED)) * 1000,
        "pages": sum(pages),
        "slowest_page_ms": max(pages, default=0) * 1000,
        "pdf": min(seconds(lambda: get(edition, "pdf/")) for _ in range(RUNS)),
    }
