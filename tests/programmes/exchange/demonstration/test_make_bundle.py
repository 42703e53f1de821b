"""`manage.py make_bundle`: says in one sentence what it cannot do."""

import pytest
from django.core.management import CommandError, call_command


def test_writes_a_folder_for_the_day_that_is_asked_for(tmp_path):
    call_command("make_bundle", tmp_path / "bundle", people=5, seed=3, today="2024-02-29")

    enrolments = (tmp_path / "bundle" / "enrolments.csv").read_text(encoding="utf-8").splitlines()
    assert max(line.split(";")[4] for line in enrolments[1:]) <= "2024-02-29"


@pytest.mark.parametrize("people", [0, -1])
def test_refuses_less_than_one_person(people, tmp_path):
    with pytest.raises(CommandError, match="1"):
        call_command("make_bundle", tmp_path / "bundle", people=people)

    assert list(tmp_path.iterdir()) == []


def test_writes_over_nothing(tmp_path):
    (tmp_path / "bundle.zip").write_text("precious", encoding="utf-8")

    with pytest.raises(CommandError, match=r"bundle\.zip"):
        call_command("make_bundle", tmp_path / "bundle.zip", people=5)

    assert (tmp_path / "bundle.zip").read_text(encoding="utf-8") == "precious"


def test_names_a_folder_that_is_missing(tmp_path):
    with pytest.raises(CommandError, match="elsewhere"):
        call_command("make_bundle", tmp_path / "elsewhere" / "bundle", people=5)


@pytest.mark.parametrize("today", ["2024-02-30", "29.02.2024", "today"])
def test_refuses_a_day_that_is_none(today, tmp_path):
    with pytest.raises(CommandError, match=today):
        call_command("make_bundle", tmp_path / "bundle", people=5, today=today)

    assert list(tmp_path.iterdir()) == []
