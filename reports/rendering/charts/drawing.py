"""Writing SVG: a few shapes, each with a class for the page and a colour of its own for print and PDF."""

from fractions import Fraction

from django.utils.html import escape

Number = int | float | Fraction

# What the classes look like where no style sheet reaches: the light colours of the product.
PALETTE = {
    "plain": "#0b5d54",
    "strong": "#084840",
    "good": "#1a6a3a",
    "warning": "#a86b00",
    "danger": "#ab2219",
    "quiet": "#71837e",
    "track": "#e8eeec",
    "hidden": "#d6dfdc",
    "ink": "#14211e",
    "soft": "#4a5b57",
    "line": "#d6dfdc",
    "surface": "#ffffff",
}
SIZE = 13
SMALL = 11


def figure(number: Number) -> str:
    """A coordinate: a tenth is finer than any screen needs."""
    return f"{float(number):.1f}".removesuffix(".0")


class Drawing:
    """Shapes one upon the other, on a ground as wide as every chart: it fits a telephone and half a page."""

    width = 400

    def __init__(self, height: Number) -> None:
        self.height = height
        self._shapes: list[str] = []

    def rect(self, x: Number, y: Number, width: Number, height: Number, tone: str, *, radius: Number = 3) -> None:
        """A filled rectangle."""
        self._add("rect", tone, x=x, y=y, width=max(width, 0), height=height, rx=radius)

    def path(self, data: str, tone: str, *, stroke: Number = 2, fill: bool = False, dashed: bool = False) -> None:
        """A line, or with `fill` an area."""
        kind = "area" if fill else "stroke"
        colour = PALETTE[tone]
        paint = f'fill="{colour}"' if fill else f'fill="none" stroke="{colour}" stroke-width="{figure(stroke)}"'
        dashes = ' stroke-dasharray="4 3"' if dashed else ""
        joined = "" if fill else ' stroke-linejoin="round" stroke-linecap="round"'
        self._shapes.append(f'<path class="{kind} {tone}" d="{data}" {paint}{dashes}{joined}/>')

    def text(
        self,
        x: Number,
        y: Number,
        text: str,
        *,
        tone: str = "ink",
        size: int = SIZE,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """A line of text whose base line is `y`."""
        weight = ' font-weight="600"' if bold else ""
        self._shapes.append(
            f'<text class="{tone}" x="{figure(x)}" y="{figure(y)}" font-size="{size}" text-anchor="{anchor}"'
            f'{weight} fill="{PALETTE[tone]}">{escape(text)}</text>'
        )

    def svg(self, identifier: str, title: str, summary: str) -> str:
        """The picture, with its name and what it shows for those who do not see it."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {self.width} {figure(self.height)}"'
            f' role="img" aria-labelledby="{identifier}-t {identifier}-d" font-family="Source Sans 3">'
            f'<title id="{identifier}-t">{escape(title)}</title><desc id="{identifier}-d">{escape(summary)}</desc>'
            f"{''.join(self._shapes)}</svg>"
        )

    def _add(self, shape: str, tone: str, **numbers: Number) -> None:
        places = " ".join(f'{name}="{figure(number)}"' for name, number in numbers.items())
        self._shapes.append(f'<{shape} class="{tone}" {places} fill="{PALETTE[tone]}"/>')


def shortened(text: str, longest: int) -> str:
    """No longer than there is room for."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
