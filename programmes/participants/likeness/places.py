"""Who is or was in the same place: known to the app above that knows where people are enrolled."""

from collections.abc import Callable, Collection, Mapping

Places = Callable[[Collection[int]], Mapping[int, frozenset[int]]]
"""The organisations of people, by their keys."""

_declared: list[Places] = []


def known_through(places: Places) -> None:
    """Say where people are."""
    if places not in _declared:
        _declared.append(places)


def places_of(people: Collection[int]) -> dict[int, frozenset[int]]:
    """All that is known."""
    found: dict[int, frozenset[int]] = {}
    for places in _declared:
        for person, organisations in places(people).items():
            found[person] = found.get(person, frozenset()) | organisations
    return found
