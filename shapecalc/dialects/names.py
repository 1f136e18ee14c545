"""Which classes of each framework a word of ours stands for, and back; how they are called, and how settings are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shapecalc.dialects import DIALECTS, unknown_layer
from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.own import OWN
from shapecalc.dialects.signature import Signature
from shapecalc.layers import LAYERS

WITHOUT_COUNTERPART = ("identity", "activation")
"""Words that stand for many things of which only the shape is the same."""


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


def same_layer(class_name: str, wanted: Dialect) -> list[str]:
    """Return what a framework calls the layer that a class of another one is, for as many axes.

    >>> same_layer("Dense", DIALECTS["torch"]), same_layer("Conv2D", DIALECTS["torch"])
    (['Linear'], ['Conv2d'])
    """
    found: list[str] = []
    for dialect in DIALECTS.values():
        if dialect is not wanted and dialect.knows(class_name):
            signature, rank = dialect.find(class_name)
            if signature.word not in WITHOUT_COUNTERPART:
                names = (each.names for each in wanted.signatures_of(signature.word))
                found += [name for each in names for name, its in each.items() if rank is None or its in {None, rank}]
    return list(dict.fromkeys(found))


def same_setting(class_name: str, setting: str, mine: Dialect) -> tuple[str, str]:
    """Return what a framework calls a setting that another one has in this layer, and that other framework.

    Both are empty where nothing is found, the first also where only the other has such a setting.

    >>> same_setting("LSTM", "hidden_size", DIALECTS["keras"]), same_setting("LSTM", "num_layers", DIALECTS["keras"])
    (('units', 'torch'), ('', 'torch'))
    """
    signature, _ = mine.find(class_name)
    for other in DIALECTS.values():
        for each in other.signatures_of(signature.word) if other is not mine else ():
            if setting in (*each.arguments, *each.call):
                ours = _all_spelling(other, signature.word).get(setting, setting)
                spelled = {own: theirs for theirs, own in _all_spelling(mine, signature.word).items()}
                name = spelled.get(ours, ours)
                return name if name in signature.arguments and name != setting else "", other.name
    return "", ""


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
    return {theirs: ours for theirs, ours in _all_spelling(dialect, word).items() if theirs in arguments - {ours}}


def _all_spelling(dialect: Dialect, word: str) -> dict[str, str]:
    return {**dialect.spelling, **dialect.own_spelling.get(word, {})}
