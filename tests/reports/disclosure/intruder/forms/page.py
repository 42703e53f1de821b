"""The page: its figures, its tables, and what its pictures say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from .said import Glossary, Told

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Node:
    """A part of a page."""

    tag: str = ""
    classes: frozenset[str] = frozenset()
    children: "list[Node | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words in it."""
        return " ".join(each if isinstance(each, str) else each.text for each in self.children).strip()

    def all(self, tag: str = "", of: str = "") -> "Iterator[Node]":
        """The parts of that kind, from top to bottom."""
        for each in self.children:
            if isinstance(each, Node):
                if (not tag or each.tag == tag) and (not of or of in each.classes):
                    yield each
                yield from each.all(tag, of)

    def words(self, tag: str = "", of: str = "") -> str:
        """What the parts of that kind say."""
        return " · ".join(each.text for each in self.all(tag, of))

    def without(self, *left_out: str) -> str:
        """The words but for those of parts of these classes."""
        kept = [
            each if isinstance(each, str) else each.without(*left_out)
            for each in self.children
            if isinstance(each, str) or not each.classes & set(left_out)
        ]
        return " ".join(kept).strip()


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, frozenset((dict(attrs).get("class") or "").split()))
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag))

    def handle_endtag(self, tag: str) -> None:
        if any(each.tag == tag for each in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.open[-1].children.append(data.strip())


def parse(text: str) -> Node:
    """A page as a tree."""
    parser = _Parser()
    parser.feed(text)
    return parser.open[0]


def read_page(text: str, glossary: Glossary, pictures: Mapping[str, str], names: Mapping[str, str]) -> Iterator[Told]:
    """All that a page tells of cells. `pictures` say of what a picture of that title is; `names` are short ones."""
    page = parse(text)
    for headline in page.all(of="headline"):
        name = headline.words(of="headline-name")
        name, *labels = names.get(name, name).split(" · ")
        value, parts = headline.words(of="headline-value"), headline.words(of="headline-parts")
        yield from glossary.told(name, labels, value, parts)
    for tile in page.all("li", "figure"):
        name, value, parts = (tile.words(of=f"figure-{part}") for part in ("name", "value", "parts"))
        yield from glossary.told(name, [], value, parts)
    for table in page.all("table", "report-table"):
        yield from _table(table, glossary)
    for picture in page.all("figure", "picture"):
        about = pictures.get(picture.words("figcaption"))
        for row in next(picture.all("tbody")).all("tr"):
            if about:
                yield from glossary.told(about, [row.words("th")], row.words("td"))


def _table(table: Node, glossary: Glossary) -> Iterator[Told]:
    columns = [head.without("unit") for head in table.all("th", "number")]
    for row in next(table.all("tbody")).all("tr"):
        labels = [label.without("code") for label in row.all("th")]
        for column, cell in zip(columns, row.all("td"), strict=True):
            yield from glossary.told(column, labels, cell.without("parts"), cell.words(of="parts"))


def drawn(text: str) -> Iterator[tuple[str, str, str]]:
    """Of every picture: its title, what the drawing says and describes, and the same as a table."""
    for picture in parse(text).all("figure", "picture"):
        drawing = next(picture.all("svg"))
        yield picture.words("figcaption"), drawing.text, next(picture.all("table")).text
