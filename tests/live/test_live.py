"""Fresh random cases, asked of the frameworks that are installed: our answer is theirs.

``SHAPECALC_LIVE_CASES`` says how many of each framework, ``SHAPECALC_LIVE_SEED`` which ones.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from typing import NamedTuple

import pytest

from shapecalc.dialects import DIALECTS
from tests.comparison import Row, Tally, agrees, code, expected, ours
from tests.live.cases import DRAWS, draw
from tests.live.cases.keras import NOT_ALONE
from tests.live.cases.onnx import IN_FILES
from tests.record import NEEDED, ask, contested
from tests.recorded import recorded

CASES = int(os.environ.get("SHAPECALC_LIVE_CASES", "2000"))
SEED = int(os.environ.get("SHAPECALC_LIVE_SEED", "1"))

NOT_DRAWN = {"torch": set[str](), "keras": NOT_ALONE, "onnx": IN_FILES}

asked = pytest.mark.parametrize(
    "framework",
    [
        pytest.param(
            framework,
            marks=pytest.mark.skipif(
                not all(map(find_spec, NEEDED[framework])), reason=f"{framework} is not installed"
            ),
        )
        for framework in DRAWS
    ],
)


class Fresh(NamedTuple):
    """A case as the framework has answered it; where we do not agree, and it contradicts itself, nobody is right."""

    row: Row
    agreed: bool
    contested: bool


def fresh(framework: str, seed: int) -> Iterator[Fresh]:
    for row in draw(framework, seed):
        answered = ask(framework, row)
        try:
            agreed = agrees(framework, answered)
        except Exception as error:
            raise AssertionError(code(framework, row)) from error
        yield Fresh(answered, agreed, not agreed and contested(framework, answered))


def uncontested(framework: str, tally: Tally) -> Iterator[Fresh]:
    for case in fresh(framework, SEED):
        if case.contested:
            tally.contested[framework] += 1
        else:
            yield case


@asked
def test_agrees_on_fresh_cases(framework: str, tally: Tally) -> None:
    wrong = []
    for row, agreed, _ in islice(uncontested(framework, tally), CASES):
        tally.count(framework, row["layer"], agreed=agreed)
        if not agreed:
            theirs = row.get("error", {}).get("text") or expected(framework, row)
            wrong.append(f"{code(framework, row)}\n  {framework}: {theirs}\n  ours: {ours(framework, row)}")
    assert not wrong, f"{CASES - len(wrong)} of {CASES} agree (seed {SEED}):\n" + "\n".join(wrong[:20])


@asked
def test_a_wrong_answer_is_noticed(framework: str) -> None:
    row = next(each.row for each in fresh(framework, SEED) if each.agreed and each.row.get("output_shape"))
    assert not agrees(framework, {**row, "output_shape": [*row["output_shape"], 1]})
    assert not agrees(framework, {**row, "error": {"text": "as if it were refused"}})


@asked
def test_the_recorder_says_again_what_is_recorded(framework: str) -> None:
    for row in islice(recorded(framework), 0, None, 40):
        again = ask(framework, {name: value for name, value in row.items() if name not in {"output_shape", "error"}})
        assert expected(framework, again) == expected(framework, row), row["id"]


@pytest.mark.parametrize("framework", DRAWS)
def test_every_layer_is_drawn(framework: str) -> None:
    names = {name for signature, _ in DIALECTS[framework].classes.values() for name in signature.names}
    assert names == set(DRAWS[framework]) | NOT_DRAWN[framework]


@pytest.mark.parametrize("framework", DRAWS)
def test_a_seed_stands_for_the_same_cases(framework: str) -> None:
    first, second, other = (list(islice(draw(framework, seed), 100)) for seed in (1, 1, 2))
    assert first == second != other
