"""From words to numbers: which cell a row speaks of, and what it says about it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.formats import date_format

from reports.indicators import registry
from reports.indicators.figures import Figure
from reports.rendering.labels import LINES, Names
from tests.reports.disclosure.intruder.reading import COUNTS, MEANS, RATES, parts_of

HIDDEN = "•"
Address = tuple[str, str, tuple[tuple[str, str], ...]]


class Told(NamedTuple):
    """What one form says about one cell: nothing, or these numbers of it."""

    address: Address
    hidden: bool
    numbers: Mapping[str, int]


def address_of(indicator: str, breakdown: str, key: Mapping[str, str]) -> Address:
    """Where a number stands."""
    return indicator, breakdown, tuple(sorted(key.items()))


def plain(text: str) -> str:
    """Without what only sets words apart: forms break lines where they like."""
    return re.sub(r"\s+", "", text.replace("\N{SOFT HYPHEN}", ""))


class Glossary:
    """What the cells of a report are called: every reader finds the names in it, and the rows are the same for all."""

    def __init__(self, report: Iterable[Mapping[str, Any]]) -> None:
        self._cells: dict[tuple[str, ...], list[Address]] = {}
        figures = [Figure(each["indicator"], each["version"], each["breakdown"], each["key"]) for each in report]
        names = Names(figures)
        for figure in figures:
            line = str(LINES.get(figure.key.get("line", ""), ""))
            name = ", ".join(filter(None, [str(registry.get(figure.indicator).name), line]))
            labels = [str(label.text) for label in names.labels(figure).values()]
            address = address_of(figure.indicator, figure.breakdown, figure.key)
            self._add(address, name, *labels)
            if re.fullmatch(r"\d{4}-\d\d", figure.key.get("month", "")):
                self._add(address, name, date_format(date.fromisoformat(f"{figure.key['month']}-01"), "F Y"))

    def _add(self, address: Address, *words: str) -> None:
        found = self._cells.setdefault(tuple(map(plain, words)), [])
        if address not in found:
            found.append(address)

    def find(self, name: str, labels: Sequence[str]) -> Address | None:
        """The cell of that name, if there is one and no other."""
        found = self._cells.get(tuple(map(plain, (name, *filter(None, labels)))), [])
        assert len(found) <= 1, found
        return found[0] if found else None

    def told(self, name: str, labels: Sequence[str], text: str, besides: str = "") -> Iterator[Told]:
        """What a row says; nothing for rows that are no cell of the report."""
        address = self.find(name, labels)
        if address is not None:
            hidden = HIDDEN in text
            assert not (hidden and re.search(r"\d", text + besides)), (address, text, besides)
            yield Told(address, hidden, {} if hidden else numbers_of(address, text, besides))


def whole(text: str) -> list[int]:
    """The whole numbers of a text, however they are grouped."""
    found = re.findall(r"[-−]?\d{1,3}(?:[.\s,]\d{3})+(?!\d)|[-−]?\d+", text)
    return [int(re.sub(r"[.\s,]", "", each.replace("−", "-"))) for each in found]


def numbers_of(address: Address, text: str, besides: str) -> dict[str, int]:
    """What is written, and what can be subtracted."""
    indicator, breakdown, key = address
    line = dict(key).get("line", "")
    parts = parts_of(indicator, breakdown, line)
    if indicator in COUNTS or parts == ("n",):
        found = whole(text if indicator != "places" else besides)
        return {"n": found[0]} if found else {}
    found = whole(besides.rsplit("%", maxsplit=1)[-1])
    if indicator == "transition_days":
        return {"d": found[0]} if found else {}
    if (indicator in RATES or indicator in MEANS) and len(found) >= 2:
        said = {"n": found[0], "d": found[1], "c": found[1] - found[0]}
        return {part: number for part, number in said.items() if part in parts}
    return {}


def read_letter(words: Iterable[str], glossary: Glossary, names: Mapping[str, str]) -> Iterator[Told]:
    """An e-mail's lines: a figure with its value and its change. `names` are what some figures are called for short."""
    for line in words:
        if found := re.match(r"• (?P<name>[^:]+): (?P<text>\S+(?: %)?) \(", line):
            name, *labels = names.get(found["name"], found["name"]).split(" · ")
            yield from glossary.told(name, labels, found["text"])
