"""A model file's values, read into a model; all mistakes of the file are told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

from shapecalc.dialects.framework_layer import FrameworkLayer
from shapecalc.dialects.own import OWN
from shapecalc.dialects.refusal import short
from shapecalc.errors import Problem, ShapecalcError, did_you_mean, distinct, under
from shapecalc.layers.input import Input
from shapecalc.model.assembly import Assembly
from shapecalc.model.document import Document
from shapecalc.model.entry import TUPLE
from shapecalc.model.expression import UndefinedError, substituted
from shapecalc.model.graph import Model, Node, is_size
from shapecalc.model.top import checked
from shapecalc.model.trace import trace
from shapecalc.model.wiring import Wiring
from shapecalc.model.words import words_of
from shapecalc.shape import MOST_AXES, Shape


def read_model(document: Document, overrides: Mapping[str, Any]) -> Model:
    """Return the model that a document describes; ``overrides`` take the place of its ``vars``."""
    with _located(document):
        return _read(document, overrides)


def read_blocks(document: Document) -> dict[str, Any]:
    """Return the blocks that a document declares, by name."""
    with _located(document):
        return checked(document.value).get("blocks") or {}


@contextmanager
def _located(document: Document) -> Iterator[None]:
    """Give every mistake its place in the document."""
    try:
        yield
    except ShapecalcError as error:
        problems = [each if each.place else each._replace(place=document.place(each.path)) for each in error.problems]
        raise ShapecalcError(problems=distinct(problems)) from None


def _read(document: Document, overrides: Mapping[str, Any]) -> Model:
    top = checked(document.value)
    variables = _variables(top.get("vars") or {}, overrides)
    words = words_of(top.get("framework"), top.get("data_format"), _class_names(top))
    inputs = _inputs(top["input"], variables)
    assembly = Assembly(words, top.get("blocks") or {}, variables)
    assembly.assemble(top["layers"], {node.name: node.path for node in inputs})
    wiring = Wiring(assembly, inputs)
    nodes = wiring.nodes()
    name = top.get("name") or PurePath(document.name.strip("<>")).stem
    model = Model(name=str(name), dialect=words.dialect, nodes=tuple(nodes), document=document)
    problems = assembly.problems + wiring.problems
    if problems:
        raise ShapecalcError(problems=_in_order(document, problems + trace(model).problems))
    return model


def _in_order(document: Document, problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: document.mark(problem.path))


def _variables(declared: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    problems = [problem for name, value in overrides.items() if (problem := _wrong_override(name, value, declared))]
    if problems:
        raise ShapecalcError(problems=problems)
    values: dict[str, Any] = {}
    for name, value in declared.items():
        with under("vars", name):
            try:
                values[name] = overrides[name] if name in overrides else substituted(value, values)
            except UndefinedError as error:
                raise _too_early(error, name) if error.name in declared else error from None
    return values


def _too_early(error: UndefinedError, name: str) -> ShapecalcError:
    return ShapecalcError(
        error.problems[0].what,
        why="a variable is computed from those above it, and none from itself",
        fix="write a number" if error.name == name else f"move {error.name} up, or write a number",
    )


def _wrong_override(name: str, value: Any, declared: Mapping[str, Any]) -> Problem | None:
    """Return what is wrong with a variable set from outside: there is none of that name, or it is of another kind."""
    place = f"--set {name}={value}"
    if name not in declared:
        why = f"its vars are {', '.join(map(str, declared))}" if declared else "it has no vars"
        fix = did_you_mean(name, declared) or "leave it out"
        return Problem(f"the model has no variable {name!r}", why=why, fix=fix, place=place)
    default = declared[name]
    if isinstance(default, (bool, int)) and type(value) is not type(default):
        kind = "true or false" if isinstance(default, bool) else "a whole number"
        return Problem(f"{name} is {value!r}", why=f"in the model it is {default!r}", fix=f"give {kind}", place=place)
    return None


def _class_names(top: Mapping[str, Any]) -> Iterator[Any]:
    """Yield what the entries call their layers, the blocks' too."""
    blocks = top.get("blocks") or {}
    for entries in (top["layers"], *(block["layers"] for block in blocks.values())):
        for entry in entries:
            yield entry.get("type") if isinstance(entry, dict) else entry


def _inputs(declared: Any, variables: Mapping[str, Any]) -> list[Node]:
    shapes = declared if isinstance(declared, dict) else {"input": declared}
    nodes: list[Node] = []
    problems: list[Problem] = []
    for name, value in shapes.items():
        path = ("input", name) if isinstance(declared, dict) else ("input",)
        try:
            with under(*path):
                nodes.append(input_node(str(name), (None, *_input_shape(value, variables)), path))
        except ShapecalcError as error:
            problems.extend(error.problems)
    if problems:
        raise ShapecalcError(problems=problems)
    return nodes


def input_node(name: str, shape: Shape, path: tuple[str | int, ...] = ()) -> Node:
    """Return a node where a tensor comes in."""
    layer = FrameworkLayer(dialect=OWN, class_name="InputLayer", settings={}, card=Input(shape=shape), word="input")
    return Node(name=name, layer=layer, path=path)


_OPEN = ("None", "?")
"""Words for a size that is open and has no name."""


def _input_shape(declared: Any, variables: Mapping[str, Any]) -> Shape:
    value = substituted(declared, variables)
    if not isinstance(value, list) or len(value) > MOST_AXES:
        tuple_ = isinstance(value, str) and TUPLE.match(value)
        raise ShapecalcError(
            f"the input shape is {short(value)}",
            why=f"it is a list of sizes without the batch, at most {MOST_AXES}",
            fix=f"write [{value.strip('() ,')}]" if tuple_ else "write [224, 224, 3], for example",
        )
    sizes = tuple(
        variables.get(size, None if size in _OPEN else size) if isinstance(size, str) else size for size in value
    )
    wrong = [place for place, size in enumerate(sizes) if not is_size(size)]
    if wrong:
        why = "it must be a whole number, 1 or more (and at most 10^15), null, or a name"
        raise ShapecalcError(
            problems=[Problem(f"a size of the input is {short(sizes[at])}", why=why, path=(at,)) for at in wrong]
        )
    return sizes
