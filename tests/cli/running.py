"""The command as a user runs it: in a process of its own."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "shapecalc"]
ROOT = Path(__file__).parents[2]
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "HOME": "/nonexistent"}


def run(
    *words: str, cwd: Path | None = None, stdin: str | bytes = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*COMMAND, *words],
        cwd=cwd,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        check=False,
        env={**ENVIRONMENT, **environment},
        timeout=60,
    )
    return subprocess.CompletedProcess(
        done.args,
        done.returncode,
        done.stdout.decode(environment.get("PYTHONIOENCODING", "utf-8")),
        done.stderr.decode(),
    )


def run_in_terminal(*words: str, columns: int = 80, **environment: str) -> str:
    """Return what a terminal of so many columns gets to see."""
    master, terminal = pty.openpty()
    size = {"COLUMNS": str(columns), "LINES": "24", "TERM": "xterm-256color"}
    process = subprocess.Popen(
        [*COMMAND, *words], stdin=terminal, stdout=terminal, stderr=terminal, env={**ENVIRONMENT, **size, **environment}
    )
    os.close(terminal)
    seen = b""
    while True:
        try:
            more = os.read(master, 65536)
        except OSError:  # Linux says so when the other side is closed
            break
        if not more:
            break
        seen += more
    process.wait(timeout=60)
    os.close(master)
    return seen.decode().replace("\r\n", "\n")
