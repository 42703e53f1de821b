"""Every form of a report is made of its stored cells, and tells the same: no more on a page, in a file or an e-mail."""

import io
import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from integration.accounts.roles import Role
from integration.organisations.models import Organisation
from integration.periods.months import anniversary
from reports.delivery.models import Notice
from reports.disclosure.listing import by_date
from reports.disclosure.services import without_numbers
from reports.editions.foreground import build_here
from reports.editions.models import ReportEdition
from reports.editions.queries import figures_of
from reports.indicators.figures import Status
from reports.indicators.report import compute_reports
from reports.rendering import letter
from reports.rendering.data import as_csv
from reports.rendering.formats import FORMATS
from reports.rendering.long_tables import long_tables
from tests import factories as make
from tests.reports.importing import SEED, bring_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

LAST = date(2016, 10, 1)
BEFORE = anniversary(LAST, -1)
UNMISTAKABLE = 10
NUMBER = re.compile(r"(?<![\w.,/-])[0-9]+(?:[.,][0-9]+)?(?![\w/-])")
LIVE = re.compile(
    r'"(participants_|sponsorships_|guarantees_|pathways_(?!programme"|cohort"|phase")|community_(?!target|publishedfigure))'
)


@pytest.fixture
def group():
    """The seed programmes, with two months for management."""
    bring_in(SEED)
    group = Organisation.objects.get(code="AOK")
    for month in (BEFORE, LAST):
        build_here(group, month, "management")
    return group


def editions(audience="management", month=LAST):
    return ReportEdition.objects.filter(audience=audience, month=month).select_related("organisation").order_by("pk")


class Forms:
    """Reads every form of an edition as its readers do."""

    def __init__(self, group, role=Role.MANAGEMENT):
        self.reader = make.member(role, group)
        self.client = Client()
        self.client.force_login(self.reader)

    def page(self, edition, *path, **query):
        answer = self.client.get(
            "/".join([reverse("reports:edition", args=[edition.pk]).rstrip("/"), *path, ""]), query
        )
        assert answer.status_code == 200
        # Addresses name rows by key; what is drawn has lengths.
        shown = re.sub(
            r'(href|src|action|value|data-[a-z-]+|hx-[a-z]+|points|d|x[12]?|y[12]?)="[^"]*"', "", answer.text
        )
        return re.sub(r'(width|height|viewBox|cx|cy|r|id|for|aria-[a-z]+by|transform|content)="[^"]*"', "", shown)

    def email(self, edition):
        notice = Notice.objects.create(subscription=make.subscription(edition, self.reader), edition=edition)
        written = letter._letter(notice.pk)
        notice.subscription.delete()
        return " ".join([written.subject, *written.words, *written.last_words])

    def of(self, edition):
        figures = figures_of(edition)
        written = {form: FORMATS[form].render(edition, figures) for form in ("json", "csv", "xlsx", "pdf")}
        book = CalamineWorkbook.from_filelike(io.BytesIO(written["xlsx"]))
        cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
        pages = PdfReader(io.BytesIO(written["pdf"])).pages
        tables = long_tables(edition)
        before = editions(edition.audience, BEFORE).filter(organisation=edition.organisation).first()
        return {
            "json": written["json"],
            "csv": written["csv"].replace(",", " "),
            "workbook": " ".join(str(int(each)) if isinstance(each, float) else str(each) for each in cells),
            "pdf": " ".join(page.extract_text() for page in pages),
            "page": self.page(edition),
            "tables": " ".join(self.page(edition, each.family, each.breakdown) for each in tables),
            "comparison": self.page(edition, "compare", **{"with": before.pk}) if before else "",
            "e-mail": self.email(edition),
        }


def numbers(text):
    return set(NUMBER.findall(text))


def numbers_of(figures):
    """Every number of these figures, and what readers may subtract."""
    found = set()
    for each in figures:
        parts = [each.value, each.numerator, each.denominator, each.not_matured]
        whole = [part for part in parts if isinstance(part, int)]
        found |= {abs(one - other) for one in whole for other in [*whole, 0]}
    return found


def hidden_and_shown():
    """All numbers that are hidden in the tree in two months, and all that are shown."""
    hidden, shown = set(), set()
    for month in (BEFORE, LAST):
        published = list(editions(month=month))
        full = compute_reports([each.organisation for each in published], month, listing=by_date)
        for edition in published:
            true = {place(each): each for each in full[edition.organisation_id]}
            for each in figures_of(edition):
                if each.status is Status.SUPPRESSED:
                    hidden |= numbers_of([true[place(each)]])
                else:
                    shown |= numbers_of([each])
    return hidden, shown


def place(figure):
    return figure.indicator, str(figure.breakdown), json.dumps(figure.key)


def test_a_number_that_is_hidden_stands_in_no_form(group):
    """Those that are unmistakable: in no shown figure of the tree, no difference of two, and no part of the words."""
    hidden, shown = hidden_and_shown()
    differences = {abs(one - other) for one in shown for other in shown}
    published = list(editions())
    words = " ".join(FORMATS["html"].render(each, list(map(without_numbers, figures_of(each)))) for each in published)
    candidates = {each for each in hidden - shown - differences if each >= UNMISTAKABLE}
    unmistakable = set(map(str, candidates)) - numbers(words)
    forms = Forms(group)

    for_hr = (build_here(each.organisation, LAST, "hr") for each in published)
    assert unmistakable & set().union(*(numbers(as_csv(figures_of(each)).replace(",", " ")) for each in for_hr))
    for edition in published:
        told = forms.of(edition)
        assert {form: numbers(text) & unmistakable for form, text in told.items()} == {form: set() for form in told}
        on_page = numbers(told["page"]) | numbers(FORMATS["html"].render(edition, figures_of(edition)))
        only_in_pdf = numbers(told["pdf"]) - on_page
        assert [each for each in only_in_pdf if int(re.split("[.,]", each)[0]) >= UNMISTAKABLE] == []
        assert told["pdf"].count("•") > 1


@pytest.mark.parametrize(("audience", "role"), [("management", Role.MANAGEMENT), ("hr", Role.TRAINING_MANAGER)])
def test_no_form_reads_the_records(group, audience, role):
    """Pages, comparisons and trends read what is stored, never the live tables."""
    edition = build_here(group, LAST, audience)
    build_here(group, BEFORE, audience)
    forms = Forms(group, role)
    asked = []

    def note(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        told = forms.of(edition)

    assert [sql for sql in asked if LIVE.search(sql)] == []
    assert all(text for form, text in told.items() if form != "tables")
