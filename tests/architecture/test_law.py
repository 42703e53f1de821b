"""No number of the law is a constant: it is a row with its source and the time for which it holds."""

import ast
import re
from itertools import pairwise

from integration.law.enums import Number
from tests.architecture.source import PACKAGES, modules, name

LAW = re.compile(r"§|\b(BBiG|AufenthG|AsylG|BetrVG|BEEG|BQFG|PflBG|MiLoG|SGB|DeuF|IntV)\b")


def is_a_number(node):
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return bool(node.elts) and all(is_a_number(each) for each in node.elts)
    if isinstance(node, ast.UnaryOp):
        return is_a_number(node.operand)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "timedelta":
        return True
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


def constants_that_name_a_law(path):
    """Assignments of numbers with a law in their name's line, in the comment above or in the sentence below."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    for parent in ast.walk(ast.parse(source)):
        body = getattr(parent, "body", None)
        if not isinstance(body, list):
            continue
        for node, following in pairwise([*body, None]):
            if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None or not is_a_number(node.value):
                continue
            above = lines[node.lineno - 2] if lines[node.lineno - 2].lstrip().startswith("#") else ""
            said = following.value.value if _is_sentence(following) else ""
            if LAW.search(" ".join([above, *lines[node.lineno - 1 : node.end_lineno], said])):
                yield node.lineno


def _is_sentence(node):
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_text and isinstance(node.value.value, str)


def test_no_constant_is_a_number_of_the_law():
    assert [(name(path), line) for path in modules(*PACKAGES) for line in constants_that_name_a_law(path)] == []


def test_the_test_finds_what_it_looks_for(tmp_path):
    module = tmp_path / "rules.py"
    module.write_text('MONTHS = 6\n"""From then on a trainee may be bound (§ 12 BBiG)."""\nDAYS = (2, 4)  # BetrVG\n')

    assert list(constants_that_name_a_law(module)) == [1, 3]


def test_every_number_of_the_law_is_used():
    """None is only a row of a table: a rule rests on it, or people see it where they decide."""
    written = [path.read_text(encoding="utf-8") for path in modules(*PACKAGES)]

    assert [number.name for number in Number if not any(f"Number.{number.name}" in text for text in written)] == []
