"""A model file's values, read into a model; all mistakes of the file are told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from shapecalc.dialects.framework_layer import FrameworkLayer
from shapecalc.dialects.own import OWN
from shapecalc.errors import Problem, ShapecalcError, did_you_mean, under
from shapecalc.layers.input import Input
from shapecalc.layers.settings import is_whole
from shapecalc.model.assembly import Assembly
from shapecalc.model.document import Document
from shapecalc.model.expression import substituted
from shapecalc.model.graph import Model, Node
from shapecalc.model.trace import trace
from shapecalc.model.wiring import Wiring
from shapecalc.model.words import words_of
from shapecalc.shape import Shape

FIELDS = ("name", "framework", "data_format", "input", "vars", "blocks", "layers")


def read_model(document: Document, overrides: Mapping[str, Any]) -> Model:
    """Return the model that a document describes; ``overrides`` take the place of its ``vars``."""
    try:
        return _read(document, overrides)
    except ShapecalcError as error:
        problems = [each if each.place else each._replace(place=document.place(each.path)) for each in error.problems]
        raise ShapecalcError(problems=problems) from None


def _read(document: Document, overrides: Mapping[str, Any]) -> Model:
    top = _top(document.value)
    variables = _variables(top.get("vars") or {}, overrides)
    words = words_of(top.get("framework"), top.get("data_format"), _class_names(top))
    inputs = _inputs(top["input"], variables)
    assembly = Assembly(words, top.get("blocks") or {}, variables)
    assembly.assemble(top["layers"], {node.name: node.path for node in inputs})
    wiring = Wiring(assembly.drafts, inputs, assembly.ends, assembly.left_out)
    nodes = wiring.nodes()
    name = top.get("name") or PurePath(document.name).stem
    model = Model(name=str(name), dialect=words.dialect, nodes=tuple(nodes), document=document)
    problems = assembly.problems + wiring.problems
    if problems:
        raise ShapecalcError(problems=_in_order(document, problems + trace(model).problems))
    return model


def _in_order(document: Document, problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: document.mark(problem.path))


def _top(value: Any) -> dict[str, Any]:
    if value is None:
        raise ShapecalcError("the file is empty", fix="write at least input and layers")
    if not isinstance(value, dict):
        raise ShapecalcError(
            f"the file holds a {type(value).__name__}, not a model", fix="write name, input and layers at the top"
        )
    problems = [
        Problem(
            f"a model has no field {key!r}",
            why=f"it has {', '.join(FIELDS)}",
            fix=did_you_mean(str(key), FIELDS) or "remove it",
            path=(key,),
        )
        for key in value
        if key not in FIELDS
    ]
    problems += [
        Problem(f"the model has no {key}", fix=f"add {key}") for key in ("input", "layers") if key not in value
    ]
    for key, kind, words in (("layers", list, "a list"), ("vars", dict, "a mapping"), ("blocks", dict, "a mapping")):
        if value.get(key) is not None and not isinstance(value[key], kind):
            problems.append(
                Problem(
                    f"{key} is no list" if kind is list else f"{key} is no mapping",
                    why=f"it must be {words}",
                    path=(key,),
                )
            )
    problems += _wrong_blocks(value.get("blocks"))
    if "layers" in value and not value["layers"]:
        problems.append(Problem("layers is empty", fix="list at least one layer", path=("layers",)))
    if problems:
        raise ShapecalcError(problems=problems)
    return value


def _wrong_blocks(blocks: Any) -> list[Problem]:
    if not isinstance(blocks, dict):
        return []
    return [
        Problem(f"the block {name} has no layers", why="a block is {vars: [...], layers: [...]}", path=("blocks", name))
        for name, block in blocks.items()
        if not (isinstance(block, dict) and isinstance(block.get("layers"), list))
        or not isinstance(block.get("vars", []), (list, dict))
    ]


def _variables(declared: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    for name in overrides:
        if name not in declared:
            raise ShapecalcError(
                f"the model has no variable {name!r}",
                why=f"its vars are {', '.join(declared)}" if declared else "it has no vars",
                fix=did_you_mean(name, declared) or "leave it out",
            )
    values: dict[str, Any] = {}
    for name, value in declared.items():
        with under("vars", name):
            values[name] = overrides[name] if name in overrides else substituted(value, values)
    return values


def _class_names(top: Mapping[str, Any]) -> Iterator[Any]:
    """Yield what the entries call their layers, the blocks' too."""
    blocks = top.get("blocks") or {}
    for entries in (top["layers"], *(block["layers"] for block in blocks.values())):
        for entry in entries:
            yield entry.get("type") if isinstance(entry, dict) else entry


def _inputs(declared: Any, variables: Mapping[str, Any]) -> list[Node]:
    shapes = declared if isinstance(declared, dict) else {"input": declared}
    nodes = []
    for name, value in shapes.items():
        path = ("input", name) if isinstance(declared, dict) else ("input",)
        with under(*path):
            shape = _input_shape(substituted(value, variables), variables)
        nodes.append(input_node(str(name), (None, *shape), path))
    return nodes


def input_node(name: str, shape: Shape, path: tuple[str | int, ...] = ()) -> Node:
    """Return a node where a tensor comes in."""
    layer = FrameworkLayer(dialect=OWN, class_name="InputLayer", settings={}, card=Input(shape=shape), word="input")
    return Node(name=name, layer=layer, path=path)


def _input_shape(value: Any, variables: Mapping[str, Any]) -> Shape:
    if not isinstance(value, list):
        raise ShapecalcError(
            f"the input shape is {value!r}",
            why="it is a list of sizes without the batch, such as [224, 224, 3]",
        )
    sizes = [variables.get(size, None) if isinstance(size, str) else size for size in value]
    for place, size in enumerate(sizes):
        if size is not None and not is_whole(size, 1):
            raise ShapecalcError(
                f"a size of the input is {size!r}",
                why="it must be a whole number, 1 or more (and at most 10^15), null, or a name",
                path=(place,),
            )
    return tuple(sizes)
