"""What is certified counts, whatever was estimated before or since (FIELD.md 5, L1): on every page as in the report."""

from datetime import date

import pytest
import time_machine

from integration.periods.refusals import NOT_IN_LIST
from programmes.participants.enums import Evidence, Level
from programmes.participants.levels import counting
from programmes.participants.models import LanguageLevel
from programmes.pathways.models import Progress
from reports.indicators.report import compute_report
from tests import factories as make
from tests.refused import refused

pytestmark = pytest.mark.django_db

TODAY = date(2025, 6, 30)
SPRING, SUMMER, TOMORROW = date(2025, 3, 1), date(2025, 6, 1), date(2025, 7, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY):
        yield


def certificate(level, day, skill=""):
    return {"level": level, "assessed_on": day, "evidence": Evidence.CERTIFICATE, "skill": skill}


def estimate(level, day):
    return {"level": level, "assessed_on": day, "evidence": Evidence.TEACHER_ESTIMATE}


@pytest.mark.parametrize(
    ("known", "counts"),
    [
        ([estimate(Level.B2, SPRING), certificate(Level.B1, SUMMER)], Level.B1),
        ([certificate(Level.B1, SPRING), estimate(Level.B2, SUMMER)], Level.B1),
        ([certificate(Level.A2, SUMMER, "reading"), certificate(Level.B1, SUMMER, "speaking")], Level.B1),
        ([certificate(Level.B1, SUMMER), certificate(Level.A2, SUMMER, "writing")], Level.B1),
        ([certificate(Level.B2, SPRING), certificate(Level.B1, SUMMER)], Level.B1),
        ([certificate(Level.B1, SUMMER), certificate(Level.B2, TOMORROW)], Level.B1),
    ],
    ids=[
        "less than was estimated before",
        "estimated higher since",
        "two skills on one day",
        "the whole and a skill on one day",
        "a later certificate of less",
        "one of tomorrow",
    ],
)
def test_the_highest_certificate_of_the_latest_day_counts(known, counts):
    enrolled = make.enrolment()
    for fields in known:
        make.language_level(enrolled.participant, **fields)
    figures = compute_report(enrolled.organisation, date(2025, 6, 1))

    assert counting(LanguageLevel.objects.order_by("pk"), TODAY).level == counts
    assert Progress.objects.get().certified_rank == counts.rank
    assert [each.key["class"] for each in figures if each.indicator == "language_level" and each.value] == [counts]


def test_where_nothing_is_certified_the_newest_estimate_is_shown_and_counts_nowhere():
    enrolled = make.enrolment()
    for fields in (estimate(Level.B2, SPRING), estimate(Level.B1, SUMMER)):
        make.language_level(enrolled.participant, **fields)
    figures = compute_report(enrolled.organisation, date(2025, 6, 1))

    assert counting(LanguageLevel.objects.order_by("pk"), TODAY).level == Level.B1
    assert Progress.objects.get().certified_rank is None
    assert [each.key["class"] for each in figures if each.indicator == "language_level" and each.value] == ["unknown"]


def test_a_certificate_of_less_is_no_step_back_from_an_estimate():
    enrolled = make.enrolment(entered_on=date(2024, 9, 1))
    make.language_level(enrolled.participant, **certificate(Level.A2, date(2024, 10, 1)))
    make.language_level(enrolled.participant, **estimate(Level.B2, SPRING))
    make.language_level(enrolled.participant, **certificate(Level.B1, SUMMER))

    figures = compute_report(enrolled.organisation, date(2025, 6, 1))

    (progress,) = [each for each in figures if each.indicator == "language_progress" and not each.key]
    assert (progress.numerator, progress.denominator) == (1, 1)


def test_half_steps_are_no_levels():
    half = LanguageLevel(participant=make.participant(), **estimate("a2+", SPRING))

    with refused(NOT_IN_LIST):
        half.validate_constraints()
