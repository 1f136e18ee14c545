"""One version of an ONNX operator: what it is called, what it takes and gives, since which operator set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from shapecalc.dialects.refusal import missing_setting, short, unknown_setting
from shapecalc.dialects.signature import REQUIRED, Signature
from shapecalc.errors import Problem, ShapecalcError

NEWEST_THAT_RUNS = 26
"""The newest operator set that onnxruntime 1.31 runs."""


class Attribute(NamedTuple):
    """The type of an attribute, by ONNX's name, and its default."""

    kind: str
    default: object = None


INT, FLOAT, STRING = Attribute("int"), Attribute("float"), Attribute("string")
INTS, FLOATS, STRINGS = Attribute("ints"), Attribute("floats"), Attribute("strings")
ANY = Attribute("any")


def needed(attribute: Attribute) -> Attribute:
    """Return an attribute that must be given."""
    return attribute._replace(default=REQUIRED)


class Port(NamedTuple):
    """A formal input or output; ``many`` is the last one, which may come any number of times."""

    name: str
    optional: bool
    many: bool


class Operator(NamedTuple):
    """``word`` is our word for it; ``weights`` and ``statistics`` are the inputs that hold learned and kept arrays."""

    word: str
    name: str
    since: int
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    attributes: Mapping[str, Attribute]
    weights: frozenset[str]
    statistics: frozenset[str]
    deprecated: bool

    @property
    def signature(self) -> Signature:
        """Return the operator as the other dialects write down a class."""
        arguments = {name: attribute.default for name, attribute in self.attributes.items()}
        return Signature(self.word, self.name, arguments, (1, 2, 3), ())

    def check_attributes(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return all attributes, the defaults filled in; refuse unknown, missing and ill-typed ones."""
        allowed = list(self.attributes)
        values = {name: attribute.default for name, attribute in self.attributes.items()}
        problems = [unknown_setting(self.name, key, allowed) for key in given if key not in values]
        problems += [
            _ill_typed(key, value, self.attributes[key].kind)
            for key, value in given.items()
            if key in values and not _is_of(value, self.attributes[key].kind)
        ]
        values.update(given)
        problems += [missing_setting(self.name, key) for key, value in values.items() if value is REQUIRED]
        if problems:
            raise ShapecalcError(problems=problems)
        return values


def operator(
    word: str,
    name: str,
    since: int,
    inputs: str = "X",
    outputs: str = "Y",
    *,
    weights: str = "",
    statistics: str = "",
    deprecated: bool = False,
    **attributes: object,
) -> Operator:
    """Write an operator down: ``X?`` may be left out, ``X*`` may come several times; a bare default gives its type.

    >>> conv = operator("conv", "Conv", 1, "X W B?", weights="W B", group=1, pads=INTS)
    >>> conv.inputs[2], conv.attributes["group"]
    (Port(name='B', optional=True, many=False), Attribute(kind='int', default=1))
    """
    typed = {
        key: value if isinstance(value, Attribute) else Attribute(_kind(value), value)
        for key, value in attributes.items()
    }
    return Operator(
        word,
        name,
        since,
        _ports(inputs),
        _ports(outputs),
        typed,
        frozenset(weights.split()),
        frozenset(statistics.split()),
        deprecated,
    )


def _ports(text: str) -> tuple[Port, ...]:
    return tuple(Port(each.rstrip("?*"), each.endswith("?"), each.endswith("*")) for each in text.split())


_SCALARS: dict[type, str] = {bool: "int", int: "int", float: "float", str: "string", bytes: "string"}


def _kind(value: object) -> str:
    if not isinstance(value, (list, tuple)):
        return _SCALARS.get(type(value), "any")
    kinds = {_kind(each) for each in value}
    if kinds == {"int", "float"}:
        return "floats"
    return f"{kinds.pop()}s" if len(kinds) == 1 else "empty" if not kinds else "any"


def _is_of(value: object, kind: str) -> bool:
    found = _kind(value)
    return kind in {found, "any"} or (found == "empty" and kind.endswith("s"))


def _ill_typed(name: str, value: object, kind: str) -> Problem:
    spoken = {"int": "a whole number", "float": "a number with a fraction, as 1.0", "string": "a word"}
    wanted = spoken.get(kind) or f"a list of {kind.replace('ints', 'whole numbers')}"
    return Problem(f"{name} is {short(value)}", why=f"it must be {wanted}", path=(name,))
