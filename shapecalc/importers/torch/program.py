"""The program in an archive of ``torch.export``: its nodes are calls of operators, with the shapes that PyTorch saw.

Where a size was left open at the export, the size of the example stands for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from shapecalc.dialects.torch import TORCH
from shapecalc.errors import ShapecalcError, under
from shapecalc.importers.torch.assembly import Assembly
from shapecalc.importers.torch.calls import Call, Origin, passed_on
from shapecalc.importers.torch.fields import field, listed, tagged
from shapecalc.importers.torch.functions import OPERATOR
from shapecalc.importers.torch.names import Names
from shapecalc.importers.torch.table import Table
from shapecalc.importers.torch.tensors import Ledger, Owner, role_of_buffer
from shapecalc.layers.layer import Role, Weight
from shapecalc.model.graph import Model

_MULTIPLIES = re.compile(r"conv|mm|matmul|lstm|gru|rnn|attention|linear|einsum|dot|mv|cond|while|map|scan")
"""In the names of operators that multiply and add: where none of our layers says how often, nobody does."""
_TAKES_SIZES = re.compile(
    r"view|reshape|flatten_|pad|upsample|slice|narrow|expand|repeat|tile|adaptive|pool|fold|arange"
)
"""In the names of operators whose arguments the code may have computed from the sizes of the example."""
_AGAIN = re.compile(r"@\d+")
"""What the export adds to a module's path when it is called again."""


def read_program(program: Any, weights: Any, name: str) -> Model:
    """Return the model that a serialised program describes; ``weights`` says where its arrays stand."""
    try:
        return _Program(program, _tied(weights)).model(name)
    except ShapecalcError as error:
        steps = {problem: ".".join(map(str, problem.path)) for problem in error.problems}
        problems = [
            each._replace(place=f"{name}: {where}" if where else name, path=()) for each, where in steps.items()
        ]
        raise ShapecalcError(problems=problems) from None


