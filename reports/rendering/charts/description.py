"""What a chart says, before it is drawn. A number that is not shown is not in here either: the drawing cannot tell it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _

Row = tuple[str, ...]


class Tone(StrEnum):
    """What a part of a drawing stands for; the style sheet and the palette give it a colour."""

    PLAIN = "plain"
    STRONG = "strong"
    GOOD = "good"
    WARNING = "warning"
    DANGER = "danger"
    QUIET = "quiet"


class Amount(NamedTuple):
    """A number as it is drawn and as it is written. Without a number (suppressed, unknown) only its sign is written."""

    number: Fraction | int | None
    text: str


class Table(NamedTuple):
    """The same data to be read."""

    heads: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Chart(ABC):
    """What all charts have: a title, and a sentence that says what there is to see."""

    title: str
    summary: str

    @abstractmethod
    def table(self) -> Table:
        """The data behind the drawing."""


class Bar(NamedTuple):
    """A row of a bar chart."""

    label: str
    amount: Amount
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Bars(Chart):
    """Amounts of one kind beside each other. `whole` is what the longest possible bar stands for, if that is known."""

    head: str
    unit: str
    bars: tuple[Bar, ...]
    whole: Fraction | int | None = None

    def table(self) -> Table:
        """A row a bar."""
        return Table((self.head, self.unit), tuple((bar.label, bar.amount.text) for bar in self.bars))


class Change(StrEnum):
    """What a step of a waterfall does."""

    LEVEL = "level"
    RISE = "rise"
    FALL = "fall"


class Step(NamedTuple):
    """A level, or what came to it or went from it."""

    label: str
    amount: Amount
    change: Change


@dataclass(frozen=True)
class Waterfall(Chart):
    """How one level became the next."""

    head: str
    unit: str
    steps: tuple[Step, ...]

    def table(self) -> Table:
        """A row a step, with its sign."""
        signs = {Change.LEVEL: "", Change.RISE: "+\N{THIN SPACE}", Change.FALL: "−\N{THIN SPACE}"}
        rows = tuple((step.label, f"{signs[step.change]}{step.amount.text}") for step in self.steps)
        return Table((self.head, self.unit), rows)


class Point(NamedTuple):
    """A moment: its name in full, its name on the axis (may be empty), and the amount then."""

    label: str
    tick: str
    amount: Amount


@dataclass(frozen=True)
class Columns(Chart):
    """Amounts month by month."""

    head: str
    unit: str
    points: tuple[Point, ...]

    def table(self) -> Table:
        """A row a month."""
        return Table((self.head, self.unit), tuple((point.label, point.amount.text) for point in self.points))


@dataclass(frozen=True)
class Line(Chart):
    """A share over time, from 0 to 1; `stepped` if it holds until it changes. `goal` is a line to reach."""

    head: str
    unit: str
    points: tuple[Point, ...]
    stepped: bool = False
    goal: Amount | None = None

    def table(self) -> Table:
        """A row a moment."""
        return Table((self.head, self.unit), tuple((point.label, point.amount.text) for point in self.points))


class Month(NamedTuple):
    """A month on the way to a target: how it was, where the path is, and where it leads if it goes on like this."""

    label: str
    tick: str
    amount: Amount
    path: Amount
    forecast: Amount


@dataclass(frozen=True)
class Path(Chart):
    """A figure on its way to a target. `levels` are the lines to read it by, from nothing to the top of the drawing."""

    heads: Row
    months: tuple[Month, ...]
    goal: Amount
    levels: tuple[Amount, ...]

    def table(self) -> Table:
        """A row a month in which anything is known."""
        told = ((each.label, each.amount.text, each.path.text, each.forecast.text) for each in self.months)
        return Table(self.heads, tuple(row for row in told if any(row[1:])))


class Link(NamedTuple):
    """A way from one station to another: how many of how many went it."""

    to: str
    share: Amount
    parts: str


class Station(NamedTuple):
    """A station of the journey: how many are there, and where people go from it."""

    key: str
    label: str
    amount: Amount
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Flow(Chart):
    """The journey from station to station."""

    head: str
    unit: str
    stations: tuple[Station, ...]

    def label_of(self, key: str) -> str:
        """What a station is called."""
        return next((station.label for station in self.stations if station.key == key), key)

    def table(self) -> Table:
        """A row for each station, and for each way from it."""
        return Table((self.head, self.unit, _("Transition rate")), tuple(self._rows()))

    def _rows(self) -> Iterator[Row]:
        for station in self.stations:
            yield station.label, station.amount.text, ""
            for link in station.links:
                share = " ".join(filter(None, [link.share.text, f"({link.parts})" if link.parts else ""]))
                yield f"{station.label} → {self.label_of(link.to)}", "", share
