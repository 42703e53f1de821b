"""The German texts: collected from the source, checked for gaps, compiled. Needs none of gettext's programs.

``python -m integration.translations collect`` brings the catalogue up to date with the source,
``compile`` makes what the product reads, ``check`` names every gap and fails if there is one.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "integration" / "locale" / "de" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
SOURCES = ("integration", "programmes", "reports")

# Which argument of a function is the context, the text and its plural.
SIGNATURES: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
SIGNATURES |= {f"{name}_lazy": places for name, places in SIGNATURES.items()} | {"_": (None, 0, None)}
CALL = re.compile(rf"(?<![\w.])(?:{'|'.join(SIGNATURES)})\(")
PLACEHOLDER = re.compile(r"%\(\w+\)|%[sd%]|\{\w*\}")


class Text(NamedTuple):
    """What the source asks a translation for."""

    context: str | None
    singular: str
    plural: str | None


def collect() -> dict[Text, set[str]]:
    """Every text of the source, with the files that use it."""
    found: dict[Text, set[str]] = {}
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            for text in _texts_of(path):
                found.setdefault(text, set()).add(path.relative_to(ROOT).as_posix())
    return found


def _texts_of(path: Path) -> Iterator[Text]:
    if path.suffix == ".py" and "migrations" not in path.parts:
        yield from _texts_in(ast.parse(path.read_text(encoding="utf-8")))
    elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
        calls = templatize(path.read_text(encoding="utf-8"))
        for start in CALL.finditer(calls):
            yield from _texts_in(_first_expression(calls[start.start() :]))


def _first_expression(source: str) -> ast.AST:
    """The call that the source starts with; what follows is the blanked-out rest of a template."""
    for end in re.finditer(r"\)", source):
        try:
            return ast.parse(source[: end.end()], mode="eval")
        except SyntaxError:
            continue
    message = f"A translation without an end: {source[:60]}"
    raise ValueError(message)


def _texts_in(tree: ast.AST) -> Iterator[Text]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in SIGNATURES:
            context, singular, plural = (_argument(node, place) for place in SIGNATURES[name])
            if singular:
                yield Text(context, singular, plural)


def _argument(call: ast.Call, place: int | None) -> str | None:
    if place is None or place >= len(call.args):
        return None
    value = call.args[place]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def _key(entry: polib.POEntry) -> Text:
    return Text(entry.msgctxt, entry.msgid, entry.msgid_plural or None)


def update_catalogue() -> None:
    """Add what is new, drop what is gone, keep what is translated."""
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=110)
    known = {_key(entry): entry for entry in catalogue}
    found = collect()
    catalogue.clear()
    for text in sorted(found, key=lambda text: (text.singular.casefold(), text.singular, text.context or "")):
        entry = known.get(text) or polib.POEntry(
            msgctxt=text.context,
            msgid=text.singular,
            msgid_plural=text.plural or "",
            msgstr_plural={0: "", 1: ""} if text.plural else {},
        )
        entry.occurrences = [(name, "") for name in sorted(found[text])]
        entry.flags = ["python-format"] if "%(" in text.singular else []
        catalogue.append(entry)
    catalogue.save()


def gaps() -> list[str]:
    """What a reader of German would miss: texts without a translation, wrong placeholders, texts nobody asks for."""
    translated = {_key(entry): entry for entry in polib.pofile(str(CATALOGUE))}
    found = collect()
    problems = [f"nobody asks for: {text.singular!r}" for text in translated.keys() - found.keys()]
    for text, names in found.items():
        entry = translated.get(text)
        if entry is None or not entry.translated():
            problems.append(f"no German for {text.singular!r} in {', '.join(sorted(names))}")
        elif _placeholders(entry.msgstr or entry.msgstr_plural[1]) != _placeholders(text.plural or text.singular):
            problems.append(f"other placeholders in the German of {text.singular!r}")
    return sorted(problems)


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def compile_catalogue() -> None:
    """Make the compiled catalogue, unless it is newer than its source."""
    if not COMPILED.exists() or COMPILED.stat().st_mtime < CATALOGUE.stat().st_mtime:
        polib.pofile(str(CATALOGUE)).save_as_mofile(str(COMPILED))


def main(command: str) -> int:
    """Do what the command line asked for."""
    if command == "collect":
        update_catalogue()
    if command in {"collect", "compile"}:
        compile_catalogue()
        return 0
    problems = gaps()
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
