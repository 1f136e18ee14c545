"""Which classes of each framework a word of ours stands for, and back; how they are called, and how settings are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shapecalc.dialects import DIALECTS, unknown_layer
from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.own import OWN
from shapecalc.dialects.signature import Signature
from shapecalc.layers import LAYERS


class Call(NamedTuple):
    """Classes of one framework that take the same arguments, with their defaults."""

    names: tuple[str, ...]
    signature: Signature


def class_names(word: str) -> dict[str, list[str]]:
    """Return the classes that do a layer of ours, by the title of the framework that has them.

    >>> class_names("max_unpool")
    {'PyTorch': ['MaxUnpool1d', 'MaxUnpool2d', 'MaxUnpool3d'], 'ONNX': ['MaxUnpool']}
    """
    found = {
        dialect.title: [name for each in dialect.signatures_of(word) for name in each.names]
        for dialect in DIALECTS.values()
    }
    return {title: names for title, names in found.items() if names}


def words_of(name: str) -> list[str]:
    """Return our words for a layer that any framework (or we) call so; capitals matter only where they must.

    >>> words_of("Conv2DTranspose"), words_of("conv2d"), words_of("relu")
    (['conv_transpose'], ['conv'], ['relu'])
    """
    for same in (str, str.lower):
        found = [word for other, word in _every_name() if same(other) == same(name)]
        if found:
            return list(dict.fromkeys(found))
    raise unknown_layer(name)


def _every_name() -> Iterator[tuple[str, str]]:
    yield from zip(LAYERS, LAYERS, strict=True)
    for dialect in DIALECTS.values():
        yield from ((name, each.word) for name, (each, _) in dialect.classes.items())


def calls(word: str) -> dict[str, list[Call]]:
    """Return how a layer of ours is called in each framework that has it, our own way first."""
    own, _ = OWN.find(word)
    found = {OWN.title: [Call((word,), own)]}
    for dialect in DIALECTS.values():
        signatures = dialect.signatures_of(word)
        if signatures:
            found[dialect.title] = _together(signatures)
    return found


def _together(signatures: list[Signature]) -> list[Call]:
    found: list[Call] = []
    for each in signatures:
        if found and found[-1].signature.arguments == each.arguments:
            found[-1] = found[-1]._replace(names=(*found[-1].names, *each.names))
        else:
            found.append(Call(tuple(each.names), each))
    return found


def spellings(word: str) -> dict[str, dict[str, str]]:
    """Return what each framework calls our settings of a layer, where it differs: our name -> title -> its name.

    >>> spellings("dense")
    {'bias': {'Keras': 'use_bias'}, 'units': {'PyTorch': 'out_features'}}
    """
    found: dict[str, dict[str, str]] = {}
    for dialect in DIALECTS.values():
        for theirs, ours in _spelling(dialect, word).items():
            found.setdefault(ours, {})[dialect.title] = theirs
    return found


def _spelling(dialect: Dialect, word: str) -> dict[str, str]:
    arguments = {name for each in dialect.signatures_of(word) for name in (*each.arguments, *each.call)}
    spelling = {**dialect.spelling, **dialect.own_spelling.get(word, {})}
    return {theirs: ours for theirs, ours in spelling.items() if theirs in arguments and theirs != ours}
