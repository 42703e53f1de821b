"""Which number formats of a workbook make a number a day."""

import re
from collections.abc import Callable

_BUILT_IN = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_NOT_A_PLACEHOLDER = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_OF_A_DAY = re.compile("[dy]", re.IGNORECASE)

Parse = Callable[[str, Callable[[str, dict[str, str]], None]], None]


def date_styles(parse: Parse, name: str) -> frozenset[int]:
    """The styles, by their numbers, that show a day. `parse` goes through a part of the workbook."""
    formats: dict[str, bool] = {}
    styles: list[bool] = []
    inside = [""]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            shown = _NOT_A_PLACEHOLDER.sub("", attributes.get("formatCode", ""))
            formats[attributes.get("numFmtId", "")] = bool(_OF_A_DAY.search(shown))
        elif tag in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            inside[0] = tag
        elif tag == "xf" and inside[0] == "cellXfs":
            number = attributes.get("numFmtId", "0")
            styles.append(formats.get(number, number.isdecimal() and int(number) in _BUILT_IN))

    if name:
        parse(name, start)
    return frozenset(number for number, is_date in enumerate(styles) if is_date)
