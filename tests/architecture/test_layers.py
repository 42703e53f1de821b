"""One direction: lower never knows upper."""

import os
import subprocess
import sys
import tomllib

from django.conf import settings

from tests.architecture.source import ROOT, modules, name

# The project's frame, not one of its floors: each is above everything it names.
FRAME = {
    "integration",
    "integration.asgi",
    "integration.celery",
    "integration.formats",
    "integration.runner",
    "integration.security",
    "integration.settings",
    "integration.translations",
    "integration.urls",
    "integration.wsgi",
}


def contracts():
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["tool"]["importlinter"]["contracts"]


def floors():
    layers = contracts()[0]["layers"]
    return {floor.strip() for layer in layers for floor in layer.split("|")}


def test_every_import_goes_downwards():
    outcome = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (outcome.returncode, outcome.stdout.count(" KEPT")) == (0, len(contracts())), outcome.stdout


def test_every_app_stands_on_a_floor():
    ours = {app for app in settings.INSTALLED_APPS if app.split(".")[0] in {"integration", "programmes", "reports"}}

    homeless = {
        app for app in ours - FRAME if not any(app == floor or app.startswith(f"{floor}.") for floor in floors())
    }

    assert homeless == set()


def test_every_package_is_an_app_or_part_of_the_frame():
    packages = {".".join(path.relative_to(ROOT).parts[:2]) for path in modules("integration", "programmes", "reports")}
    packages = {package.removesuffix(".py").removesuffix(".__init__") for package in packages}

    assert packages - set(settings.INSTALLED_APPS) - FRAME == {"programmes", "reports"}


def test_nothing_is_a_drawer_for_everything():
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "base"}

    found = {
        name(path) for path in modules("integration", "programmes", "reports") if drawers & {path.stem, *path.parts}
    }

    assert found == {"integration/settings/base.py"}
