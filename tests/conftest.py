"""``pytest --update`` rewrites what is recorded: the README's output and tables, the completion scripts."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite recorded output")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Return whether recorded output is to be rewritten."""
    return bool(request.config.getoption("--update"))
