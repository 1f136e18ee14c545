"""``pytest --update`` rewrites what is recorded: golden texts, the README's output and tables, completion scripts.

What is compared with a framework is counted in a tally, and the counts end a run.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.comparison import Tally

GOLDEN = Path(__file__).parent / "golden"
TALLIES = pytest.StashKey[dict[str, Tally]]()

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite what is recorded")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture
def golden(update: bool) -> Callable[[str, str], None]:
    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{name} is not recorded; pytest --update records it"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest) -> Tally:
    tallies = request.config.stash.setdefault(TALLIES, {})
    return tallies.setdefault(request.node.name, Tally())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for name, tally in config.stash.get(TALLIES, {}).items():
        terminalreporter.section(f"cases / agreed in {name}")
        for line in tally.lines(shutil.get_terminal_size((120, 24)).columns):
            terminalreporter.write_line(line)
