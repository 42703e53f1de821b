"""The pages of the reports: who sees which, and what stands on them."""

import json
import re
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from integration.accounts.roles import Role
from integration.organisations.models import Membership
from reports.editions.enums import Audience, EditionState, Failure
from reports.editions.models import ReportEdition
from reports.indicators.figures import Figure, Status
from tests.factories import cohort, enrolment, member, organisation, programme, report_edition, user

pytestmark = pytest.mark.django_db

MONTH = date(2024, 10, 1)
INDEX = "/reports/?month=2024-10"
QUERIES_OF_THE_LIST = 6
QUERIES_OF_A_REPORT = 14
FIGURES = [
    Figure("participants", 1, "total", {}, value=4_711),
    Figure("guarantee_coverage", 1, "total", {}, "2/3", 2, 3),
    Figure("dropout", 1, "cohort", {"cohort": "GONE"}, None, 0, 0, 3, Status.NOT_APPLICABLE),
]


def signed_in(somebody):
    client = Client()
    client.force_login(somebody)
    return client


def person_at(at):
    return enrolment(cohort=cohort(programme(organisation=at)), organisation=at)


@pytest.fixture
def tree():
    group = organisation(kind="group", code="GRP", name="Gruppe")
    return group, organisation(parent=group, code="ONE", name="Werk Eins"), organisation(parent=group, code="TWO")


def page(somebody, address):
    return signed_in(somebody).get(address)


def address_of(edition, form=None):
    return (
        reverse("reports:download", args=[edition.pk, form]) if form else reverse("reports:edition", args=[edition.pk])
    )


def without_token(answer):
    return re.sub(r'value="[^"]*"', "", answer.text)


# --- Who ---


@pytest.mark.parametrize(
    ("role", "index", "report", "file"),
    [
        (Role.TRAINING_MANAGER, 200, 200, 200),
        (Role.DATA_PROTECTION, 200, 200, 403),
        (Role.MANAGEMENT, 200, 404, 404),
        (Role.ADMINISTRATOR, 403, 404, 404),
        (Role.SPONSOR, 403, 404, 404),
    ],
)
def test_the_matrix_decides_who_sees_what(role, index, report, file):
    edition = report_edition(figures=FIGURES)
    somebody = signed_in(member(role, edition.organisation))

    answers = [
        somebody.get(address).status_code for address in (INDEX, address_of(edition), address_of(edition, "json"))
    ]

    assert answers == [index, report, file]


def test_whoever_is_not_signed_in_signs_in_first():
    edition = report_edition(figures=FIGURES)

    answers = [Client().get(address) for address in (INDEX, address_of(edition), address_of(edition, "csv"))]

    assert [answer.url.split("?")[0] for answer in answers] == [reverse("account_login")] * 3


def test_other_organisations_reports_are_as_if_they_were_not_there(tree):
    _group, one, two = tree
    mine, theirs = report_edition(organisation=one, figures=FIGURES), report_edition(organisation=two, figures=FIGURES)
    person_at(one)
    person_at(two)
    somebody = signed_in(member(Role.TRAINING_MANAGER, one))

    answers = [somebody.get(address_of(edition)).status_code for edition in (mine, theirs)]

    assert answers == [200, 404]
    assert "TWO" not in somebody.get(INDEX).text
    assert somebody.get(address_of(theirs, "json")).status_code == 404
    assert without_token(somebody.get(address_of(theirs))) == without_token(somebody.get("/reports/999999999/"))


def test_a_report_of_the_group_is_not_for_one_of_its_companies(tree):
    group, one, _two = tree
    edition = report_edition(organisation=group, figures=FIGURES)

    assert page(member(Role.TRAINING_MANAGER, one), address_of(edition)).status_code == 404


def test_a_right_that_was_withdrawn_ends_between_page_and_download():
    edition = report_edition(figures=FIGURES)
    manager = member(Role.TRAINING_MANAGER, edition.organisation)
    somebody = signed_in(manager)
    first = somebody.get(address_of(edition, "json")).status_code

    Membership.objects.filter(user=manager).delete()

    assert (first, somebody.get(address_of(edition, "json")).status_code) == (200, 404)


