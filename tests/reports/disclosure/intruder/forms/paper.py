"""The PDF, by its tags: what a screen reader reads out."""

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PageObject, PdfReader

from .said import Glossary, Told

Texts = dict[tuple[int, int], str]


def read_paper(content: bytes, glossary: Glossary, names: Mapping[str, str]) -> Iterator[Told]:
    """Figures at the top, lists of figures, and tables."""
    reader = PdfReader(io.BytesIO(content))
    texts: Texts = {}
    for page in reader.pages:
        texts |= {(page.indirect_reference.idnum, number): text for number, text in _marked(page).items()}
    root = _Tag(reader.trailer["/Root"]["/StructTreeRoot"], texts, None)
    for box in root.all("/Div"):
        said = [each.text for each in box.children if each.kind == "/P"]
        if len(said) > 1:
            name, *labels = names.get(said[0].strip(), said[0]).split(" · ")
            yield from glossary.told(name, labels, said[1], " ".join(said[2:3]))
    for table in root.all("/Table"):
        yield from _table(table, glossary)


def _table(table: "_Tag", glossary: Glossary) -> Iterator[Told]:
    heads: list[str] = []
    for row in table.all("/TR"):
        cells = [each for each in row.children if each.kind in {"/TH", "/TD"}]
        if cells and all(each.kind == "/TH" for each in cells):
            heads = [each.text for each in cells]
        elif not heads:
            name, value, parts = (each.text for each in cells)
            yield from glossary.told(name, [], value, parts)
        else:
            for at in range(1, len(heads)):
                for labels in range(1, at + 1):
                    first, *rest = cells[at].pieces or [""]
                    said = [each.text for each in cells[:labels]]
                    yield from glossary.told(heads[at], said, first, " ".join(rest))


def _marked(page: PageObject) -> dict[int, str]:
    """The texts of a page by their marks."""
    open_marks: list[int | None] = []
    found: dict[int, list[str]] = defaultdict(list)

    def operator(name: bytes, operands: Any, _matrix: Any, _text_matrix: Any) -> None:
        if name == b"BDC":
            open_marks.append(operands[1].get("/MCID") if hasattr(operands[1], "get") else None)
        elif name == b"BMC":
            open_marks.append(None)
        elif name == b"EMC":
            open_marks.pop()

    def text(said: str, *_where: Any) -> None:
        if said.strip() and open_marks and open_marks[-1] is not None:
            found[open_marks[-1]].append(said)

    page.extract_text(visitor_operand_before=operator, visitor_text=text)
    return {mark: "".join(said) for mark, said in found.items()}


class _Tag:
    """A part of the document."""

    def __init__(self, element: Any, texts: Texts, page: int | None) -> None:
        self.kind = element.get("/S")
        page = element.raw_get("/Pg").idnum if "/Pg" in element else page
        kids = element.get("/K", [])
        self.pieces: list[str] = []
        self.children: list[_Tag] = []
        for kid in kids if isinstance(kids, list) else [kids]:
            each = kid.get_object()
            if isinstance(each, int):
                self.pieces.append(texts.get((page, each), ""))
            elif "/MCID" in each:
                at = each.raw_get("/Pg").idnum if "/Pg" in each else page
                self.pieces.append(texts.get((at, each["/MCID"]), ""))
            elif "/S" in each:
                child = _Tag(each, texts, page)
                self.children.append(child)
                self.pieces += child.pieces

    @property
    def text(self) -> str:
        """All words in it."""
        return " ".join(self.pieces).strip()

    def all(self, kind: str) -> "Iterator[_Tag]":
        """The parts of that kind."""
        for each in self.children:
            if each.kind == kind:
                yield each
            yield from each.all(kind)
