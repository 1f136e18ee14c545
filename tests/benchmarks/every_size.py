"""Legal sizes against the trial of every size, for model files of any kind (or the built-in ones).

    PYTHONPATH=. python tests/benchmarks/every_size.py [--most 512] [--spatial] [FILE ...]

``--most N`` tries the sizes 1 to N on every axis; ``--spatial`` leaves the channels out. A line for each axis tells the
set, how many of the tried sizes are legal, and what the answer and the trial cost in seconds.
"""

from __future__ import annotations

import argparse
import sys
import time

from shapecalc import load
from shapecalc.errors import ShapecalcError
from shapecalc.model import zoo
from shapecalc.render.sizes import sizes_text
from shapecalc.sizes.legal import legal_sizes
from tests.sizes.every_size import fits


def main() -> None:
    """Compare every axis of every model and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=512)
    parser.add_argument("--spatial", action="store_true")
    parser.add_argument("files", nargs="*")
    asked = parser.parse_args()
    axes = sizes = wrong = 0
    for name in asked.files or zoo.names():
        try:
            found = _compared(name, asked.most, spatial=asked.spatial)
        except ShapecalcError as error:
            print(f"{name}: {error}")
            continue
        axes, sizes, wrong = axes + found[0], sizes + found[0] * asked.most, wrong + found[1]
    print(f"{axes:,} axes, {sizes:,} sizes tried, {wrong:,} wrong")
    sys.exit(wrong > 0)


def _compared(name: str, most: int, *, spatial: bool) -> tuple[int, int]:
    model = load(name)
    start = time.process_time()
    axes = [axis for axis in legal_sizes(model) if not (spatial and axis.name == "channels")]
    answered = time.process_time() - start
    all_wrong = 0
    for axis in axes:
        start = time.process_time()
        tried = [fits(model, axis, size) for size in range(1, most + 1)]
        cost = time.process_time() - start
        wrong = [size for size, legal in enumerate(tried, start=1) if legal != (size in axis.sizes)]
        all_wrong += len(wrong)
        verdict = f"WRONG at {wrong[:20]}" if wrong else "agree"
        line = f"{name}  {axis.input}.{axis.name}  {sizes_text(axis)}  {sum(tried)} of {most} legal, {verdict}"
        print(f"{line}  {cost:.2f} s", flush=True)
    print(f"{name}: {len(model.nodes)} nodes, answered in {answered:.2f} s", flush=True)
    return len(axes), all_wrong


if __name__ == "__main__":
    main()
