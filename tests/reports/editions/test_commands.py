"""`queue_reports` says in one sentence what it did or why not."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reports.editions import building, foreground, services
from reports.editions.enums import EditionState
from reports.editions.models import ReportEdition
from reports.editions.services import build
from reports.indicators.figures import Figure
from reports.indicators.identity import IdentityViolated
from tests.factories import enrolment, organisation, report_edition
from tests.reports.editions.counting import make_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("october_still_open")]


def queue(*arguments):
    output = StringIO()
    call_command("queue_reports", *arguments, stdout=output, stderr=output)
    return output.getvalue().splitlines()


def a_worker(_seconds):
    """Somebody builds everything that waits, while others sleep."""
    for pk in list(ReportEdition.objects.order_by("pk").values_list("pk", flat=True)):
        build(pk, "worker")


def test_a_month_is_queued_for_every_organisation_with_enrolments():
    organisation()
    enrolment()
    enrolment()

    said = queue("--month", "2024-10")

    assert (said, ReportEdition.objects.count()) == (["2 Berichte sind eingereiht."], 2)


def test_one_organisation_can_be_queued_even_without_enrolments():
    empty = organisation(code="AOK-NW")

    queue("--month", "2024-10", "--organisation", "AOK-NW")

    assert ReportEdition.objects.get().organisation == empty


def test_waiting_ends_when_the_workers_are_done(monkeypatch):
    enrolment()
    monkeypatch.setattr(foreground, "sleep", a_worker)

    said = queue("--month", "2024-10", "--wait")

    assert said[-1] == "Alle sind fertig."


def test_waiting_tells_what_failed(monkeypatch):
    at = organisation(code="AOK")

    def violated(*_args, **_kwargs):
        message = "total"
        raise IdentityViolated(message)

    make_up(monkeypatch, violated)
    monkeypatch.setattr(foreground, "sleep", a_worker)

    with pytest.raises(CommandError):
        queue("--month", "2024-10", "--organisation", at.code, "--wait")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--month", "2024-13"),
        ("--month", "October"),
        ("--month", "0000-01"),
        ("--month", "٢٠٢٤-١٠"),
        ("--month", "2024-10", "--organisation", "NOBODY"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_queued(arguments):
    enrolment()

    with pytest.raises(CommandError) as refused:
        queue(*arguments)

    assert (str(refused.value).count("\n"), ReportEdition.objects.count()) == (0, 0)


# --- In the foreground ---


def test_building_here_waits_for_a_worker_that_is_at_it_and_then_builds_anew(monkeypatch):
    edition = report_edition()
    lease = services.claim(ReportEdition, edition.pk, "worker")

    def worker_ends(_seconds):
        begun = ReportEdition.objects.get().history.first().history_date
        building.store(lease, building.Computed(begun, final=False, figures={edition.month: []}))

    monkeypatch.setattr(foreground, "sleep", worker_ends)
    make_up(monkeypatch, lambda *_: [Figure("x", 1, "total", {}, value=1)])

    built = foreground.build_here(edition.organisation, edition.month)

    assert (built.state, built.cells.count()) == (EditionState.READY, 1)
