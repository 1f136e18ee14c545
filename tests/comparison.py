"""A framework's answer beside ours: one comparison for what is recorded and for what is asked live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

import shapecalc
from shapecalc.errors import ShapecalcError

Row = dict[str, Any]
"""One case as in ``rows/README.md``: a question, and the answer or the refusal where there is one."""


def tuples(value: Any) -> Any:
    return tuple(map(tuples, value)) if isinstance(value, list) else value


def arguments(row: Row) -> dict[str, Any]:
    return {name: tuples(value) for name, value in row["args"].items()}


def arguments_and_opset(row: Row) -> dict[str, Any]:
    return {**arguments(row), "opset": row["opset"]}


def call(row: Row) -> dict[str, Any]:
    return {name: tuples(value) for name, value in row.get("call", {}).items()}


def names_and_constants(row: Row) -> dict[str, Any]:
    return {
        "inputs": row["inputs"],
        "constants": row.get("const_inputs"),
        "outputs": row.get("outputs") or row.get("n_outputs"),
    }


class Way(NamedTuple):
    """How a framework's rows ask, and which of our counts is which of theirs; one not recorded is ``unrecorded``."""

    settings: Callable[[Row], dict[str, Any]]
    call: Callable[[Row], dict[str, Any]]
    counts: dict[str, str]
    unrecorded: int | None = 0


WAYS = {
    "keras": Way(
        arguments, call, {"params_trainable": "trainable_params", "params_non_trainable": "non_trainable_params"}
    ),
    "torch": Way(arguments, call, {"params": "params", "buffers": "buffers"}),
    "onnx": Way(arguments_and_opset, names_and_constants, {"params": "params"}, unrecorded=None),
}


def expected(framework: str, row: Row) -> Any:
    if "error" in row:
        return "refused"
    way = WAYS[framework]
    return (tuples(row["output_shape"]), *(row.get(name, way.unrecorded) for name in way.counts))


def ours(framework: str, row: Row) -> Any:
    way = WAYS[framework]
    try:
        layer = shapecalc.layer(row["layer"], framework=framework, **way.settings(row))
        report = layer.infer(*map(tuples, row["input_shapes"]), **way.call(row))
    except ShapecalcError:
        return "refused"
    shape = tuple(report.output_shape) if isinstance(report.output_shape, list) else report.output_shape
    counts = {name: getattr(report, ours) for name, ours in way.counts.items()}
    return (shape, *(counts[name] if name in row or way.unrecorded is not None else None for name in counts))


def agrees(framework: str, row: Row) -> bool:
    return bool(expected(framework, row) == ours(framework, row))


def code(framework: str, row: Row) -> str:
    """Return the line that asks us about a row, ready to paste."""
    way = WAYS[framework]
    settings = [f"{name}={value!r}" for name, value in {"framework": framework, **way.settings(row)}.items()]
    shapes = [repr(tuples(shape)) for shape in row["input_shapes"]]
    call = [f"{name}={value!r}" for name, value in way.call(row).items() if value is not None]
    return f'shapecalc.layer("{row["layer"]}", {", ".join(settings)}).infer({", ".join(shapes + call)})'


class Tally:
    """Cases and agreements, counted by framework and layer; a terminal summary prints them."""

    def __init__(self) -> None:
        self.cases: Counter[tuple[str, str]] = Counter()
        self.agreed: Counter[tuple[str, str]] = Counter()
        self.contested: Counter[str] = Counter()

    def count(self, framework: str, layer: str, *, agreed: bool) -> None:
        self.cases[framework, layer] += 1
        self.agreed[framework, layer] += agreed

    def lines(self, width: int) -> list[str]:
        found = []
        for framework in dict.fromkeys(framework for framework, _ in self.cases):
            keys = sorted(key for key in self.cases if key[0] == framework)
            cases, agreed = (sum(each[key] for key in keys) for each in (self.cases, self.agreed))
            words = [f"{layer} {self.cases[_, layer]}/{self.agreed[_, layer]}" for _, layer in keys]
            free = f" ({self.contested[framework]} more are contested)" if self.contested[framework] else ""
            found += [f"{framework}: {cases} cases / {agreed} agreed{free}", *_columns(words, width)]
        return found


def _columns(words: list[str], width: int) -> list[str]:
    space = max(map(len, words)) + 2
    number = max((width - 2) // space, 1)
    lines = [words[start : start + number] for start in range(0, len(words), number)]
    return ["  " + "".join(word.ljust(space) for word in line).rstrip() for line in lines]
