"""What is hidden from management is hidden in every form, and an intruder with all of them over some months finds nothing."""

import csv
import io
import json
import re
from datetime import date
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from integration.accounts.roles import Role
from integration.organisations.models import Organisation
from integration.periods.months import anniversary
from reports.disclosure.listing import by_date
from reports.editions.foreground import build_here
from reports.editions.models import ReportEdition
from reports.editions.queries import figures_of
from reports.indicators.figures import Status
from reports.indicators.report import compute_reports
from reports.rendering.formats import FORMATS
from tests.factories import enrolment, member
from tests.reports.disclosure.intruder import Land, attack, read
from tests.reports.importing import SEED, bring_in

pytestmark = pytest.mark.django_db(transaction=True)

LAST = date(2016, 10, 1)
MONTHS = [anniversary(LAST, number) for number in (-2, -1, 0)]


@pytest.fixture
def group():
    """The seed programmes, with the reports of a month for management."""
    bring_in(SEED)
    group = Organisation.objects.get(code="AOK")
    build_here(group, LAST, "management")
    return group


def editions():
    return ReportEdition.objects.filter(audience="management").select_related("organisation")


def written(edition, form):
    return FORMATS[form].render(edition, figures_of(edition))


@pytest.mark.once
def test_nothing_is_worked_out_from_the_files_of_several_months(group):
    for month in MONTHS:
        build_here(group, month, "management")
    published, truth, places = {}, {}, set()
    for edition in editions():
        report = json.loads(written(edition, "json"))
        published |= read(report["month"], report["organisation"], report["figures"])
        if edition.organisation.kind in {"company", "site"}:
            places.add(edition.organisation.code)
    for month in MONTHS:
        here = {each.organisation_id: each.organisation for each in editions().filter(month=month)}
        for pk, figures in compute_reports(list(here.values()), month, listing=by_date).items():
            truth |= read(f"{month:%Y-%m}", here[pk].code, [each.as_data() for each in figures])
    truth = {var: truth.get(var, 0) for var in published}
    above = {each.organisation.code: each.organisation.parent for each in editions()}
    land = Land({code: parent.code for code, parent in above.items() if parent}, frozenset(places))
    following = dict(pairwise(f"{month:%Y-%m}" for month in MONTHS))

    assert attack(published, land, following, truth, 5) == []


def test_the_table_of_values_hides_the_same_cells(group):
    edition = editions().get(organisation=group, month=LAST)

    rows = list(csv.DictReader(io.StringIO(written(edition, "csv"))))

    figures = json.loads(written(edition, "json"))["figures"]
    numbers = ("value", "numerator", "denominator", "not_matured")
    assert [[row["status"], *(row[name] for name in numbers)] for row in rows] == [
        [figure["status"], *(str(figure.get(name, "")) for name in numbers)] for figure in figures
    ]


def test_the_same_cells_are_hidden_in_the_workbook(group):
    edition = editions().get(organisation=group, month=LAST)

    book = CalamineWorkbook.from_filelike(io.BytesIO(written(edition, "xlsx")))
    rows = [row for name in book.sheet_names[1:-1] for row in book.get_sheet_by_name(name).to_python()]
    hidden = [row for row in rows if "•" in row]

    assert len(hidden) == sum(each.status is Status.SUPPRESSED for each in figures_of(edition))
    assert not [cell for row in hidden for cell in row if isinstance(cell, int | float)]


def test_every_form_is_made_of_the_stored_cells_alone(group):
    """What is not stored cannot be told: whatever happens to the people, the report stays as it is."""
    edition = editions().get(organisation=group, month=LAST)
    forms = [form for form in FORMATS if form != "pdf"]  # A PDF is named after the moment.
    before = [written(edition, form) for form in forms]

    enrolment(organisation=Organisation.objects.get(code="AOK-NO"), entered_on=date(2016, 10, 2))

    assert [written(edition, form) for form in forms] == before
    assert written(edition, "pdf")


def test_the_page_shows_a_dot_and_says_why(group):
    edition = editions().get(organisation=group, month=LAST)
    client = Client()
    client.force_login(member(Role.MANAGEMENT, group))

    text = client.get(reverse("reports:edition", args=[edition.pk])).text

    cells = re.findall(r'<td class="number is-suppressed">(.*?)</td>', text, re.DOTALL)
    assert cells
    assert {re.sub(r"<[^>]*>", "", cell).strip() for cell in cells} == {"•"}
    assert "•: nicht gezeigt." in text


def test_management_finds_its_reports_and_those_for_hr_stay_closed(group):
    build_here(group, LAST, "hr")
    client = Client()
    client.force_login(member(Role.MANAGEMENT, group))

    page = client.get(f"{reverse('reports:index')}?month=2016-10&audience=hr")

    linked = {int(number) for number in re.findall(r"/reports/(\d+)/", page.text)}
    assert linked == set(editions().filter(month=LAST).values_list("pk", flat=True))
