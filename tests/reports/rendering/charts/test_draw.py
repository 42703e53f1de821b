"""Charts: what they draw, what they say to those who do not see them, and what they never tell."""

import xml.etree.ElementTree as ET
from fractions import Fraction

import pytest

from reports.rendering.charts.description import (
    Amount,
    Bar,
    Bars,
    Change,
    Columns,
    Flow,
    Line,
    Link,
    Point,
    Station,
    Step,
    Tone,
    Waterfall,
)
from reports.rendering.charts.draw import svg_of

SVG = "{http://www.w3.org/2000/svg}"
HIDDEN = Amount(None, "•")


def amount(number):
    return Amount(number, str(number))


def drawn(chart):
    return ET.fromstring(svg_of(chart, "c"))  # noqa: S314  (drawn by ourselves)


def shapes(chart, name):
    return list(drawn(chart).iter(f"{SVG}{name}"))


def texts(chart):
    return [each.text for each in shapes(chart, "text")]


BARS = Bars(
    "Permits", "Two have expired.", "Class", "persons", (Bar("Expired", amount(2), Tone.DANGER), Bar("Later", HIDDEN))
)
WATERFALL = Waterfall(
    "Stock",
    "From 10 to 11.",
    "Step",
    "enrolments",
    (
        Step("September", amount(10), Change.LEVEL),
        Step("Inflow", amount(3), Change.RISE),
        Step("Outflow", amount(2), Change.FALL),
        Step("October", amount(11), Change.LEVEL),
    ),
)
COLUMNS = Columns("Posts", "Three.", "Month", "posts", tuple(Point(f"M{n}", "", amount(n)) for n in range(4)))
LINE = Line("Stay", "Falls.", "Month", "share", tuple(Point(str(n), "", amount(Fraction(4 - n, 4))) for n in range(4)))
FLOW = Flow(
    "Journey",
    "Half went on.",
    "Phase",
    "enrolments",
    (
        Station("a", "Internship", amount(4), (Link("b", Amount(Fraction(1, 2), "50 %"), "2 of 4"),)),
        Station("b", "Training", amount(9), (Link("a", amount(1), "1 of 1"),)),
    ),
)
ALL = [BARS, WATERFALL, COLUMNS, LINE, FLOW]


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: type(chart).__name__)
def test_every_chart_names_and_describes_itself(chart):
    svg = drawn(chart)

    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "c-t c-d"
    assert (svg[0].get("id"), svg[0].text) == ("c-t", chart.title)
    assert (svg[1].get("id"), svg[1].text) == ("c-d", chart.summary)


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: type(chart).__name__)
def test_the_policy_of_the_pages_finds_nothing_to_forbid(chart):
    svg = svg_of(chart, "c")

    assert [word for word in ("style=", "<style", "<script", " onload", "href") if word in svg] == []


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: type(chart).__name__)
def test_the_same_description_gives_the_same_bytes(chart):
    assert svg_of(chart, "c") == svg_of(chart, "c")


def test_a_hidden_number_has_its_sign_and_no_bar():
    bars = [each for each in shapes(BARS, "rect") if each.get("class") != "track"]

    assert texts(BARS) == ["Expired", "2", "Later", "•"]
    assert [(bar.get("class"), bar.get("width")) for bar in bars] == [("danger", "400")]
    assert BARS.table().rows == (("Expired", "2"), ("Later", "•"))


def test_bars_of_a_known_whole_leave_the_rest_open():
    chart = Bars("Share", "", "Line", "percent", (Bar("B2", amount(1)),), whole=4)

    assert [each.get("width") for each in shapes(chart, "rect")] == ["400", "100"]


def test_bars_without_anything_to_compare_are_empty():
    chart = Bars("None", "", "Line", "persons", (Bar("A", amount(0)),))

    assert [each.get("width") for each in shapes(chart, "rect")] == ["400", "0"]


def test_each_step_of_a_waterfall_begins_where_the_last_one_ended():
    spans = [
        (float(each.get("x")), float(each.get("x")) + float(each.get("width"))) for each in shapes(WATERFALL, "rect")
    ]

    scale = 400 / 13
    expected = [(0, 10), (10, 13), (11, 13), (0, 11)]
    assert spans == [pytest.approx((a * scale, b * scale), abs=0.2) for a, b in expected]
    assert WATERFALL.table().rows[1:3] == (("Inflow", "+\u20093"), ("Outflow", "−\u20092"))


def test_small_changes_of_a_large_stock_are_seen_and_its_bars_cut_open():
    steps = (
        Step("Before", amount(1000), Change.LEVEL),
        Step("In", amount(10), Change.RISE),
        Step("After", amount(1010), Change.LEVEL),
    )

    rects = shapes(Waterfall("Stock", "", "Step", "enrolments", steps), "rect")
    rise = next(each for each in rects if each.get("class") == "good")

    assert float(rise.get("width")) > 100
    assert [each.get("class") for each in rects].count("surface") == 2


def test_after_a_hidden_step_a_waterfall_draws_nothing_that_gives_it_away():
    steps = (
        Step("Before", amount(10), Change.LEVEL),
        Step("In", HIDDEN, Change.RISE),
        Step("Out", HIDDEN, Change.FALL),
        Step("After", amount(11), Change.LEVEL),
    )

    rects = shapes(Waterfall("Stock", "", "Step", "enrolments", steps), "rect")

    assert [(each.get("class"), each.get("x"), each.get("width")) for each in rects[1:3]] == [("hidden", "0", "26")] * 2


def test_months_without_posts_have_no_column():
    assert [each.get("height") for each in shapes(COLUMNS, "rect")] == ["40", "80", "120"]
    assert texts(COLUMNS) == ["1", "2", "3"]


def test_a_line_breaks_where_a_number_is_hidden():
    points = tuple(Point(str(n), "", HIDDEN if n == 2 else amount(Fraction(1, 2))) for n in range(5))

    lines = [each for each in shapes(Line("L", "", "M", "%", points), "path") if each.get("class") == "stroke plain"]

    assert len(lines) == 2


def test_a_stepped_line_holds_until_it_changes():
    chart = Line("L", "", "M", "%", LINE.points, stepped=True)

    way = next(each.get("d") for each in shapes(chart, "path") if each.get("class") == "stroke plain")

    assert way == "M40 10H157.3V42.5H274.7V75H392V107.5"


def test_ribbons_lead_forward_and_the_table_has_every_way():
    ribbons = [each for each in shapes(FLOW, "path") if each.get("class").startswith("stroke")]

    assert len(ribbons) == 1
    assert FLOW.table().rows == (
        ("Internship", "4", ""),
        ("Internship → Training", "", "50 % (2 of 4)"),
        ("Training", "9", ""),
        ("Training → Internship", "", "1 (1 of 1)"),
    )


def test_hostile_names_stay_text():
    name = "</text><script>alert(1)</script>"

    assert texts(Bars(name, name, name, name, (Bar(name, Amount(1, name)),))) == [name, name]
