"""Padding from the input itself, against the definition: write down which element every new place copies."""

from __future__ import annotations

from itertools import product

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import padded_size

MODES = ("reflect", "replicate", "circular")


def copied(size: int, before: int, after: int, mode: str) -> list[int] | None:
    """Return the places of the input that the output shows, or None where one has to be looked up twice over."""
    places = []
    for place in range(-before, size + after):
        if mode == "replicate":
            source = min(max(place, 0), size - 1)
        elif mode == "reflect":
            source = -place if place < 0 else 2 * (size - 1) - place if place >= size else place
        else:
            source = place + size if place < 0 else place - size if place >= size else place
        if not 0 <= source < size:
            return None
        places.append(source)
    return places


@pytest.mark.parametrize("mode", MODES)
def test_what_is_padded_is_found_in_the_input(mode: str) -> None:
    for size, before, after in product(range(1, 9), range(11), range(11)):
        expected = copied(size, before, after, mode)
        if expected is None:
            with pytest.raises(ShapecalcError, match="too much to"):
                padded_size(size, before, after, mode=mode)
        else:
            assert padded_size(size, before, after, mode=mode) == len(expected)


@pytest.mark.parametrize("mode", [*MODES, "constant"])
def test_a_negative_pad_crops(mode: str) -> None:
    for size, before, after in product(range(1, 7), range(-3, 1), range(-3, 1)):
        if size + before + after >= 0:
            assert padded_size(size, before, after, mode=mode) == len(range(size)[-before : size + after])
        else:
            with pytest.raises(ShapecalcError, match="crops"):
                padded_size(size, before, after, mode=mode)


@pytest.mark.parametrize("mode", ["reflect", "replicate"])
def test_nothing_cannot_be_copied(mode: str) -> None:
    with pytest.raises(ShapecalcError):
        padded_size(0, 1, 0, mode=mode)
    assert padded_size(0, 0, 0, mode=mode) == 0
