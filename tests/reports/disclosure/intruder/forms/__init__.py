"""The intruder reads a report in every form, each in its own way and with nothing of what wrote it but the words."""

from .files import read_book, read_values
from .page import drawn, read_page
from .paper import read_paper
from .said import Glossary, Told, read_letter

__all__ = ["Glossary", "Told", "drawn", "read_book", "read_letter", "read_page", "read_paper", "read_values"]
