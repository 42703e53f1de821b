"""Reports for others than HR: those of a tree are published together, month after month, and keep the same secrets."""

import json
from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from integration.organisations.models import Organisation
from integration.periods.months import anniversary
from reports.disclosure.models import Release
from reports.editions import releases, services
from reports.editions.enums import Audience, EditionState
from reports.editions.foreground import build_here
from reports.editions.models import ReportCell, ReportEdition
from reports.editions.queries import figures_of
from reports.editions.tasks import schedule_month
from reports.indicators.figures import Status
from reports.indicators.identity import IdentityViolated
from reports.indicators.report import Measured
from reports.rendering.formats import FORMATS
from tests.factories import cohort, enrolment, organisation, programme

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("october_still_open")]

MONTH = date(2024, 10, 1)
LARGE, SMALL = 12, 3


@pytest.fixture
def group():
    """A group of two companies with a programme each; one is large, in the other there are three people."""
    group = organisation(kind="group", code="GROUP")
    for code, people in (("LARGE", LARGE), ("SMALL", SMALL), ("THIRD", LARGE)):
        company = organisation(parent=group, code=code)
        year = cohort(programme(organisation=company))
        for _ in range(people):
            enrolment(organisation=company, cohort=year, entered_on=date(2024, 9, 1))
    return group


def of(code, month=MONTH):
    return {
        (each.indicator, "/".join(each.key.values())): each
        for each in figures_of(ReportEdition.objects.get(organisation__code=code, month=month, audience="management"))
    }


def test_the_reports_of_a_tree_are_published_together(group):
    build_here(group, MONTH, Audience.MANAGEMENT)

    editions = ReportEdition.objects.order_by("organisation__code").values_list("organisation__code", "state")
    assert list(editions) == [(code, EditionState.READY) for code in ("GROUP", "LARGE", "SMALL", "THIRD")]


def test_a_small_company_is_hidden_in_its_own_report_and_in_that_of_the_group(group):
    build_here(group, MONTH, Audience.MANAGEMENT)

    assert of("GROUP")["participants", ""].value == 2 * LARGE + SMALL
    for small in (of("GROUP")["participants", "SMALL"], of("SMALL")["participants", ""]):
        assert (small.status, small.value) == (Status.SUPPRESSED, None)


def test_what_is_hidden_is_not_stored_either(group):
    build_here(group, MONTH, Audience.MANAGEMENT)

    hidden = ReportCell.objects.filter(status=Status.SUPPRESSED.value)
    assert hidden.exists()
    assert set(hidden.values_list("numerator", "denominator", "not_matured", "value")) == {(None, None, None, "")}


def test_a_month_built_again_from_the_same_data_is_the_same(group):
    build_here(group, MONTH, Audience.MANAGEMENT)
    first = of("GROUP"), of("SMALL")
    build_here(Organisation.objects.get(code="SMALL"), MONTH, Audience.MANAGEMENT)

    assert (of("GROUP"), of("SMALL")) == first
    assert Release.objects.get().serial == 2


def test_who_came_next_month_does_not_follow_from_two_stocks(group):
    build_here(group, MONTH, Audience.MANAGEMENT)
    large = Organisation.objects.get(code="LARGE")
    for _ in range(2):
        enrolment(organisation=large, cohort=cohort(programme(organisation=large)), entered_on=date(2024, 11, 4))
    after = anniversary(MONTH, 1)
    build_here(group, after, Audience.MANAGEMENT)

    now = of("LARGE", after)
    assert now["inflow", ""].status is Status.SUPPRESSED
    assert Status.SUPPRESSED in {now["enrolments", ""].status, now["outflow", ""].status}


def test_on_the_closing_day_the_reports_of_a_tree_are_closed_together(group):
    build_here(group, MONTH, Audience.MANAGEMENT)

    with time_machine.travel("2024-11-05T06:00:00+01:00"):
        services.close_due(date(2024, 11, 5))
        services.build(ReportEdition.objects.filter(state="waiting").earliest("pk").pk, "somebody")

    assert set(ReportEdition.objects.values_list("state", "edition")) == {(EditionState.CLOSED, 1)}


def test_what_is_recorded_later_gives_a_further_edition_where_anything_differs(group):
    with time_machine.travel("2024-11-06T06:00:00+01:00"):
        build_here(group, MONTH, Audience.MANAGEMENT)
        first = of("GROUP")
    with time_machine.travel("2024-11-07T06:00:00+01:00"):
        large = Organisation.objects.get(code="LARGE")
        year = large.programmes.get().cohorts.get()
        for _ in range(6):
            enrolment(organisation=large, cohort=year, entered_on=date(2024, 10, 1))
        again = build_here(group, MONTH, Audience.MANAGEMENT)

    editions = ReportEdition.objects.order_by("organisation__code", "edition")
    assert (again.edition, again.state) == (2, EditionState.CLOSED)
    assert figures_of(editions.get(organisation=group, edition=1)) == list(first.values())
    assert figures_of(again)[0].value == 2 * LARGE + SMALL + 6
    assert [each.organisation.code for each in editions.filter(edition=2).select_related("organisation")] == [
        "GROUP",
        "LARGE",
    ]


