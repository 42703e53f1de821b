"""Stock, flow, transitions and completion, counted by hand."""

from tests.reports.oracle.case import Case

INTERNSHIP_TO_TRAINING = {"from": "internship", "to": "training"}


def test_an_end_takes_effect_on_the_day_after_it():
    case = Case()
    case.enrol("E1", "2020-05-01", "2020-08-31")

    assert [case.figure("participants", month) for month in ("2020-08", "2020-09")] == [1, 0]
    assert [case.figure("outflow", month) for month in ("2020-08", "2020-09")] == [0, 1]
    assert case.figure("outflow", "2020-09", breakdown="reason", reason="unknown") == 1


def test_entering_and_leaving_in_one_month_is_a_flow_without_stock():
    case = Case()
    case.enrol("E1", "2020-02-29", "2020-02-29")
    case.enrol("E2", "2020-02-10", "2020-02-28", end_reason="health")

    assert (case.figure("inflow", "2020-02"), case.figure("outflow", "2020-02")) == (2, 1)
    assert (case.figure("enrolments", "2020-02"), case.figure("outflow", "2020-03")) == (1, 1)
    assert case.figure("outflow", "2020-02", breakdown="reason", reason="health") == 1


def test_a_move_inside_the_scope_is_a_flow_of_its_parts_only():
    case = Case()
    case.enrol("E1", "2020-01-01")
    case.row("transfers", enrolment="E1", on="2020-03-10", organisation="S2")

    assert (case.figure("inflow", "2020-03", at="CA"), case.figure("outflow", "2020-03", at="CA")) == (0, 0)
    assert case.figure("outflow", "2020-03", at="CA", breakdown="organisation", organisation="S1") == 1
    assert case.figure("inflow", "2020-03", at="CA", breakdown="organisation", organisation="S2") == 1
    assert case.figure("outflow", "2020-03", at="S1", breakdown="reason", reason="transfer_out") == 1


def test_there_and_back_makes_two_spells():
    case = Case()
    case.enrol("E1", "2020-01-01")
    case.row("transfers", enrolment="E1", on="2020-03-10", organisation="XX")
    case.row("transfers", enrolment="E1", on="2020-03-20", organisation="S1")

    assert [case.figure(name, "2020-03") for name in ("enrolments", "inflow", "outflow")] == [1, 1, 1]
    assert [case.figure(name, "2020-03", at="XX") for name in ("enrolments", "inflow", "outflow")] == [0, 1, 1]


def test_a_transfer_on_the_first_day_counts_from_the_start_and_one_on_the_last_day_for_one_day():
    case = Case()
    case.enrol("E1", "2020-03-02", "2020-04-15", end_reason="completed")
    case.row("transfers", enrolment="E1", on="2020-03-02", organisation="S2")
    case.row("transfers", enrolment="E1", on="2020-04-15", organisation="CB")

    assert [case.figure(name, "2020-03", at="S1") for name in ("supported", "inflow", "outflow")] == [0, 0, 0]
    assert case.figure("outflow", "2020-04", at="S2", breakdown="reason", reason="transfer_out") == 1
    assert case.figure("outflow", "2020-04", at="CB", breakdown="reason", reason="completed") == 1
    assert case.figure("inflow", "2020-04", at="CB") == 1


def test_supported_reaches_back_to_the_day_after_two_years_ago():
    case = Case()
    case.enrol("E1", "2018-01-01", "2018-02-28")
    case.enrol("E2", "2018-01-01", "2018-03-01")

    assert case.figure("supported", "2020-02") == 1


def test_an_organisation_is_part_of_itself_if_someone_belonged_to_it_directly_and_a_partner_never():
    case = Case()
    case.row("organisations", code="PA", kind="partner", parent="CA")
    case.enrol("E1", "2020-01-01")
    parts = [cell["key"] for cell in case.cells("enrolments", "2020-01", at="CA", breakdown="organisation")]
    case.row("transfers", enrolment="E1", on="2020-02-01", organisation="CA")
    later = [cell["key"] for cell in case.cells("enrolments", "2020-02", at="CA", breakdown="organisation")]

    assert parts == [{"organisation": "S1"}, {"organisation": "S2"}]
    assert later == [{"organisation": "CA"}, {"organisation": "S1"}, {"organisation": "S2"}]


def test_paused_overdue_and_between_phases():
    case = Case()
    case.enrol("E1", "2020-01-01")
    case.entry("E1", "P-I", "2020-01-01", planned_end_on="2020-03-30")
    case.enrol("E2", "2020-01-01")
    case.entry("E2", "P-I", "2020-01-01", planned_end_on="2020-03-31")
    case.enrol("E3", "2020-01-01")
    case.row("pauses", enrolment="E3", started_on="2020-03-31", ended_on="2020-03-31")

    assert (case.figure("paused", "2020-03"), case.figure("overdue", "2020-03")) == (1, 1)
    assert case.figure("phase_stock", "2020-03", breakdown="phase", phase="internship") == 2
    assert case.figure("phase_stock", "2020-03", breakdown="phase", phase="between_phases") == 1


def test_steps_leave_optional_phases_out_or_not():
    case = Case()
    case.enrol("E1", "2020-01-01")

    steps = [cell["key"] for cell in case.cells("transition", "2020-01", breakdown="step")]
    assert steps == [{"from": "eq", "to": "training"}, {"from": "internship", "to": "eq"}, INTERNSHIP_TO_TRAINING]


