"""Tables that are too long to be read in passing."""

import pytest

from integration.accounts.roles import Role
from reports.indicators.figures import Figure
from reports.indicators.kinds import Family
from reports.rendering.long_tables import ROWS_IN_PASSING, LongTable, figures_in_passing, long_tables, read_table
from tests.factories import member, organisation, report_edition

pytestmark = pytest.mark.django_db


def dropouts(rows):
    return [Figure("dropout", 1, "cohort", {"cohort": f"C{n:03}"}, "0", 0, 1, 0) for n in range(rows)]


def so_far(rows):
    figures = []
    for n in range(rows):
        figures.append(Figure("dissolution_so_far", 1, "cohort", {"cohort": f"C{n:03}"}, "0", 0, 1))
        figures.append(
            Figure("dissolution_so_far", 1, "cohort", {"cohort": f"C{n:03}", "line": "in_probation"}, "0", 0, 1)
        )
    return figures


LONG = ROWS_IN_PASSING + 1
STOCK = [Figure("participants", 1, "total", {}, value=3)]


@pytest.mark.parametrize(
    ("rows", "left"), [(ROWS_IN_PASSING, []), (LONG, [LongTable(Family.COMPLETION, "cohort", LONG)])]
)
def test_a_table_is_long_when_it_has_more_rows_than_can_be_read_in_passing(rows, left):
    edition = report_edition(figures=[*STOCK, *dropouts(rows)])

    assert long_tables(edition) == left


def test_lines_of_an_indicator_are_columns_not_rows():
    edition = report_edition(figures=so_far(ROWS_IN_PASSING))

    assert long_tables(edition) == []


def test_the_page_reads_everything_else():
    edition = report_edition(figures=[*STOCK, *dropouts(LONG)])

    assert figures_in_passing(edition, long_tables(edition)) == STOCK


def test_a_long_table_is_read_as_a_whole():
    edition = report_edition(figures=[*STOCK, *dropouts(LONG), *so_far(LONG)])

    table = read_table(edition, long_tables(edition)[0])

    assert len(table.rows) == LONG
    assert {column[0] for column in table.columns} == {"dropout", "dissolution_so_far"}


def test_its_page_is_reached_from_the_report(client):
    at = organisation()
    edition = report_edition(organisation=at, figures=[*STOCK, *dropouts(LONG)])
    client.force_login(member(Role.TRAINING_MANAGER, at))
    address = f"/reports/{edition.pk}/completion/cohort/"

    report = client.get(f"/reports/{edition.pk}/")
    page = client.get(address)

    assert f'href="{address}"' in report.text
    assert "C000" not in report.text
    assert page.text.count('<th scope="row">') == LONG


def test_a_table_that_is_not_there_is_not_found(client):
    at = organisation()
    edition = report_edition(organisation=at, figures=STOCK)
    client.force_login(member(Role.TRAINING_MANAGER, at))

    assert [client.get(f"/reports/{edition.pk}/{where}/").status_code for where in ("completion/cohort", "x/y")] == [
        404
    ] * 2


def test_others_find_no_table(client):
    edition = report_edition(figures=[*STOCK, *dropouts(LONG)])
    client.force_login(member(Role.TRAINING_MANAGER))

    assert client.get(f"/reports/{edition.pk}/completion/cohort/").status_code == 404
