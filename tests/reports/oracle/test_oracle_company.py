"""Language, sponsors, permits, places and targets, counted by hand."""

import pytest

from tests.reports.oracle.case import Case


def one_person():
    case = Case()
    case.enrol("E1", "2019-01-01")
    return case


def certificate(case, on, level, evidence="certificate", skill="", person="PE1"):
    case.row("language_levels", participant=person, assessed_on=on, level=level, evidence=evidence, skill=skill)


def class_of(case, indicator, month):
    cells = case.cells(indicator, month, breakdown="class")
    return [cell["key"]["class"] for cell in cells if cell["value"]]


def test_the_highest_of_the_latest_certificates_counts():
    case = one_person()
    certificate(case, "2020-01-10", "c1")
    certificate(case, "2020-02-10", "a2", skill="reading")
    certificate(case, "2020-02-10", "b1", skill="speaking")
    certificate(case, "2020-03-10", "b2", evidence="teacher_estimate")
    certificate(case, "2020-04-01", "c2")

    assert class_of(case, "language_level", "2020-03") == ["b1"]
    assert class_of(case, "language_level", "2019-12") == ["unknown"]


def test_b2_is_asked_of_the_certified_and_of_all():
    case = one_person()
    case.enrol("E2", "2019-01-01")
    case.enrol("E3", "2019-01-01")
    certificate(case, "2020-01-10", "b2")
    certificate(case, "2020-01-10", "a1", person="PE2")

    assert case.figure("language_b2", "2020-01") == (1, 2)
    assert case.figure("language_b2", "2020-01", line="of_all") == (1, 3)


def test_progress_compares_with_the_corresponding_day_six_months_before():
    case = one_person()
    case.enrol("E2", "2019-01-01")
    certificate(case, "2019-08-29", "a1")
    certificate(case, "2020-02-29", "b1")
    certificate(case, "2019-08-30", "a1", person="PE2")

    assert case.figure("language_progress", "2020-02") == (2, 1)
    assert case.figure("language_progress", "2020-02", line="one_step") == (1, 1)


def accompanied(interval="14"):
    case = one_person()
    case.set_phase("P-I", sponsor_required="yes", contact_interval_days=interval)
    case.entry("E1", "P-I", "2020-03-11")
    return case


def test_sponsored_days_leave_out_pauses_and_days_without_need():
    case = accompanied()
    case.row("sponsorships", sponsor="S", enrolment="E1", started_on="2020-03-21", ended_on="", role="mentor")
    case.row("sponsorships", sponsor="T", enrolment="E1", started_on="2020-03-01", ended_on="", role="instructor")
    case.row("pauses", enrolment="E1", started_on="2020-03-30", ended_on="")

    assert case.figure("sponsored_days", "2020-03") == (9, 19)
    assert case.figure("sponsor_coverage", "2020-03") == (1, 1)
    assert case.figure("caseload", "2020-03") == (1, 1)


@pytest.mark.parametrize(
    ("begun", "held_on", "reached", "expected"),
    [
        ("2020-03-17", "2020-03-17", "yes", (1, 1)),
        ("2020-03-17", "2020-03-16", "yes", (0, 1)),
        ("2020-03-17", "2020-04-01", "yes", (0, 1)),
        ("2020-03-17", "2020-03-31", "no", (0, 1)),
        ("2020-03-17", "2020-03-31", "", (0, 1)),
        ("2020-03-18", "2020-03-31", "yes", (0, 0)),
    ],
)
def test_contacts_count_within_the_interval_of_the_phase(begun, held_on, reached, expected):
    case = accompanied()
    case.row("sponsorships", sponsor="S", enrolment="E1", started_on=begun, ended_on="", role="sponsor")
    case.row("contacts", sponsor="S", enrolment="E1", held_on=held_on, channel="phone", reached=reached)

    assert case.figure("contact_regularity", "2020-03") == expected


def test_a_sponsor_of_two_is_one_trained_sponsor():
    case = one_person()
    case.enrol("E2", "2019-01-01")
    case.row("sponsors", code="S", trained_on="2020-03-31")
    case.row("sponsors", code="T", trained_on="2020-04-01")
    for sponsor, enrolment in (("S", "E1"), ("S", "E2"), ("T", "E1")):
        case.row("sponsorships", sponsor=sponsor, enrolment=enrolment, started_on="2020-01-01", role="sponsor")

    assert case.figure("trained_sponsors", "2020-03") == (1, 2)
    (caseload,) = case.cells("caseload", "2020-03")
    assert (caseload["numerator"], caseload["denominator"], caseload["value"]) == (3, 2, "3/2")


def document(case, kind, issued, printed="", legal=""):
    case.row(
        "residence_documents",
        participant="PE1",
        kind=kind,
        issued_on=issued,
        printed_valid_to=printed,
        legal_valid_to=legal,
    )


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2020-03-30", "expired"),
        ("2020-03-31", "0-30"),
        ("2020-04-30", "0-30"),
        ("2020-05-01", "31-90"),
        ("2020-06-29", "31-90"),
        ("2020-06-30", "91-180"),
        ("2020-09-27", "91-180"),
        ("2020-09-28", "181-365"),
        ("2021-03-31", "181-365"),
        ("2021-04-01", "over_365"),
        ("", "unknown"),
    ],
)
def test_days_left_make_the_class(end, expected):
    case = one_person()
    document(case, "residence_permit", "2019-01-01", printed=end)

    assert class_of(case, "permit_horizon", "2020-03") == [expected]