def test_transition_counts_matured_exits_of_one_year_only():
    case = Case()  # on 31 March 2021 the window of 183 days reaches back to 29 September 2020
    for code, end in (("E1", "2019-09-29"), ("E2", "2019-09-30"), ("E3", "2020-09-29"), ("E4", "2020-09-30")):
        case.enrol(code, "2019-01-01")
        case.entry(code, "P-I", "2019-01-01", end)
    case.entry("E2", "P-T", "2020-03-31")  # 183 days after the end
    case.entry("E3", "P-T", "2021-04-01")  # 184 days after
    case.entry("E4", "P-T", "2020-10-01")  # an early success that has not matured

    assert case.figure("transition", "2021-03", breakdown="step", **INTERNSHIP_TO_TRAINING) == (1, 2, 1)
    key = {**INTERNSHIP_TO_TRAINING, "programme": "P"}
    assert case.figure("transition", "2021-03", breakdown="step_programme", **key) == (1, 2, 1)


def test_transition_days_are_the_median_of_the_days_between():
    case = Case()
    for code, end in (("E1", "2020-02-26"), ("E2", "2020-02-25")):
        case.enrol(code, "2020-01-01")
        case.entry(code, "P-I", "2020-01-01", end)
        case.entry(code, "P-T", "2020-03-01")

    (found,) = (
        cell
        for cell in case.cells("transition_days", "2020-03", breakdown="step")
        if cell["key"] == INTERNSHIP_TO_TRAINING
    )
    assert (found["value"], found["denominator"], "numerator" in found) == ("7/2", 2, False)


def test_success_needs_a_reason_of_the_set_and_keeps_the_unknown_in_the_denominator():
    case = Case(success_reasons="completed|taken_over")
    case.enrol("E1", "2020-01-01", "2020-03-31", end_reason="completed")
    case.enrol("E2", "2020-01-01", "2020-02-01")
    case.enrol("E3", "2020-01-01", "2020-04-01", end_reason="completed")

    assert case.figure("success", "2020-03", breakdown="programme", programme="P") == (1, 2)


def test_completion_matures_a_year_after_the_planned_end():
    case = Case()
    case.set_phase("P-T", duration_months="24")
    case.trained("E1", "2020-05-31", start="2018-03-01")
    case.bundle["phase_entries"][0]["planned_end_on"] = "2020-02-29"
    case.trained("E2", "2020-01-31", start="2018-03-01", outcome="ended_early")  # planned until 29 February 2020
    case.trained("E3", "2020-01-31", start="2018-04-01")

    assert case.figure("training_completion", "2021-01", breakdown="cohort", cohort="K") == (0, 0, 3)
    assert case.figure("training_completion", "2021-02", breakdown="cohort", cohort="K") == (1, 2, 1)
    assert case.figure("training_completion", "2021-03", breakdown="cohort", cohort="K") == (2, 3, 0)


def test_dissolution_rate_adds_the_layers_of_four_years():
    case = Case()
    dissolved = {"E1": "2016-05-01", "E2": "2017-05-01", "E5": "2020-02-01"}
    for code, start in (("E3", "2017-06-01"), ("E4", "2018-01-01"), ("E6", "2019-01-01"), ("E7", "2020-12-31")):
        case.enrol(code, start)
        case.entry(code, "P-T", start)
    for code, start in dissolved.items():
        case.trained(code, "2020-06-30", start=start, outcome="contract_dissolved")

    (found,) = case.cells("dissolution_rate", "2021-11")
    assert (found["numerator"], found["denominator"], found["value"]) == (3, 2, "3/2")  # 1/2 + 0/1 + 0/1 + 2/2
    (none,) = case.cells("dissolution_rate", "2021-12")
    assert (none["status"], "numerator" in none, "denominator" in none) == ("not_applicable", False, False)


def test_dissolved_in_probation_until_the_last_day_of_its_months():
    case = Case()
    case.set_phase("P-T", probation_months="4")
    case.trained("E1", "2019-12-31", start="2019-09-01", outcome="contract_dissolved")
    case.trained("E2", "2020-01-01", start="2019-09-01", outcome="contract_dissolved")
    case.trained("E3", "2020-01-01", start="2019-09-01")

    assert case.figure("dissolution_so_far", "2020-01", breakdown="cohort", cohort="K") == (2, 3)
    key = {"cohort": "K", "line": "in_probation"}
    assert case.figure("dissolution_so_far", "2020-01", breakdown="cohort", **key) == (1, 3)


def test_a_dissolution_is_a_dropout_only_without_a_new_training_within_a_year():
    case = Case()
    for code in ("E1", "E2", "E3"):
        case.trained(code, "2020-02-29", outcome="contract_dissolved")
    case.enrol("E4", "2021-02-28", participant="PE1")
    case.entry("E4", "P-T", "2021-02-28")
    case.enrol("E5", "2021-03-01", participant="PE2")
    case.entry("E5", "P-T", "2021-03-01")

    assert case.figure("dropout", "2021-01", breakdown="cohort", cohort="K") == (0, 0, 3)
    assert case.figure("dropout", "2021-02", breakdown="cohort", cohort="K") == (2, 4, 0)
    assert case.figure("dropout", "2021-03", breakdown="cohort", cohort="K") == (2, 5, 0)
