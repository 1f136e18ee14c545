"""The ways to upsample by a whole chain: each stage is one of the ways of a single layer."""

from __future__ import annotations

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.solver.chain.families import families
from shapecalc.solver.compare import Comparison, ways


def test_one_stage_is_the_comparison_of_one_layer() -> None:
    assert families(16, 32, 1, (64, 32), 2, "torch") == Comparison(ways(2, (64, 32)), (64, 32), 2, (16, 16))


def test_the_stages_add_up() -> None:
    found = families(7, 28, 2, (64, 16), 2, "torch")
    first, second = (ways(2, pair) for pair in ((64, 32), (32, 16)))
    for way, before, after in zip(found.ways, first, second, strict=True):
        assert way.channels == (*before.channels, *after.channels[1:])
        costs = before.cost((7, 7)), after.cost((14, 14))
        assert found.cost(way) == tuple(map(sum, zip(*costs, strict=True)))


@pytest.mark.parametrize(
    ("out", "stages", "many"), [(224, None, 5), (224, 5, 5), (224, 1, 1), (63, None, 2), (42, None, 1)]
)
def test_the_factor_is_a_root(out: int, stages: int | None, many: int) -> None:
    (nearest, *_) = families(7, out, stages, (64, 64), 2, "").ways
    assert len(nearest.stages) == 2 * many
    assert nearest.stages[-1].out * 7 == out


@pytest.mark.parametrize(
    ("out", "stages", "fix"), [(224, 3, "--stages 1, 5 can be compared"), (7, None, "name one"), (25, 2, "name one")]
)
def test_what_is_no_power_of_a_factor_is_refused(out: int, stages: int | None, fix: str) -> None:
    with pytest.raises(ShapecalcError) as error:
        families(7, out, stages, (64, 64), 2, "")
    assert error.value.problems[0].fix.startswith(fix)
