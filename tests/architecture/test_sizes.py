"""Small enough to be read at once."""

from tests.architecture.source import PACKAGES, functions, modules, name

LINES_OF_A_MODULE = 400
LINES_OF_A_FUNCTION = 45
LINES_OF_A_TASK = 10


def test_modules_are_short():
    lengths = {
        name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*PACKAGES, "bench", "tests")
    }

    assert {module: lines for module, lines in lengths.items() if lines > LINES_OF_A_MODULE} == {}


def test_functions_are_short():
    lengths = {
        f"{name(path)}:{function.name}": function.end_lineno - function.lineno + 1
        for path in modules(*PACKAGES, "bench", "tests")
        for function in functions(path)
    }

    assert {function: lines for function, lines in lengths.items() if lines > LINES_OF_A_FUNCTION} == {}


def test_tasks_only_call_services():
    lengths = {
        f"{name(path)}:{function.name}": len(function.body)
        for path in modules(*PACKAGES)
        if path.name == "tasks.py"
        for function in functions(path)
    }

    assert {task: lines for task, lines in lengths.items() if lines > LINES_OF_A_TASK} == {}
