"""What stands in the PDF, as data for its template: texts and pictures, nothing that could be executed."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.editions.models import ReportEdition
from reports.indicators.figures import Figure
from reports.rendering.charts.drawing import PALETTE
from reports.rendering.long_tables import split
from reports.rendering.presentation import Table, Tile
from reports.rendering.story.headlines import Headline
from reports.rendering.story.telling import Chapter, Picture, tell


def contents(edition: ReportEdition, figures: Sequence[Figure]) -> dict[str, Any]:
    """The whole report in the reader's language."""
    passing, left = split(figures)
    story = tell(edition, passing, left)
    month = date_format(edition.month, "F Y")
    return {
        "language": (get_language() or settings.LANGUAGE_CODE)[:2],
        "title": _("Monthly report %(month)s") % {"month": month},
        "organisation": edition.kept.name,
        "facts": [list(fact) for fact in story.facts],
        "first": _("What matters first"),
        "headlines": [_headline(each) for each in story.headlines],
        "chapters": [_chapter(each) for each in story.chapters],
        "signs": _("• not shown, so that no person can be worked out · – does not apply · ? unknown"),
        "page": _("Page"),
        "meanings": _("What these figures mean"),
        "definitions": [
            {"name": str(each.name), "explanation": str(each.explanation), "definition": str(each.definition)}
            for each in _explained(story.headlines, story.chapters)
        ],
    }


def _explained(headlines: Sequence[Headline], chapters: Sequence[Chapter]) -> list[Any]:
    """Every indicator of the report once, those at the top first."""
    found = {each.indicator.id: each.indicator for each in headlines}
    for chapter in chapters:
        found |= {
            identifier: each for identifier, each in chapter.section.indicators.items() if identifier not in found
        }
    return list(found.values())


def _headline(headline: Headline) -> dict[str, Any]:
    return {
        "name": ", ".join(filter(None, [str(headline.name), str(headline.line)])),
        "value": headline.written.text,
        "parts": " ".join(filter(None, [headline.written.parts, str(headline.indicator.unit.label)])),
        "change": f"{headline.change.text} {_('since last month')}" if headline.change else "",
        "tone": headline.change.tone if headline.change else "",
        "target": f"{headline.target.state.label} · {headline.target.text}" if headline.target else "",
        "trend": _trend(headline),
        "trend_text": _("Course over the last months"),
    }


def _trend(headline: Headline) -> str:
    if not headline.points:
        return ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 30">'
        f'<polyline points="{headline.points}" fill="none" stroke="{PALETTE["plain"]}" stroke-width="1.2"/></svg>'
    )


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "title": str(chapter.section.family.label),
        "pictures": [_picture(each) for each in chapter.pictures],
        "figures": [_tile(each) for each in chapter.section.tiles],
        "tables": [_table(each) for each in chapter.section.tables.values()],
        "elsewhere": _elsewhere(chapter),
    }


def _elsewhere(chapter: Chapter) -> str:
    if not chapter.long_tables:
        return ""
    names = ", ".join(str(each.caption) for each in chapter.long_tables)
    return _("In the workbook (XLSX): %(tables)s.") % {"tables": names}


def _picture(picture: Picture) -> dict[str, Any]:
    return {"title": picture.chart.title, "text": picture.chart.summary or picture.chart.title, "svg": picture.svg}


def _tile(tile: Tile) -> list[str]:
    name = ", ".join(filter(None, [str(tile.name), str(tile.line)]))
    parts = " · ".join(filter(None, [tile.written.parts, str(tile.unit), tile.written.not_matured]))
    return [name, tile.written.text, parts]


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": str(table.caption),
        "heads": [str(head) for head in table.heads],
        "columns": [", ".join(filter(None, [str(column.name), str(column.line)])) for column in table.columns.values()],
        "rows": [
            {
                "labels": [str(label.text) for label in row.labels],
                "cells": [[cell.text, " · ".join(filter(None, [cell.parts, cell.not_matured]))] for cell in row.cells],
            }
            for row in table.rows
        ],
    }
