"""Unfold and fold, against each other and against the windows counted one by one."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.layers.unfold import Fold, Unfold

GRID = tuple(product(range(1, 7), range(1, 4), (1, 2), (0, 1), (1, 2)))


def starts(size: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    reach = dilation * (kernel - 1) + 1
    return len([at for at in range(-padding, size + padding, stride) if at + reach <= size + padding])


def test_a_column_for_each_window_and_fold_takes_them_back() -> None:
    for size, kernel, stride, padding, dilation in GRID:
        settings = {"kernel_size": kernel, "stride": stride, "padding": padding, "dilation": dilation}
        window: dict[str, Any] = {name: (value, int(name != "padding")) for name, value in settings.items()}
        unfold = Unfold(data_format="channels_first", **window)
        windows = starts(size, kernel, stride, padding, dilation)
        if windows == 0:
            with pytest.raises(ShapecalcError):
                unfold.output((2, 3, size, 5))
            continue
        columns = unfold.output((2, 3, size, 5))
        assert columns == (2, 3 * kernel, windows * 5)
        assert Fold(output_size=(size, 5), **window).output(columns) == (2, 3, size, 5)


def test_fold_refuses_a_column_too_many() -> None:
    with pytest.raises(ShapecalcError, match="10 columns"):
        Fold(output_size=(3, 3), kernel_size=1).output((2, 4, 10))
