"""The pictures of a report."""

from datetime import date

from reports.indicators.figures import Figure, Status
from reports.indicators.kinds import Family
from reports.rendering.story.pictures import Source, pictures
from reports.rendering.story.shelf import Shelf

OCTOBER = date(2024, 10, 1)


def total(indicator, value, **key):
    return Figure(indicator, 1, "total", key, value=value)


def reasons(**counts):
    return [Figure("outflow", 1, "reason", {"reason": reason}, value=count) for reason, count in counts.items()]


def drawn(family, figures, before=None):
    gallery = pictures(Source(OCTOBER, Shelf(figures), Shelf(before) if before is not None else None))
    return gallery.charts.get(family, [])


def stock(*rows):
    return [total("enrolments", 11), total("inflow", 3), total("outflow", 2), *rows]


def test_the_waterfall_leads_from_stock_to_stock_by_reasons():
    figures = stock(*reasons(completed=0, moved_away=2))

    chart, _reasons = drawn(Family.STOCK_AND_FLOW, figures, [total("enrolments", 10)])

    assert chart.table().rows == (
        ("Bestand Ende September 2024", "10"),
        ("Zugang", "+\u20093"),
        ("Abgang: Weggezogen", "−\u20092"),
        ("Bestand Ende Oktober 2024", "11"),
    )


def test_rare_reasons_are_summed_up():
    figures = [total("enrolments", 0), total("inflow", 0), total("outflow", 15)]
    figures += reasons(completed=5, taken_over=4, moved_away=3, health=2, died=1)

    chart, _reasons = drawn(Family.STOCK_AND_FLOW, figures, [total("enrolments", 15)])

    assert [row[1] for row in chart.table().rows[2:-1]] == ["−\u20095", "−\u20094", "−\u20093", "−\u20093"]


def test_if_one_reason_is_hidden_none_is_told():
    figures = stock(*reasons(completed=2), Figure("outflow", 1, "reason", {"reason": "died"}, status=Status.SUPPRESSED))

    chart, _reasons = drawn(Family.STOCK_AND_FLOW, figures, [total("enrolments", 10)])

    assert chart.table().rows[2] == ("Abgang", "−\u20092")


def test_without_the_month_before_there_is_no_waterfall():
    assert drawn(Family.STOCK_AND_FLOW, stock()) == []


def test_the_journey_leads_on_to_a_job():
    step = Figure("transition", 1, "step", {"from": "internship", "to": "training"}, "2/5", 2, 5)
    figures = [
        step,
        Figure("phase_stock", 1, "phase", {"phase": "internship"}, value=4),
        Figure("takeover", 1, "total", {}, "1", 3, 3),
    ]

    (chart,) = drawn(Family.TRANSITIONS, figures)

    assert chart.table().rows == (
        ("Praktikum", "4", ""),
        ("Praktikum → Ausbildung", "", "40,0\N{NO-BREAK SPACE}% (2 von 5)"),
        ("Ausbildung", "", ""),
        ("Ausbildung → Beschäftigung im Konzern", "", "100,0\N{NO-BREAK SPACE}% (3 von 3)"),
        ("Beschäftigung im Konzern", "", ""),
    )


def test_posts_are_owed_month_by_month():
    figures = [total("guarantee_forecast", number, month=f"2024-{11 + number}") for number in range(2)]

    (chart,) = drawn(Family.GUARANTEES, figures)

    assert chart.summary == "1 Stelle in 36 Monaten."
    assert chart.table().rows == (("November 2024", "0"), ("Dezember 2024", "1"))


def test_hidden_months_hide_the_sum():
    figures = [total("guarantee_forecast", 7, month="2024-11")]
    figures += [Figure("guarantee_forecast", 1, "total", {"month": "2024-12"}, status=Status.SUPPRESSED)]

    (chart,) = drawn(Family.GUARANTEES, figures)

    assert chart.summary == "Nicht alle Monate können gezeigt werden."
    assert chart.table().rows[1] == ("Dezember 2024", "•")


def test_where_there_is_nothing_to_see_there_is_no_picture_and_the_table_stays():
    figures = [Figure("permit_horizon", 1, "class", {"class": "expired"}, value=0)]

    gallery = pictures(Source(OCTOBER, Shelf(figures), None))

    assert (gallery.charts, gallery.told) == ({}, frozenset())


def test_a_picture_of_all_classes_takes_the_place_of_their_table():
    figures = [Figure("permit_horizon", 1, "class", {"class": "expired"}, value=1)]

    assert pictures(Source(OCTOBER, Shelf(figures), None)).told == {("permit_horizon", "class")}
