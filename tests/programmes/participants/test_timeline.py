"""The picture of a journey: every bar where its days are, nothing over another, nothing outside."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.participants.timeline import BAR, MARGIN, NARROWEST, WIDEST, Lane, Look, Mark, Span, draw, gaps, rows

TODAY = date(2025, 7, 1)


def phase(start, end=None, expected=None, label="Ausbildung"):
    return Span(start, end, label, Look.PHASE, expected)


def boxes(picture, *, expected=None):
    found = [box for strip in picture.strips for box in strip.boxes]
    return [box for box in found if expected is None or box.expected == expected]


def edges(box):
    return box.x, round(box.x + box.width, 1)


def test_nothing_to_draw_is_no_picture():
    assert draw([Lane("Phasen", [])], TODAY) is None


def test_a_bar_reaches_from_its_first_day_to_the_end_of_its_last():
    picture = draw([Lane("Phasen", [phase(date(2025, 1, 1), date(2025, 12, 31))])], TODAY)

    bar = boxes(picture)[0]
    days = (picture.last - picture.first).days + 1
    unit = (picture.width - 2 * MARGIN) / days
    assert picture.first == date(2025, 1, 1)
    assert edges(bar) == (MARGIN, pytest.approx(MARGIN + 365 * unit, abs=0.2))


def test_what_goes_on_is_filled_until_today_and_outlined_to_its_plan():
    picture = draw([Lane("Phasen", [phase(date(2025, 1, 1), None, date(2025, 12, 31))])], TODAY)

    (outline,), (filled,) = boxes(picture, expected=True), boxes(picture, expected=False)
    assert edges(filled)[1] == pytest.approx(picture.today_x, abs=2)
    assert edges(outline)[1] > edges(filled)[1]


def test_what_lies_ahead_is_only_an_outline():
    picture = draw([Lane("Phasen", [phase(date(2026, 1, 1))])], TODAY)

    assert [box.expected for box in boxes(picture)] == [True]


def test_a_plan_ends_where_the_next_phase_begins():
    left_early = phase(date(2024, 1, 1), date(2024, 6, 30), date(2024, 12, 31))
    picture = draw([Lane("Phasen", [left_early, phase(date(2024, 9, 1), date(2025, 6, 30))])], TODAY)

    (outline,) = boxes(picture, expected=True)
    following = boxes(picture, expected=False)[1]
    assert edges(outline)[1] == pytest.approx(following.x, abs=0.2)


def test_gaps_are_drawn_from_the_entry_to_today_where_nothing_is():
    lane = Lane(
        "Phasen",
        [phase(date(2024, 9, 1), date(2024, 11, 30)), phase(date(2025, 2, 1), date(2025, 5, 31))],
        gap="zwischen den Phasen",
        within=(date(2024, 8, 1), None),
    )

    found = [(box.span.start, box.span.end) for box in boxes(draw([lane], TODAY)) if box.look == "gap"]

    assert found == [
        (date(2024, 8, 1), date(2024, 8, 31)),
        (date(2024, 12, 1), date(2025, 1, 31)),
        (date(2025, 6, 1), TODAY),
    ]


def test_an_enrolment_without_a_phase_is_one_gap():
    assert gaps([], date(2025, 1, 1), TODAY) == [(date(2025, 1, 1), TODAY)]


def test_two_courses_at_once_lie_below_each_other():
    first, second = phase(date(2025, 1, 1)), phase(date(2025, 2, 1), date(2025, 3, 1))
    third = phase(date(2025, 4, 1), date(2025, 5, 1))

    assert rows([third, first, second]) == [[first], [second, third]]


def test_a_pause_is_a_narrow_bar_at_the_foot_of_the_phase():
    lane = Lane(
        "Phasen", [phase(date(2025, 1, 1))], over=[Span(date(2025, 3, 1), date(2025, 4, 1), "Pause", Look.PAUSE)]
    )

    bar, pause = boxes(draw([lane], TODAY), expected=False)
    assert (pause.height < BAR, pause.y + pause.height) == (True, bar.y + BAR)


def test_lanes_of_an_enrolment_stand_together_under_one_heading():
    lanes = [
        Lane("Phasen", [phase(date(2025, 1, 1))], group=7, heading="Programm A"),
        Lane("Phasen", [phase(date(2024, 1, 1))], group=8, heading="Programm B"),
        Lane("Dokumente", [phase(date(2024, 1, 1))]),
        Lane("Begleitung", [phase(date(2025, 1, 1))], group=7),
    ]

    strips = draw(lanes, TODAY).strips

    assert [(strip.heading, strip.title) for strip in strips] == [
        ("Programm A", "Phasen"),
        ("", "Begleitung"),
        ("Programm B", "Phasen"),
        ("", "Dokumente"),
    ]


def test_a_permit_does_not_stretch_the_picture():
    permit = Lane("Dokumente", [Span(date(2010, 1, 1), date(2050, 1, 1), "Titel", Look.PERMIT)], stretches=False)

    picture = draw([Lane("Phasen", [phase(date(2025, 1, 1))]), permit], TODAY)

    assert (picture.first, picture.last) == (date(2025, 1, 1), date(2025, 8, 1))
    assert edges(boxes(picture)[-1]) == (MARGIN, pytest.approx(picture.width - MARGIN, abs=0.2))


def test_words_stand_on_the_bar_beside_it_or_shortened():
    label = "Fachkraft für Lagerlogistik"
    spans = [
        phase(date(2022, 1, 1), date(2023, 12, 31), label=label),
        phase(date(2024, 1, 1), date(2024, 4, 30), label=label),
        phase(date(2024, 5, 1), date(2024, 5, 10), label=label),
    ]

    captions = draw([Lane("Phasen", spans)], TODAY).strips[0].captions

    assert [(each.inside, each.text) for each in captions] == [
        (True, label),
        (True, "Fachkra…"),
        (False, label),
    ]


@pytest.mark.parametrize(
    ("first", "labels"), [(date(2024, 3, 1), ["2024", "2025"]), (date(2021, 12, 1), ["2022", "2023", "2024", "2025"])]
)
def test_years_are_written_where_there_is_room(first, labels):
    picture = draw([Lane("Phasen", [phase(first)])], TODAY)

    assert [year.label for year in picture.years] == labels


def test_a_century_is_still_a_picture():
    picture = draw([Lane("Phasen", [phase(date(1900, 1, 1), date(2100, 12, 31))])], TODAY)

    distances = [after.x - before.x for before, after in pairwise(picture.years)]
    assert picture.width == WIDEST + 2 * MARGIN
    assert min(distances) >= 40


days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@st.composite
def spans(draw_one):
    start = draw_one(days)
    length = st.none() | st.integers(0, 4000)
    end, expected = draw_one(length), draw_one(length)
    return Span(
        start,
        None if end is None else start + timedelta(days=end),
        draw_one(st.sampled_from(["", "Ausbildung", "Ausbildung Kaufleute für Büromanagement"])),
        draw_one(st.sampled_from(list(Look))),
        None if expected is None else start + timedelta(days=expected),
    )


@settings(deadline=None)
@given(st.lists(spans(), max_size=6), st.lists(spans(), max_size=2), st.lists(days, max_size=3), days)
def test_whatever_happened_every_bar_lies_in_the_picture(found, over, marks, today):
    lane = Lane("x", found, [Mark(day, "m", Look.EXAM) for day in marks], over, "gap", (today, None))

    picture = draw([lane], today)

    assert picture.width >= NARROWEST
    for box in boxes(picture):
        assert MARGIN <= box.x <= box.x + box.width <= picture.width
        assert 0 <= box.y <= box.y + box.height <= picture.height


@settings(deadline=None)
@given(st.lists(spans(), max_size=8))
def test_in_one_line_no_two_share_a_day(found):
    for line in rows(found):
        for before, after in pairwise(line):
            assert before.end is not None
            assert before.end < after.start
