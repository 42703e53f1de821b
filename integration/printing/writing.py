"""From data to the bytes of a page."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from integration.printing.coverage import FONTS, printable

LETTER = Path(__file__).resolve().parent / "letter.typ"
STANDARDS = ["a-2a", "ua-1"]
SHARPNESS = 110.0
"""Of a picture, in points per inch."""


def as_pdf(template: Path, data: dict[str, Any], *, at: datetime) -> bytes:
    """What the template says of the data, accessible and for archives. The same data and moment give the same bytes.

    Texts go in as data and are never executed; signs that no font of ours has are printed as a box, since the
    standards allow no sign without a shape.
    """
    return typst.compile(template, **_given(template, data), pdf_standards=STANDARDS, timestamp=int(at.timestamp()))


def as_picture(template: Path, data: dict[str, Any]) -> bytes:
    """The only page of the same as a PNG, to be looked at before."""
    pages = typst.compile(template, **_given(template, data), format="png", ppi=SHARPNESS)
    return pages[0] if isinstance(pages, list) else pages


def _given(template: Path, data: dict[str, Any]) -> dict[str, Any]:
    told = json.dumps(printable(data), ensure_ascii=False, sort_keys=True)
    return {
        "root": template.parent,
        "font_paths": [FONTS],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": told},
    }
