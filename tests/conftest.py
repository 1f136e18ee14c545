"""What tests share: a tally of cases and agreements, printed at the end of a run."""

from __future__ import annotations

import shutil

import pytest

from tests.comparison import Tally

TALLIES = pytest.StashKey[dict[str, Tally]]()


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest) -> Tally:
    """Return where a module counts its cases; what is counted there is printed under the module's name."""
    tallies = request.config.stash.setdefault(TALLIES, {})
    return tallies.setdefault(request.node.name, Tally())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for name, tally in config.stash.get(TALLIES, {}).items():
        terminalreporter.section(f"cases / agreed in {name}")
        for line in tally.lines(shutil.get_terminal_size((120, 24)).columns):
            terminalreporter.write_line(line)