def test_of_a_large_tree_only_what_is_asked_for_is_published_with_what_stands_above(group, monkeypatch):
    monkeypatch.setattr(releases, "TOGETHER", 1)

    build_here(Organisation.objects.get(code="SMALL"), MONTH, Audience.MANAGEMENT)
    assert set(ReportEdition.objects.values_list("organisation__code", flat=True)) == {"GROUP", "SMALL"}
    shown = {place: each for place, each in of("GROUP").items() if each.status is not Status.SUPPRESSED}
    build_here(Organisation.objects.get(code="LARGE"), MONTH, Audience.MANAGEMENT)

    assert {place: of("GROUP")[place] for place in shown} == shown
    assert of("SMALL")["participants", ""].status is Status.SUPPRESSED


def test_what_was_disclosed_without_knowing_of_another_publication_is_thrown_away(group, monkeypatch):
    publish, published = services.publish, []

    def overtaken_once(lease, draft):
        if not published:
            Release.objects.update(serial=7)
        published.append(draft.serials)
        return publish(lease, draft)

    monkeypatch.setattr(services, "publish", overtaken_once)

    build_here(group, MONTH, Audience.MANAGEMENT)

    assert (published[0], len(published), Release.objects.get().serial > 0) == ({}, 2, True)


def broken(monkeypatch, *codes):
    """Let these reports not add up."""

    def check(measured, organisation_id):
        code = Organisation.objects.get(pk=organisation_id).code
        if code in codes:
            raise IdentityViolated(code)

    monkeypatch.setattr(Measured, "check", check)


def outcomes():
    rows = ReportEdition.objects.filter(audience="management").order_by("organisation__code")
    return list(rows.values_list("organisation__code", "state", "failure_detail"))


@pytest.mark.parametrize("first", ["GROUP", "SMALL"])
def test_a_report_that_does_not_add_up_holds_up_no_other_of_its_tree(group, monkeypatch, first):
    broken(monkeypatch, "SMALL")
    schedule_month()

    services.build(ReportEdition.objects.get(organisation__code=first, audience="management").pk, "task")

    assert outcomes() == [
        ("GROUP", "ready", ""), ("LARGE", "ready", ""), ("SMALL", "failed", "SMALL"), ("THIRD", "ready", ""),
    ]  # fmt: skip
    assert of("GROUP")["participants", "SMALL"].status is Status.SUPPRESSED
    assert not ReportCell.objects.filter(edition__organisation__code="SMALL").exists()


def test_once_it_adds_up_it_is_published_beside_what_is_there(group, monkeypatch):
    broken(monkeypatch, "SMALL")
    build_here(group, MONTH, Audience.MANAGEMENT)
    shown = {place: each for place, each in of("GROUP").items() if each.status is not Status.SUPPRESSED}

    broken(monkeypatch)
    build_here(Organisation.objects.get(code="SMALL"), MONTH, Audience.MANAGEMENT)

    assert [state for _, state, _ in outcomes()] == ["ready"] * 4
    assert {place: of("GROUP")[place] for place in shown} == shown
    assert of("SMALL")["participants", ""].status is Status.SUPPRESSED


def written_by_the_schedule():
    wanted = ReportEdition.objects.filter(scheduled=True, audience="management").order_by("organisation__code")
    return list(wanted.values_list("organisation__code", "state"))


def test_the_schedule_writes_reports_for_management_of_the_group_and_every_company(group):
    site = organisation(parent=Organisation.objects.get(code="LARGE"), kind="site", code="SITE")
    enrolment(organisation=site, cohort=cohort(programme(organisation=site)), entered_on=date(2024, 9, 1))

    schedule_month()

    assert written_by_the_schedule() == [(code, "waiting") for code in ("GROUP", "LARGE", "SMALL", "THIRD")]


def test_of_a_large_tree_those_that_wait_are_published_with_the_first(group, monkeypatch):
    schedule_month()
    monkeypatch.setattr(releases, "TOGETHER", 1)

    services.build(ReportEdition.objects.get(organisation=group, audience="management").pk, "task")

    assert written_by_the_schedule() == [(code, "ready") for code in ("GROUP", "LARGE", "SMALL", "THIRD")]
    assert (Release.objects.get().serial, of("SMALL")["participants", ""].status) == (1, Status.SUPPRESSED)


def test_anyone_sees_totals_rounded_to_the_nearest_five(group, tmp_path):
    call_command(
        "build_report", organisation="GROUP", month="2024-10", audience="public", format="json",
        output=tmp_path / "report.json",
    )  # fmt: skip

    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["audience"], report["threshold"]) == ("public", 5)
    assert {each["breakdown"] for each in report["figures"]} == {"total"}
    stock = [each["value"] for each in report["figures"] if each["indicator"] == "participants"]
    assert stock == [25]


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_is_written_from_the_same_cells(group, form):
    edition = build_here(Organisation.objects.get(code="SMALL"), MONTH, Audience.MANAGEMENT)

    assert FORMATS[form].render(edition, figures_of(edition))


def test_nobody_reads_what_stands_behind_the_reports(group):
    from integration.accounts.roles import Role
    from tests.factories import member

    build_here(group, MONTH, Audience.MANAGEMENT)

    assert {Release.objects.visible_to(member(role, group)).count() for role in Role} == {0}
    assert services.SCHEDULED == (Audience.HR, Audience.MANAGEMENT)


def test_in_a_tree_of_many_companies_each_asks_for_its_own(group, monkeypatch):
    together = services.ensure_editions(MONTH, audience=Audience.MANAGEMENT)
    ReportEdition.objects.all().delete()
    monkeypatch.setattr(releases, "TOGETHER", 1)
    apart = services.ensure_editions(MONTH, audience=Audience.MANAGEMENT)

    assert len(together) == 4
    assert list(ReportEdition.objects.filter(pk__in=apart).values_list("organisation", flat=True)) == [group.pk]
