"""The report as PDF and as a workbook."""

import io
import re
import time
import zipfile
from datetime import date

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from integration.printing.coverage import BOX, covered, printable
from reports.indicators.figures import Figure, Status
from reports.rendering.pdf.writing import as_pdf
from reports.rendering.workbook import as_xlsx
from tests.factories import organisation, programme, report_edition

pytestmark = pytest.mark.django_db


def figures_of(programme_code="P1"):
    return [
        Figure("participants", 1, "total", {}, value=12),
        Figure("enrolments", 1, "total", {}, value=1234),
        Figure("enrolments", 1, "programme", {"programme": programme_code}, value=7),
        Figure("inflow", 1, "total", {}, status=Status.SUPPRESSED),
        Figure("guarantee_coverage", 1, "total", {}, "2/3", 2, 3),
        Figure("dissolution_rate", 1, "total", {}, status=Status.NOT_APPLICABLE),
        Figure("permit_horizon", 1, "class", {"class": "expired"}, value=2),
    ]


def sheets_of(data):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_workbook_has_a_sheet_for_each_section_and_the_definitions():
    edition = report_edition(figures=figures_of())

    assert list(sheets_of(as_xlsx(edition, figures_of()))) == [
        "Überblick",
        "Bestand, Zugang und Abgang",
        "Abschluss und vorzeitiges Ende",
        "Übernahmegarantien und Verbleib"[:31],
        "Aufenthalt und Beschäftigungserlaubnis"[:31],
        "Definitionen",
    ]


def test_numbers_are_numbers_and_rates_are_shares():
    offered = programme(name="Wege", code="P1")
    edition = report_edition(figures=figures_of(offered.code))
    sheets = sheets_of(as_xlsx(edition, figures_of(offered.code)))

    head, *rows = sheets["Bestand, Zugang und Abgang"]
    (guarantees,) = sheets["Übernahmegarantien und Verbleib"[:31]][1:]

    where = head.index("Wert")
    assert [row[where] for row in rows] == [12, 1234, 7, "•"]
    assert (rows[2][head.index("Programm")], rows[2][head.index("Programm (Kürzel)")]) == ("Wege", "P1")
    assert guarantees[2:3] + guarantees[4:6] == [pytest.approx(2 / 3), 2, 3]


def test_what_is_suppressed_is_nowhere_in_the_file():
    figures = [Figure("inflow", 1, "total", {}, status=Status.SUPPRESSED)]
    edition = report_edition(figures=figures)

    _head, row = sheets_of(as_xlsx(edition, figures))["Bestand, Zugang und Abgang"]

    assert [cell for cell in row if isinstance(cell, int | float)] == []


def test_names_that_look_like_formulas_stay_text():
    offered = programme(name="=1+1", code="P1")
    data = as_xlsx(report_edition(figures=figures_of(offered.code)), figures_of(offered.code))

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]

    assert [sheet.count(b"<f>") for sheet in sheets] == [0] * len(sheets)


@pytest.mark.parametrize("render", [as_xlsx, as_pdf])
def test_the_same_figures_give_the_same_bytes(render):
    edition = report_edition(figures=figures_of())
    first = render(edition, figures_of())
    time.sleep(1.1)

    assert render(edition, figures_of()) == first


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_pdf_is_tagged_and_made_to_last(language):
    edition = report_edition(figures=figures_of())

    with translation.override(language):
        data = as_pdf(edition, figures_of())

    assert data.startswith(b"%PDF-1.7")
    assert re.findall(rb"pdfaid:part>(\d)<|pdfuaid:part>(\d)<", data) == [(b"2", b""), (b"", b"1")]
    assert (b"/StructTreeRoot" in data, f"/Lang({language})".encode() in data.replace(b" ", b"")) == (True, True)


@pytest.mark.parametrize(
    "name",
    ["برنامج الاندماج", "Програма інтеграції", "ፕሮግራም", "Ausbildung 🚀 名", "#let x = 1 \\ $y$ [z] *b*", '"); panic("']
    * 1,
)
def test_programmes_may_be_named_in_any_script(name):
    offered = programme(name=name, code="P1", organisation=organisation(name=name))
    edition = report_edition(organisation=offered.organisation, month=date(2024, 2, 1), figures=figures_of("P1"))

    assert as_pdf(edition, figures_of("P1")).startswith(b"%PDF")


def test_signs_without_a_shape_are_printed_as_a_box():
    assert printable({"a": ["Ä — 🚀", 1]}) == {"a": [f"Ä — {BOX}", 1]}


def test_the_fonts_cover_the_scripts_of_the_people_we_work_with():
    assert all(ord(sign) in covered() for sign in "ÄßẞẖṭğıİʿʾЖєїاپዩ•–…→−\u2009\u00a0▲▼" + BOX)


def test_an_empty_report_is_a_pdf_too():
    assert as_pdf(report_edition(ready=True), []).startswith(b"%PDF")
