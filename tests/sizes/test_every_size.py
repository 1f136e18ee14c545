"""The theorem says of every size up to 512 what trying it says."""

from __future__ import annotations

import pytest

from shapecalc import load
from shapecalc.model import zoo
from tests.comparison import Tally
from tests.sizes.every_size import MOST, compared
from tests.sizes.models import TEXTS, model


@pytest.mark.parametrize("name", [*zoo.names(), *TEXTS])
def test_the_theorem_agrees_with_the_trial(name: str, tally: Tally) -> None:
    for axis, wrong, legal in compared(model(name) if name in TEXTS else load(name)):
        tally.count("sizes", f"{name}/{axis.input}.{axis.name}", agreed=not wrong)
        assert not wrong, f"{axis.name} of {axis.input}: {wrong[:20]}, {legal} of {MOST} are legal, but {axis.sizes}"
