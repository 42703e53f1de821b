"""The demonstration: fills an empty database, fills it the same again, and touches no other."""

import csv
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from integration.accounts.models import User
from integration.organisations.models import Organisation
from integration.periods.months import anniversary
from programmes.exchange.demonstration import loading
from programmes.exchange.tables import TABLES
from programmes.participants.models import Participant
from programmes.pathways.accompanied import Page, shown_on
from programmes.sponsorships.models import Handover
from programmes.sponsorships.portal.queries import mentees_of, visit_of
from reports.editions.models import ReportEdition
from reports.indicators.figures import Status
from reports.indicators.registry import all_indicators
from reports.indicators.report import compute_report
from tests.factories import organisation, participant

TODAY = date(2026, 9, 20)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-09-20T10:00:00+02:00"):
        yield


def snapshot():
    """What people would see of the data: every table's rows without the numbers the database gave them."""
    return {
        name: sorted(
            tuple(str(value) for value in row)
            for row in table.model.objects.values_list(*(column.lookup for column in table.columns))
        )
        for name, table in TABLES.items()
    }


def accounts():
    return sorted(
        User.objects.values_list("email", "memberships__role", "memberships__organisation__code", "sponsor__code")
    )


def in_the_portal():
    """What there is to see for the sponsor who is to acknowledge a handover, of one mentee or another."""
    user = Handover.objects.get(acknowledged_at=None, successor__isnull=False).successor.sponsor.user
    shown = {}
    for mentee in mentees_of(user):
        visit = visit_of(user, mentees_of(user).filter(pk=mentee.pk))
        shown |= {each.section.name: each.facts for each in shown_on(Page.MENTEE, visit)}
    return {name for name, facts in shown.items() if any(facts.values())}


@pytest.mark.django_db(transaction=True)
def test_fills_every_table_the_same_a_second_time_and_forgets_what_was_tried_out():
    loading.load(TODAY)
    first, people = snapshot(), accounts()
    Participant.objects.filter(code="MP0000001").update(given_name="Tried")
    organisation(code="MUSTER-NEU", parent=Organisation.objects.get(code="MUSTER"))

    loading.load(TODAY)

    assert [name for name, rows in first.items() if not rows] == []
    assert snapshot() == first
    assert accounts() == people
    assert not Organisation.objects.filter(kind__in=["company", "site"], state="").exists()
    assert in_the_portal() == {
        "take_over",
        "steps",
        "contacts",
        "dates",
        "language",
        "guarantee",
        "asking",
        "guides",
        "picture",
        "handover",
    }


@pytest.mark.django_db(transaction=True)
def test_every_figure_of_the_group_is_alive():
    loading.load(TODAY)

    figures = compute_report(Organisation.objects.get(code="MUSTER"), anniversary(TODAY, -1))

    shown = {each.indicator for each in figures if each.status == Status.SHOWN and each.value != 0}
    of_reports_before = {"restatements"}
    assert shown == {indicator.id for indicator in all_indicators()} - of_reports_before


@pytest.mark.django_db(transaction=True)
def test_reports_of_the_last_months_are_queued_for_all_who_have_enrolments():
    call_command("demo", verbosity=0)

    queued = ReportEdition.objects.filter(organisation__code="MUSTER").order_by("audience", "month")
    last = timezone.localdate().replace(day=1)
    months = [anniversary(last, -number) for number in (3, 2, 1)]
    assert list(queued.values_list("audience", "month")) == [
        (audience, month) for audience in ("hr", "management") for month in months
    ]


@pytest.mark.django_db
def test_a_database_with_an_organisation_of_its_own_is_refused():
    organisation(code="MUSTER", kind="group")
    organisation(code="REAL", kind="group")

    with pytest.raises(CommandError):
        call_command("demo", yes=True)

    assert set(Organisation.objects.values_list("code", flat=True)) == {"MUSTER", "REAL"}


@pytest.mark.django_db
def test_a_database_with_people_but_without_the_invented_group_is_refused():
    participant(code="REAL-1")

    with pytest.raises(ValidationError):
        loading.check_is_demonstration()

    assert Participant.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["", "no", "y"])
def test_anything_but_yes_changes_nothing(answer, monkeypatch):
    organisation(code="MUSTER", kind="group")
    monkeypatch.setattr("builtins.input", lambda: answer)

    with pytest.raises(CommandError):
        call_command("demo")

    assert Organisation.objects.count() == 1


def test_every_root_that_may_be_wiped_is_one_that_is_loaded(tmp_path):
    """A forgotten root would make a second loading impossible, an invented one would let foreign data be wiped."""
    roots = {row["code"] for path in bundles(tmp_path) for row in organisations(path) if not row["parent"]}

    assert roots == loading._ROOTS


def bundles(folder):
    yield loading.SEED_PROGRAMMES
    call_command("make_bundle", folder / "muster", people=1)
    yield folder / "muster"


def organisations(path):
    with (path / "organisations.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