@pytest.mark.parametrize(
    ("role", "report", "file"),
    [
        (Role.TRAINING_MANAGER, 200, 200),
        (Role.DATA_PROTECTION, 200, 200),
        (Role.MANAGEMENT, 200, 200),
        (Role.ADMINISTRATOR, 404, 404),
        (Role.SPONSOR, 404, 404),
    ],
)
@pytest.mark.parametrize("form", ["pdf", "xlsx", "csv", "json"])
def test_whoever_reads_the_report_for_management_takes_the_one_for_anyone_along(role, report, file, form):
    edition = report_edition(audience=Audience.PUBLIC, figures=FIGURES)
    somebody = signed_in(member(role, edition.organisation))

    answers = [somebody.get(address).status_code for address in (address_of(edition), address_of(edition, form))]

    assert answers == [report, file]


def test_training_managers_have_the_report_for_anyone_built(tree):
    group, one, _two = tree
    person_at(one)
    manager = signed_in(member(Role.TRAINING_MANAGER, group))

    manager.post("/reports/build/", {"month": "2024-10", "audience": "public", "organisation": "GRP"})

    assert ReportEdition.objects.get().audience == Audience.PUBLIC
    assert "Öffentlichkeit" in manager.get(f"{INDEX}&audience=public").text


def test_nobody_may_read_reports_of_audiences_that_are_not_theirs():
    at = organisation()
    for_management = report_edition(organisation=at, audience=Audience.MANAGEMENT, figures=FIGURES)
    for_hr = report_edition(organisation=at, figures=FIGURES)
    manager, management = member(Role.TRAINING_MANAGER, at), member(Role.MANAGEMENT, at)

    seen = [set(ReportEdition.objects.visible_to(each)) for each in (manager, management, user())]

    assert seen == [{for_management, for_hr}, {for_management}, set()]


# --- What management sees ---


def test_management_sees_what_is_planned_and_no_figure():
    at = organisation(name="Werk Eins")
    offer = programme(organisation=at, name="Duale Ausbildung")
    group = cohort(offer, label="Herbst 2025", planned_places=20, planned_places_qualifier="about")
    enrolment(cohort=group, organisation=at)
    report_edition(organisation=at, figures=FIGURES)
    elsewhere = cohort(programme(name="Geheimplan"), planned_places=99)

    text = page(member(Role.MANAGEMENT, at), INDEX).text

    assert [word in text for word in ("Duale Ausbildung", "Herbst 2025", "etwa 20 Plätze")] == [True] * 3
    assert [word in text for word in ("4.711", "66,7", elsewhere.code, "Geheimplan", "reports/build")] == [False] * 5


# --- The list ---


