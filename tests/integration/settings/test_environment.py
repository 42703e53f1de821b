"""What the environment says, and what happens when it says nothing or nonsense."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from integration.settings import environment
from tests.architecture.source import ROOT

PRODUCTION = {
    "SECRET_KEY": "secret",
    "SEALING_KEYS": "A" * 43,
    "ALLOWED_HOSTS": "einstieg.example.org",
    "REDIS_URL": "redis://localhost/0",
    "DATABASE_URL": "postgres://einstieg@localhost/einstieg",
}

PLANNING = "-c jit=off -c cursor_tuple_fraction=1 -c plan_cache_mode=force_generic_plan"


def start(variables):
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "integration.settings.base", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_production_does_not_start_without_a_variable_and_says_which(missing):
    outcome = start({name: value for name, value in PRODUCTION.items() if name != missing})

    assert outcome.returncode == 1
    assert f"The environment variable {missing} is missing" in outcome.stderr


def test_production_is_secure():
    outcome = start({**PRODUCTION, "SECRET_KEY": "".join(map(chr, range(33, 127)))})

    assert (outcome.returncode, outcome.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    ), outcome.stderr


def test_a_postgresql_address_keeps_what_is_said_in_it():
    found = environment.database("postgres://us%40er:p%2Fw@db.example.org:5433/data%20base?sslmode=require")

    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "us@er",
        "p/w",
        "db.example.org",
        "5433",
        "data base",
    )
    assert (found["OPTIONS"]["sslmode"], found["OPTIONS"]["options"]) == ("require", PLANNING)


def test_a_postgresql_address_may_name_a_socket_and_more_options():
    found = environment.database("postgresql:///einstieg?host=/run/postgresql&options=-c%20work_mem%3D64MB")

    assert (found["HOST"], found["OPTIONS"]["options"]) == ("/run/postgresql", f"-c work_mem=64MB {PLANNING}")


def test_three_slashes_start_here_and_four_at_the_root(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    here = environment.database("sqlite:///data/base.sqlite3")
    root = environment.database(f"sqlite:///{tmp_path}/base.sqlite3")

    assert (here["NAME"], root["NAME"]) == (f"{tmp_path}/data/base.sqlite3", f"{tmp_path}/base.sqlite3")


@pytest.mark.parametrize("address", ["mysql://localhost/einstieg", "sqlite:///", "einstieg.sqlite3", ""])
def test_other_databases_are_refused(address):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database(address)


@pytest.mark.parametrize(
    ("word", "meaning"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("no", False), ("", False)]
)
def test_a_flag_is_yes_or_no(monkeypatch, word, meaning):
    monkeypatch.setenv("BEHIND_PROXY", word)

    assert environment.flag("BEHIND_PROXY") is meaning


def test_a_flag_that_is_neither_is_refused(monkeypatch):
    monkeypatch.setenv("BEHIND_PROXY", "perhaps")

    with pytest.raises(ImproperlyConfigured, match="BEHIND_PROXY"):
        environment.flag("BEHIND_PROXY")


def test_a_number_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("EMAIL_PORT", "smtp")

    with pytest.raises(ImproperlyConfigured, match="EMAIL_PORT"):
        environment.number("EMAIL_PORT", 25)


def test_every_variable_is_in_the_manual():
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    asked = {
        call.split('"')[0]
        for module in ("base", "local", "test")
        for kind in ("required", "optional", "flag", "number")
        for call in (ROOT / "integration/settings" / f"{module}.py")
        .read_text(encoding="utf-8")
        .split(f'environment.{kind}("')[1:]
    }

    assert {name for name in asked if f"| `{name}` |" not in manual} == set()
