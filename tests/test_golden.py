"""The comparison with recorded texts can fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Golden = Callable[[str, str], None]
TEXT = "what is recorded\n"


def test_the_same_text_passes(golden: Golden) -> None:
    golden("itself.txt", TEXT)


def test_another_text_fails(golden: Golden, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        pytest.skip("nothing is compared while everything is rewritten")
    with pytest.raises(AssertionError):
        golden("itself.txt", TEXT.upper())
    with pytest.raises(AssertionError, match="not recorded"):
        golden("nowhere.txt", TEXT)
