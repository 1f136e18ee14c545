"""What a whole command costs, as a multiple of ``python -c pass`` measured in the same run.

    PYTHONPATH=. python tests/benchmarks/startup.py                  CPU time, the least of 20 interleaved runs
    PYTHONPATH=. python tests/benchmarks/startup.py --instructions   counted by valgrind; repeats within 0.5 %

torchinfo on the same U-Net is measured too where torch and torchinfo are installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
BASE = "python -c pass"
COMMANDS = {
    BASE: ["-c", "pass"],
    "shapecalc solve --in 64 --out 128": ["-m", "shapecalc", "solve", "--in", "64", "--out", "128"],
    "shapecalc summary unet": ["-m", "shapecalc", "summary", "unet"],
    "shapecalc summary unet --format json": ["-m", "shapecalc", "summary", "unet", "--format", "json"],
    "shapecalc layers": ["-m", "shapecalc", "layers"],
    "shapecalc zoo": ["-m", "shapecalc", "zoo"],
    "shapecalc --help": ["-m", "shapecalc", "--help"],
}
TORCHINFO = {"torchinfo on the same U-Net": [str(HERE / "torchinfo_unet.py")]}
MOST = {"shapecalc solve --in 64 --out 128": 14, "shapecalc summary unet": 24}
"""What may be spent at most; a difference is shown and is no error, for times are noisy."""


def cpu_seconds(command: list[str]) -> float:
    """Return the user and system time of a process."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime


def instructions(command: list[str]) -> float:
    """Return how many instructions valgrind counts."""
    tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    done = subprocess.run([*tool, *command], capture_output=True, text=True, check=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if found is None:
        raise SystemExit(done.stderr)
    return float(found[1])


def main() -> None:
    """Measure, and print a line for each command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instructions", action="store_true", help="count instructions with valgrind")
    parser.add_argument("--runs", type=int, default=20, help="how many runs the least is taken of")
    wanted = parser.parse_args()
    if wanted.instructions and not shutil.which("valgrind"):
        raise SystemExit("there is no valgrind here")
    commands = COMMANDS | (TORCHINFO if importlib.util.find_spec("torchinfo") else {})
    measure, runs = (instructions, 1) if wanted.instructions else (cpu_seconds, wanted.runs)
    least = dict.fromkeys(commands, float("inf"))
    for number in range(runs):
        for name, words in commands.items():
            if name in COMMANDS or number < 2:
                least[name] = min(least[name], measure([sys.executable, *words]))
    for name, cost in least.items():
        amount = f"{cost / 1e6:10.1f} M" if wanted.instructions else f"{cost * 1e3:10.1f} ms"
        limit = f"   (at most {MOST[name]})" if name in MOST else ""
        print(f"{name:38}{amount}{cost / least[BASE]:8.1f} x{limit}")


if __name__ == "__main__":
    main()