def test_the_list_says_where_every_report_stands(tree):
    group, one, two = tree
    person_at(one)
    person_at(two)
    report_edition(organisation=group, figures=FIGURES)
    report_edition(organisation=one, state=EditionState.FAILED, failure=Failure.IDENTITY, failure_detail="Zelle X")

    text = page(member(Role.TRAINING_MANAGER, group), INDEX).text

    assert [word in text for word in ("fertig", "fehlgeschlagen", "Zelle X", "noch nicht erstellt", "hx-get")] == [
        True,
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(rows, django_assert_num_queries):
    group = organisation(kind="group")
    for _ in range(rows):
        report_edition(organisation=person_at(organisation(parent=group)).organisation, figures=FIGURES)
    somebody = signed_in(member(Role.TRAINING_MANAGER, group))

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        somebody.get(INDEX)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_report_costs_the_same_however_long_it_is(rows, django_assert_num_queries):
    at = organisation()
    groups = [cohort(programme(organisation=at)) for _ in range(rows)]
    figures = [Figure("dropout", 1, "cohort", {"cohort": each.code}, "0", 0, 1, 0) for each in groups]
    figures += [Figure("enrolments", 1, "programme", {"programme": each.programme.code}, value=1) for each in groups]
    edition = report_edition(organisation=at, figures=figures)
    somebody = signed_in(member(Role.TRAINING_MANAGER, at))

    with django_assert_num_queries(QUERIES_OF_A_REPORT):
        somebody.get(address_of(edition))


def test_without_a_month_the_newest_report_is_shown():
    edition = report_edition(month=date(2023, 5, 1), figures=FIGURES)

    assert "Mai 2023" in page(member(Role.TRAINING_MANAGER, edition.organisation), "/reports/").text


@time_machine.travel("2025-03-01T00:30:00+01:00", tick=False)
def test_without_any_report_last_month_is_offered():
    answer = page(member(Role.TRAINING_MANAGER), "/reports/")

    assert answer.context["month"] == date(2025, 2, 1)
    assert "Bis dahin nahm niemand teil" in answer.text


@pytest.mark.parametrize(
    "month", ["", "2024-13", "99999-01", "0000-00", "\x00", "🙂", "2024-10-01", "1e400", "x" * 10_000]
)
def test_a_month_that_is_none_is_answered_with_a_sentence(month):
    answer = signed_in(member(Role.TRAINING_MANAGER)).get("/reports/", {"month": month})

    assert (answer.status_code, len(answer.context["messages"])) == (200, 1)


def test_while_something_is_built_the_list_keeps_itself_up_to_date_with_and_without_scripts():
    edition = report_edition(
        state=EditionState.BUILDING,
        holder="task",
        lease="00000000-0000-0000-0000-000000000001",
        leased_until="2030-01-01T00:00Z",
        progress_done=3,
        progress_of=31,
    )
    somebody = signed_in(member(Role.TRAINING_MANAGER, edition.organisation))

    whole = somebody.get(INDEX).text
    part = somebody.get(INDEX, headers={"HX-Request": "true"}).text

    assert [word in whole for word in ("<html", "3 von 31", 'http-equiv="refresh"', "hx-get")] == [True] * 4
    assert [word in part for word in ("<html", "3 von 31", "hx-get")] == [False, True, True]


# --- One report ---


def test_a_report_shows_figures_words_and_how_old_it_is():
    at = organisation(name="Werk Eins", code="ONE")
    edition = report_edition(organisation=at, figures=FIGURES)

    text = page(member(Role.TRAINING_MANAGER, at), address_of(edition)).text

    expected = [
        "4.711",
        "66,7\N{NO-BREAK SPACE}%",
        "2 von 3",
        "–",
        "Werk Eins",
        "31. Oktober 2024",
        "1. November 2024 07:00",
    ]
    assert [word in text for word in expected] == [True] * len(expected)


def test_the_scripts_and_styles_of_a_report_are_files():
    edition = report_edition(figures=FIGURES)

    text = page(member(Role.TRAINING_MANAGER, edition.organisation), address_of(edition)).text

    assert [word in text for word in ("<style", " style=", "<script>", "onclick")] == [False] * 4


def test_hostile_names_are_only_text():
    at = organisation(name="<script>alert(1)</script>")
    edition = report_edition(organisation=at, figures=FIGURES)

    assert "<script>alert" not in page(member(Role.TRAINING_MANAGER, at), address_of(edition)).text


def test_a_report_under_way_loads_itself_anew_when_it_is_done():
    edition = report_edition()
    somebody = signed_in(member(Role.TRAINING_MANAGER, edition.organisation))
    before = somebody.get(address_of(edition), headers={"HX-Request": "true"})

    ReportEdition.objects.update(state=EditionState.READY, known_at="2024-11-01T00:00Z")
    after = somebody.get(address_of(edition), headers={"HX-Request": "true"})

    assert ("HX-Refresh" in before, after["HX-Refresh"]) == (False, "true")


def test_a_report_leads_to_the_months_beside_it():
    at = organisation()
    before, edition = (
        report_edition(organisation=at, month=date(2024, month, 1), figures=FIGURES) for month in (9, 10)
    )
    report_edition(organisation=at, month=date(2024, 11, 1))

    context = page(member(Role.TRAINING_MANAGER, at), address_of(edition)).context

    assert (context["earlier"], context["later"]) == (before, None)


# --- Files ---


def test_the_file_is_the_stored_report_and_named_by_codes():
    edition = report_edition(organisation=organisation(code="A/O:K", name="Name"), figures=FIGURES)

    answer = page(member(Role.TRAINING_MANAGER, edition.organisation), address_of(edition, "json"))

    assert json.loads(answer.content)["figures"] == [figure.as_data() for figure in FIGURES]
    assert answer["Content-Disposition"] == 'attachment; filename="A_O_K-2024-10-hr.json"'


@pytest.mark.parametrize("form", ["html", "exe"])
def test_other_forms_are_not_there(form):
    edition = report_edition(figures=FIGURES)

    assert page(member(Role.TRAINING_MANAGER, edition.organisation), address_of(edition, form)).status_code == 404


def test_a_report_without_figures_has_no_file():
    edition = report_edition()

    assert page(member(Role.TRAINING_MANAGER, edition.organisation), address_of(edition, "json")).status_code == 404
