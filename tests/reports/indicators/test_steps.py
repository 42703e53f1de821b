"""Which phases follow each other on a pathway."""

import pytest

from reports.indicators.frame import Step, steps_of


@pytest.mark.parametrize(
    ("track", "steps"),
    [
        ([], set()),
        ([("internship", False)], set()),
        ([("internship", False), ("training", False)], {("internship", "training")}),
        ([("internship", False), ("eq", False), ("training", False)], {("internship", "eq"), ("eq", "training")}),
        (
            [("internship", False), ("eq", True), ("training", False)],
            {("internship", "eq"), ("internship", "training"), ("eq", "training")},
        ),
        (
            [("internship", False), ("eq", True), ("qualification", True), ("training", False)],
            {
                ("internship", "eq"),
                ("internship", "qualification"),
                ("internship", "training"),
                ("eq", "qualification"),
                ("eq", "training"),
                ("qualification", "training"),
            },
        ),
        ([("eq", False), ("eq", True), ("training", False)], {("eq", "training")}),
    ],
)
def test_steps_leave_out_any_optional_phases_between(
    track: list[tuple[str, bool]], steps: set[tuple[str, str]]
) -> None:
    assert steps_of(track) == {Step(*step) for step in steps}
