"""What one layer costs in microseconds, in a model of 10,000: reading the file, inferring, drawing the table.

    PYTHONPATH=. python tests/benchmarks/per_layer.py [LAYERS]

The garbage collector is off, as it is in the command. torchinfo's cost for a layer is shown where it is installed.
"""

from __future__ import annotations

import gc
import importlib.util
import sys
import time
from collections.abc import Callable
from typing import Any

from shapecalc.model.document import parse
from shapecalc.model.reader import read_model
from shapecalc.render.columns import chosen
from shapecalc.render.summary import SummaryTable, as_json
from shapecalc.summary import summarize

RUNS = 5


def text(layers: int) -> bytes:
    """Return a model file: convolutions with batch norm, activations and a sum around each three."""
    lines = ["name: long", "input: [64, 56, 56]", "framework: torch", "layers:", "  - {type: ReLU, name: sum0}"]
    for number in range(1, layers // 4 + 1):
        lines += [
            f"  - {{type: Conv2d, name: conv{number}, out_channels: 64, kernel_size: 3, padding: 1, bias: false}}",
            f"  - {{type: BatchNorm2d, name: norm{number}}}",
            f"  - {{type: ReLU, name: relu{number}}}",
            f"  - {{type: add, name: sum{number}, inputs: [sum{number - 1}, relu{number}]}}",
        ]
    return "\n".join(lines).encode()


def best(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the least CPU time of some runs in seconds, and what comes out."""
    least, result = float("inf"), None
    for _ in range(RUNS):
        start = time.process_time()
        result = work()
        least = min(least, time.process_time() - start)
        gc.collect()
    return least, result


def main() -> None:
    """Measure every step and print a line for it."""
    layers = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    source = text(layers)
    gc.disable()
    costs = {}
    costs["parse the YAML"], document = best(lambda: parse(source, "long.yaml"))
    costs["make the model"], model = best(lambda: read_model(document, {}))
    costs["infer and count"], summary = best(lambda: summarize(model))
    costs["draw the table"], lines = best(lambda: list(SummaryTable(summary, chosen(None, summary)).lines()))
    costs["or write JSON"], _ = best(lambda: list(as_json(summary, {})))
    print(f"{len(summary.rows):,} layers, {len(source):,} bytes, {len(lines):,} lines; microseconds for one layer")
    for name, seconds in costs.items():
        print(f"{name:24}{seconds / layers * 1e6:8.2f}")
    whole = sum(costs.values()) - costs["or write JSON"]
    print(f"{'YAML to table':24}{whole / layers * 1e6:8.2f}")
    if importlib.util.find_spec("torchinfo"):
        _torchinfo(whole / layers)


def _torchinfo(ours: float) -> None:
    import torchinfo
    from torchinfo_unet import unet

    model = unet()
    modules = sum(1 for each in model.modules() if not list(each.children()))
    cost, _ = best(lambda: str(torchinfo.summary(model, (1, 3, 256, 256), device="meta", verbose=0)))
    theirs = cost / modules
    print(f"{'torchinfo on a U-Net':24}{theirs * 1e6:8.2f}   {theirs / ours:.0f} times as much")


if __name__ == "__main__":
    main()