def test_the_best_document_is_the_first_that_exists():
    case = one_person()
    found = []
    for kind, issued, printed, legal in (
        ("temporary_protection", "2020-01-01", "2020-02-01", "2020-04-15"),
        ("provisional_effect", "2020-01-01", "2020-01-31", ""),
        ("toleration", "2020-01-02", "2020-05-15", ""),
        ("provisional_effect", "2020-01-02", "", ""),
        ("residence_permit", "2020-04-01", "2029-05-15", ""),
        ("settlement_permit", "2020-03-31", "2020-03-31", ""),
        ("german", "2020-03-31", "", ""),
    ):
        document(case, kind, issued, printed, legal)
        found += class_of(case, "permit_horizon", "2020-03")

    assert found == ["0-30", "pending", "31-90", "pending", "pending", "unlimited", "not_needed"]


def test_a_permit_covers_the_phase_that_began_last():
    case = one_person()
    case.entry("E1", "P-T", "2019-01-01", planned_end_on="2021-01-01")
    case.enrol("E2", "2019-02-01", participant="PE1")
    case.entry("E2", "P-I", "2019-02-01", planned_end_on="2020-01-01")
    document(case, "residence_permit", "2019-01-01", printed="2020-01-01")

    assert case.figure("permit_covers_phase", "2020-03") == (1, 1)
    assert case.figure("permit_covers_phase", "2020-03", at="XX") == (0, 0)


def test_places_are_those_of_the_programmes_of_the_scope_wherever_people_are_enrolled():
    case = Case()
    case.bundle["cohorts"][0].update(planned_places="3", planned_places_qualifier="over")
    case.enrol("E1", "2020-03-31", organisation="XX")
    case.enrol("E2", "2020-04-01")

    assert case.figure("places", "2020-03", at="CA", breakdown="cohort", cohort="K") == (1, 3)
    assert case.cells("places", "2020-03", at="XX", breakdown="cohort") == []


@pytest.mark.parametrize(
    ("operator", "value", "baseline", "baseline_on", "due_on", "expected"),
    [
        (">=", "2", "", "", "2020-12-31", "met"),
        (">", "2", "", "", "2020-12-31", "no_baseline"),
        (">", "2", "0", "2020-12-31", "2020-12-31", "no_baseline"),
        (">=", "4", "0", "2020-01-01", "2020-06-29", "on_track"),  # 90 of 180 days: the line is at 2
        (">=", "4", "0", "2019-12-31", "2020-06-28", "behind"),  # 91 of 180 days
        (">=", "4", "2", "2020-04-15", "2020-12-31", "on_track"),  # flat before the baseline
        (">", "2", "0", "2019-01-01", "2020-01-01", "on_track"),  # flat after the due date, at the line
        (">=", "2,5", "0", "2019-01-01", "2020-01-01", "behind"),
    ],
)
def test_the_state_of_a_target(operator, value, baseline, baseline_on, due_on, expected):
    case = one_person()
    case.enrol("E2", "2019-01-01")
    case.row(
        "targets",
        code="T",
        organisation="S1",
        indicator="participants",
        operator=operator,
        value=value,
        due_on=due_on,
        baseline=baseline,
        baseline_on=baseline_on,
    )

    assert case.figure("target", "2020-03", breakdown="target", target="T") == expected
    assert case.cells("target", "2020-03", at="CB", breakdown="target") == []


@pytest.mark.parametrize(
    ("indicator", "line", "value", "expected"),
    [
        ("language_b2", "", "50", "met"),
        ("language_b2", "", "50.1", "no_baseline"),
        ("language_b2", "of_all", "33.4", "no_baseline"),
        ("language_b2", "of_all", "33.3", "met"),
        ("language_progress", "", "1", "met"),
        ("language_progress", "one_step", "100", "met"),
        ("caseload", "", "1", "no_value"),
        ("language_level", "", "1", "no_value"),
        ("retention_12", "", "1", "no_value"),
        ("guarantee_forecast", "", "0", "no_value"),
    ],
)
def test_rates_are_compared_in_percent_and_everything_else_as_it_is(indicator, line, value, expected):
    case = one_person()
    case.enrol("E2", "2019-01-01")
    case.enrol("E3", "2019-01-01")
    certificate(case, "2019-01-01", "b1")
    certificate(case, "2020-03-01", "b2")
    certificate(case, "2020-03-01", "a1", person="PE2")
    target = {"organisation": "GR", "operator": ">=", "due_on": "2021-01-01"}
    case.row("targets", code="T", indicator=indicator, line=line, value=value, **target)

    assert case.figure("target", "2020-03", breakdown="target", target="T") == expected
