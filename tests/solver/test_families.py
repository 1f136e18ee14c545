"""The ways to upsample by a whole chain: each stage is one of the ways of a single layer."""

from __future__ import annotations

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.solver.chain.families import families
from shapecalc.solver.compare import ways


def test_one_stage_is_the_comparison_of_one_layer() -> None:
    assert families(16, 32, 1, (64, 32)) == ways(16, 2, (64, 32))


def test_the_stages_add_up() -> None:
    found = families(7, 28, 2, (64, 16))
    parts = ways(7, 2, (64, 32)), ways(14, 2, (32, 16))
    for way, first, second in zip(found, *parts, strict=True):
        assert way.stages == first.stages + second.stages
        assert way.channels == (*first.channels, *second.channels[1:])
        costs = first.cost(2), second.cost(2)
        assert way.cost(2) == tuple(map(sum, zip(*costs, strict=True)))


@pytest.mark.parametrize(
    ("out", "stages", "many"), [(224, None, 5), (224, 5, 5), (224, 1, 1), (63, None, 2), (42, None, 1)]
)
def test_the_factor_is_a_root(out: int, stages: int | None, many: int) -> None:
    (nearest, *_) = families(7, out, stages, (64, 64))
    assert len(nearest.stages) == 2 * many
    assert nearest.stages[-1].out == out


@pytest.mark.parametrize(
    ("out", "stages", "fix"), [(224, 3, "--stages 1, 5 can be compared"), (7, None, "name one"), (25, 2, "name one")]
)
def test_what_is_no_power_of_a_factor_is_refused(out: int, stages: int | None, fix: str) -> None:
    with pytest.raises(ShapecalcError) as error:
        families(7, out, stages, (64, 64))
    assert error.value.problems[0].fix.startswith(fix)