class _Program:
    """A program, read from front to back; what is not as it should be is refused with its place."""

    def __init__(self, data: Any, tied: Mapping[str, str]) -> None:
        self._tied = tied
        module = field(data, "graph_module", dict)
        self._graph = field(module, "graph", dict)
        self._signature = field(module, "signature", dict)
        self._table = Table(self._graph)
        self._owned: dict[str, dict[str, Weight]] = {}
        self._classes: dict[str, str] = {}
        self._inputs: list[str] = []
        self._calls: list[Call] = []
        for number, spec in enumerate(field(self._signature, "input_specs", list)):
            with under("signature", "input_specs", number):
                self._read_input(*tagged(spec))
        for number, node in enumerate(field(self._graph, "nodes", list)):
            with under("graph", "nodes", number):
                self._read_node(node)

    def model(self, name: str) -> Model:
        """Return the model, its nodes in the program's order."""
        paths = list(dict.fromkeys(["", *self._owned, *self._classes]))
        owners = [Owner(path, self._classes.get(path, "Module"), self._owned[path]) for path in self._owned]
        used = {arrow.origin.name for call in self._calls for arrow in call.arrows}
        assembly = Assembly(Ledger(owners, used), Names(paths, self._holding_one(paths)))
        for each in self._inputs:
            assembly.add_input(each, self._table.sizes(each))
        for number, call in enumerate(self._calls):
            assembly.add(number, call)
        outputs = tuple(assembly.reference(self._table.arrow(each)) for each in self._outputs())
        assembly.add_uncalled(paths)
        return Model(self._classes.get("", name), TORCH, tuple(assembly.nodes), outputs=outputs)

    def _read_input(self, kind: str, spec: Any) -> None:
        if kind == "user_input":
            tag, value = tagged(field(spec, "arg", dict))
            if tag == "as_tensor":
                name = field(value, "name", str)
                self._inputs.append(name)
                self._table.origins[name] = Origin(name=name)
        elif kind in {"parameter", "buffer"}:
            name = field(field(spec, "arg", dict), "name", str)
            self._keep(name, field(spec, f"{kind}_name", str), buffer=kind == "buffer")

    def _keep(self, name: str, kept_as: str, *, buffer: bool) -> None:
        kept_as = self._tied.get(kept_as, kept_as)
        path, _, short_name = kept_as.rpartition(".")
        learned = self._table.learned(name)
        role: Role = role_of_buffer(kept_as) if buffer else "trainable" if learned else "frozen"
        self._owned.setdefault(path, {})[kept_as] = Weight(short_name, self._table.sizes(name), role)
        self._table.origins[name] = Origin(name=kept_as)
        self._table.roles[kept_as] = role

    def _read_node(self, node: Any) -> None:
        target = field(node, "target", str).removeprefix("torch.ops.")
        given = field(node, "inputs", list)
        inputs = [self._argument(each) for each in given]
        args = tuple(value for _, value, positional in inputs if positional)
        kwargs = {name: value for name, value, positional in inputs if not positional}
        names = [name for each in field(node, "outputs", list) for name in _tensor_names(each)]
        if not names:
            return
        shapes = tuple(None if name is None else self._table.sizes(name) for name in names)
        space, _, rest = target.partition(".")
        operator = rest.rpartition(".")[0] or rest
        macs = None if _MULTIPLIES.search(operator) else 0
        sized = _TAKES_SIZES.search(operator) is not None
        call = Call(
            f"{OPERATOR if space == 'aten' else f'{space}.'}{operator}",
            self._path(node),
            args,
            kwargs,
            shapes,
            macs,
            sized,
        )
        self._note(call, names, changed=_first_name(given) if operator.endswith("_") else None)

    def _note(self, call: Call, names: Iterable[str | None], changed: str | None) -> None:
        origin = passed_on(call)
        if origin is None:
            self._calls.append(call)
        for number, name in enumerate(names):
            if name is not None:
                self._table.origins[name] = origin or Origin(len(self._calls) - 1, number)
        if changed is not None:
            self._table.origins[changed] = origin or Origin(len(self._calls) - 1)

    def _path(self, node: Any) -> str:
        """Return the path of the module that a node stands in, and remember the classes of all around it."""
        stack = node["metadata"].get("nn_module_stack", "") if isinstance(node.get("metadata"), dict) else ""
        path = ""
        for entry in filter(None, str(stack).split(";")):
            _, _, rest = entry.partition(",")
            path, _, kind = _AGAIN.sub("", rest).partition(",")
            self._classes.setdefault(path, kind.rpartition(".")[2])
        return path

    def _holding_one(self, paths: list[str]) -> list[str]:
        """Return the modules without parts in which one operator is called, and nothing else."""
        often = Counter(call.path for call in self._calls)
        around = {path.rpartition(".")[0] for path in paths if path}
        return [path for path, count in often.items() if path and count == 1 and path not in around]

    def _argument(self, given: Any) -> tuple[str, Any, bool]:
        name = field(given, "name", str)
        with under(name):
            return name, self._table.argument(field(given, "arg", dict)), given.get("kind", 1) == 1

    def _outputs(self) -> list[str]:
        found = []
        for number, spec in enumerate(field(self._signature, "output_specs", list)):
            with under("signature", "output_specs", number):
                kind, value = tagged(spec)
                tag, arg = tagged(field(value, "arg", dict)) if kind == "user_output" else ("", None)
                if tag == "as_tensor":
                    found.append(field(arg, "name", str))
        return found


def _tied(weights: Any) -> dict[str, str]:
    """Return for each array the first name of the one that stands at the same place in the file."""
    first: dict[str, str] = {}
    found = {}
    for name, entry in field(weights, "config", dict).items():
        with under("config", name):
            meta = field(entry, "tensor_meta", dict)
            place = (field(entry, "path_name", str), meta.get("sizes"), meta.get("strides"), meta.get("storage_offset"))
        found[name] = first.setdefault(repr(place), name)
    return found


def _tensor_names(output: Any) -> list[str | None]:
    """Return the names of the tensors in an output, None for what is not there."""
    tag, found = tagged(output)
    if tag == "as_tensor":
        return [field(found, "name", str)]
    if tag == "as_tensors":
        return [field(each, "name", str) for each in listed(found)]
    if tag == "as_optional_tensors":
        several = map(tagged, listed(found))
        return [field(value, "name", str) if kind == "as_tensor" else None for kind, value in several]
    return [None] if tag == "as_none" else []


def _first_name(inputs: list[Any]) -> str | None:
    """Return the name of the tensor that an operator changes in place."""
    tag, found = tagged(field(inputs[0], "arg", dict)) if inputs else ("", None)
    return field(found, "name", str) if tag == "as_tensor" else None
