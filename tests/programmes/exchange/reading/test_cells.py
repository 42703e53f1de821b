"""Cells as people and spreadsheets write them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.exchange.reading.cells import CellError, UnreadableError, converter
from programmes.exchange.tables import TABLES

CELLS = st.one_of(
    st.none(), st.booleans(), st.floats(), st.dates(), st.datetimes(), st.builds(CellError, st.just("#REF!")),
    st.text(st.characters(), max_size=30), st.from_regex(r"[0-9]{1,6}[-.][0-9]{1,3}[-.][0-9]{1,6}"),
    st.from_regex(r"[-+]?[0-9.,eE]{1,12}"), st.just("x" * 10_000),
)  # fmt: skip


def read(address, cell):
    table, _, column = address.partition(".")
    return converter(TABLES[table].by_name[column])(cell)


@pytest.mark.parametrize(
    ("address", "cell", "value"),
    [
        ("enrolments.entered_on", "2016-09-01", date(2016, 9, 1)),
        ("enrolments.entered_on", "01.09.2016", date(2016, 9, 1)),
        ("enrolments.entered_on", "1.9.2016", date(2016, 9, 1)),
        ("enrolments.entered_on", date(2016, 9, 1), date(2016, 9, 1)),
        ("enrolments.entered_on", datetime(2016, 9, 1, 12), date(2016, 9, 1)),  # noqa: DTZ001
        ("enrolments.ended_on", " ", None),
        ("phases.optional", "ja", True),
        ("phases.optional", "Nein", False),
        ("phases.optional", "YES", True),
        ("phases.optional", "no", False),
        ("phases.optional", "true", True),
        ("phases.optional", "FALSCH", False),
        ("phases.optional", "1", True),
        ("phases.optional", 0.0, False),
        ("phases.optional", True, True),
        ("phases.optional", "", False),
        ("contacts.reached", "", None),
        ("targets.value", "50,5", Decimal("50.5")),
        ("targets.value", "50.5", Decimal("50.5")),
        ("targets.value", "1.234,5", Decimal("1234.5")),
        ("targets.value", "1,234.5", Decimal("1234.5")),
        ("targets.value", 0.1, Decimal("0.1")),
        ("targets.value", "-3", Decimal(-3)),
        ("phases.duration_months", "36,0", 36),
        ("phases.duration_months", 36.0, 36),
        ("participants.code", 1001.0, "1001"),
        ("participants.nationality", "syr", "SYR"),
        ("phases.kind", "training", "training"),
        ("phases.kind", "AUSBILDUNG", "training"),
        ("phases.kind", "Einstiegsqualifizierung", "eq"),
        ("phases.minimum_level", "B1", "b1"),
        ("guarantees.scope", "", "employer"),
        ("targets.operator", "≥", ">="),
        (
            "programmes.success_reasons",
            "completed | Keine weitere Unterstützung nötig",
            "completed|no_further_support_needed",
        ),
        ("participants.given_name", "=1+1", "=1+1"),
        ("published_figures.value", 4000.0, "4000"),
        ("programmes.description", "Eins\r\nZwei", "Eins\nZwei"),
        ("programmes.name", "Eins\r\nZwei", "Eins Zwei"),
    ],
)
def test_a_cell_is_read(address, cell, value):
    assert read(address, cell) == value


@pytest.mark.parametrize(
    ("address", "cell", "code"),
    [
        ("enrolments.entered_on", 42614.0, "not_a_date"),
        ("enrolments.entered_on", "01.09.16", "not_a_date"),
        ("enrolments.entered_on", "2016-09-01T00:00", "not_a_date"),
        ("enrolments.entered_on", "٢٠١٦-٠٩-٠١", "not_a_date"),
        ("enrolments.entered_on", date(1899, 12, 31), "date_out_of_range"),
        ("enrolments.entered_on", CellError("#REF!"), "cell_is_an_error"),
        ("enrolments.participant", CellError("#NAME?"), "cell_is_an_error"),
        ("enrolments.participant", "x" * 65, "too_long"),
        ("phases.duration_months", True, "not_a_number"),
        ("phases.duration_months", float("inf"), "not_a_number"),
        ("phases.duration_months", "١٢", "not_a_number"),
        ("phases.duration_months", "1" * 41, "not_a_number"),
        ("targets.value", "1" * 15, "too_many_decimals"),
        ("phases.kind", "", "required"),
    ],
)
def test_a_cell_is_refused(address, cell, code):
    with pytest.raises(UnreadableError) as refused:
        read(address, cell)

    assert refused.value.refusal.code == code


@given(st.sampled_from([(table.name, column.name) for table in TABLES.values() for column in table.columns]), CELLS)
def test_any_cell_is_read_or_refused(address, cell):
    table, column = address
    convert = converter(TABLES[table].by_name[column])

    try:
        value = convert(cell)
    except UnreadableError:
        return

    assert value is None or "\0" not in str(value)
    assert not isinstance(value, date) or date(1900, 1, 1) <= value <= date(2100, 12, 31)
