"""A list is taken along as it is seen: the same rows, the same columns, a reason, and a line in the log."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from python_calamine import CalamineWorkbook

from integration.accounts.roles import Role
from integration.admin.exporting import asked
from integration.admin.exporting.columns import plain
from integration.admin.exporting.files import Sheet, defused, write_csv, write_xlsx
from integration.admin.site import AT_WORK_HERE, workplace
from integration.journal.models import ExportEntry
from integration.organisations.access import roles_that_export
from integration.organisations.models import Membership, Organisation
from tests import factories as make
from tests.integration.admin.trees import grow

pytestmark = pytest.mark.django_db

OURS, THEIRS = "KIEBITZ", "ROHRDOMMEL"
COHORTS = "/admin/pathways/cohort/export/"
PEOPLE = "/admin/pathways/enrolment/export/"
REASON = {"reason": "Planning the exam week", "file_format": "csv"}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_export")


def content(response):
    return b"".join(response.streaming_content)


def table(response):
    return list(csv.reader(io.StringIO(content(response).decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def company():
    return make.organisation(name="Werk Nord")


@pytest.fixture
def client(company):
    return signed_in(make.member(Role.TRAINING_MANAGER, company))


def test_who_takes_which_list_along_is_what_the_matrix_says():
    ours = grow(OURS)
    taken = {
        role: {m.__name__ for m in workplace._registry if roles_that_export(ours.people[role], m)} for role in Role
    }

    assert {"Enrolment", "Participant", "ResidenceDocument", "Sponsorship", "Cohort"} <= taken[Role.TRAINING_MANAGER]
    assert taken[Role.TRAINING_MANAGER].isdisjoint({"ReadEntry", "Contact", "Relief", "Absence", "Handover"})
    assert {"ReadEntry", "ExportEntry"} <= taken[Role.DATA_PROTECTION]
    assert taken[Role.DATA_PROTECTION].isdisjoint({"Enrolment", "Participant", "Contact"})
    assert (taken[Role.ADMINISTRATOR], taken[Role.SPONSOR]) == (set(), set())


@pytest.mark.parametrize("role", sorted(AT_WORK_HERE))
def test_files_hold_ones_own_rows_and_no_others(role):
    ours = grow(OURS)
    grow(THEIRS)
    client = ours.signed_in(role)
    opened = 0

    for model in workplace._registry:
        page, answer = client.get(address(model)), client.post(address(model), REASON)
        if not roles_that_export(ours.people[role], model):
            assert (model, page.status_code, answer.status_code) == (model, 403, 403)
            continue
        rows = table(answer)
        text = str(rows)
        opened += 1

        assert (model, page.status_code, answer.status_code) == (model, 200, 200)
        assert (model, len(rows) > 1) == (model, True)
        assert (model, THEIRS.lower() in text.lower(), THEIRS.lower() in page.text.lower()) == (model, False, False)
        assert "<" not in text

    assert (role, opened > 0) == (role, role != Role.ADMINISTRATOR)


def test_rows_that_only_another_role_shows_stay_where_they_are():
    """Training manager here, management there: programmes are read in both, and taken along from here alone."""
    ours, theirs = grow(OURS), grow(THEIRS)
    somebody = ours.people[Role.TRAINING_MANAGER]
    Membership.objects.create(user=somebody, organisation=theirs.rows[Organisation], role=Role.MANAGEMENT)
    client = ours.signed_in(Role.TRAINING_MANAGER)

    listed = client.get("/admin/pathways/cohort/").context["cl"].result_count
    taken = table(client.post(COHORTS, REASON))

    assert (listed, len(taken) - 1, THEIRS in str(taken)) == (2, 1, False)


def test_a_file_holds_what_the_list_shows_as_it_is_narrowed_and_sorted(client, company):
    programme = make.programme(organisation=company)
    for label in ("Herbst", "Frühjahr"):
        make.cohort(programme, label=label)
    other = make.cohort(make.programme(organisation=company), label="Winter")
    column = list(client.get("/admin/pathways/cohort/").context["cl"].list_display).index("label")

    def labels(question):
        heads, *lines = table(client.post(f"{COHORTS}?{question}", REASON))
        return [line[heads.index("Bezeichnung")] for line in lines]

    assert labels(f"o={column}") == ["Frühjahr", "Herbst", "Winter"]
    assert labels(f"o=-{column}&p=7") == ["Winter", "Herbst", "Frühjahr"]
    assert labels(f"programme={other.programme_id}") == ["Winter"]
    assert labels(f"q={other.code}") == ["Winter"]


def test_the_list_leads_to_its_file_with_its_filters(client, company):
    make.cohort(make.programme(organisation=company))

    page = client.get("/admin/pathways/cohort/?q=CO&p=1")

    assert f'href="{COHORTS}?q=CO"' in page.text
    assert COHORTS not in client.get("/admin/pathways/cohort/?q=niemand").text


def test_without_a_reason_there_is_no_file(client, company):
    make.cohort(make.programme(organisation=company))

    for reason in ("", "   ", "abc", "\0\0\0\0\0\0", "x" * 10_000):
        answer = client.post(COHORTS, {**REASON, "reason": reason})
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["reason"])
    assert client.post(COHORTS, {**REASON, "file_format": "exe"}).context["form"].errors.keys() == {"file_format"}
    assert ExportEntry.objects.count() == 0


@pytest.mark.parametrize("reason", ["\u202egnirpsrev", "=1+1+1+1", "𝕽𝖊𝖆𝖘𝖔𝖓", "<script>alert(1)</script>"])
def test_a_strange_reason_is_kept_as_it_is(client, company, reason):
    make.cohort(make.programme(organisation=company))

    content(client.post(COHORTS, {**REASON, "reason": reason}))

    assert ExportEntry.objects.get().reason == reason


@pytest.mark.parametrize(
    "question", ["q=%00", "programme=abc", "programme=99999999999999999999", "p=-1", "o=9.99", "x=1"]
)
def test_strange_addresses_are_no_failure(client, company, question):
    make.cohort(make.programme(organisation=company))

    asked, taken = client.get(f"{COHORTS}?{question}"), client.post(f"{COHORTS}?{question}", REASON)
    taken.close()

    assert {asked.status_code, taken.status_code} <= {200, 302, 400}


def test_a_file_is_written_down_with_codes_and_without_what_was_looked_for(client, company):
    cohort = make.cohort(make.programme(organisation=company))
    for _ in range(3):
        make.enrolment(cohort=cohort)
    question = {"q": "haddad", "programme": cohort.programme_id, "status": "between_phases", "o": "1"}

    content(client.post(PEOPLE, REASON, query_params=question))

    entry = ExportEntry.objects.get()
    assert (entry.rows_of, entry.rows, entry.file_format, entry.reason, entry.searched) == (
        "pathways.enrolment",
        3,
        "csv",
        "Planning the exam week",
        True,
    )
    assert entry.narrowed_by == {"programme": cohort.programme.code, "status": "between_phases"}
    assert [each.organisation for each in entry.through.all()] == [company]


def test_a_long_file_asks_no_more_often_than_a_short_one(client, company):
    cohort = make.cohort(make.programme(organisation=company))
    make.enrolment(cohort=cohort)
    content(client.post(PEOPLE, REASON))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            content(client.post(PEOPLE, REASON))
        return len(asked)

    one = queries()
    for _ in range(3):
        make.enrolment(cohort=cohort, sponsor=make.sponsor(organisation=company))

    assert queries() == one


def test_rows_come_some_thousand_at_a_time_and_none_is_left_out(client, company, monkeypatch):
    monkeypatch.setattr(asked, "AT_ONCE", 2)
    programme = make.programme(organisation=company)
    labels = [make.cohort(programme, label=f"L{n}").label for n in range(5)]

    heads, *lines = table(client.post(COHORTS, REASON))

    assert sorted(line[heads.index("Bezeichnung")] for line in lines) == labels


def test_the_file_is_called_by_the_list_and_the_day(client, company):
    make.cohort(make.programme(organisation=company))

    answer = client.post(COHORTS, {**REASON, "file_format": "xlsx"})
    content(answer)

    assert answer["Content-Disposition"] == f'attachment; filename="jahrgange-{timezone.localdate()}.xlsx"'


CELLS = ["=1+1", "+49 151", date(2026, 3, 1), datetime(2026, 3, 1, 12, 30), 7, Decimal("1.5"), True, None]  # noqa: DTZ001
HEADS = ["Text", "Telefon", "Tag", "Zeitpunkt", "Zahl", "Bruch", "Ja", "Leer"]


def written(write):
    file = io.BytesIO()
    count = write(file, Sheet("Liste: Teilnehmende/Alle", [("Liste", "Alle")], HEADS, iter([CELLS])))
    return count, file.getvalue()


def test_a_workbook_keeps_the_type_of_each_cell_and_computes_nothing():
    count, data = written(write_xlsx)

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    heads, line = book.get_sheet_by_index(0).to_python()

    assert (count, heads) == (1, HEADS)
    assert line == ["=1+1", "+49 151", date(2026, 3, 1), datetime(2026, 3, 1, 12, 30), 7, 1.5, "ja", ""]  # noqa: DTZ001
    assert book.get_sheet_by_index(1).to_python() == [["Liste", "Alle"], ["Zeilen", "1"]]
    assert b"<f>" not in data


def test_csv_is_defused_and_opens_in_a_spreadsheet():
    count, data = written(write_csv)

    assert (count, data.decode("utf-8-sig").split("\r\n")[1]) == (
        1,
        "'=1+1;'+49 151;2026-03-01;2026-03-01 12:30:00;7;1.5;ja;",
    )
    assert data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1", "＝1", "\u00a0=1"])
def test_no_text_becomes_a_formula(text):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "2026-03-01", "Haddad, Amal", "'=1"])
def test_other_text_stays_as_it_is(text):
    assert defused(text) == text


def test_what_a_page_draws_is_told_in_plain_text():
    assert plain(mark_safe("<div>Kontakt<br><span class='tag'>A &amp; B</span></div>")) == "Kontakt A & B"
    assert plain("<b>no markup</b>") == "<b>no markup</b>"


def test_days_before_the_calendar_of_spreadsheets_are_text():
    file = io.BytesIO()
    write_xlsx(file, Sheet("Liste", [], ["Tag"], [[date(1890, 1, 1)]]))
    file.seek(0)

    assert CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[1] == ["1890-01-01"]
