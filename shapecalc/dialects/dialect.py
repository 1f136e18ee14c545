"""A dialect: how one framework names layers and settings, what it leaves out, and what it refuses.

``read`` turns a framework's words into a card, ``write`` turns settings of ours into a line of the framework's code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from shapecalc.dialects.nested import read_nested
from shapecalc.dialects.refusal import build, missing_setting, renamed, unknown_setting
from shapecalc.dialects.signature import INFERRED, REQUIRED, Missing, Signature
from shapecalc.errors import ShapecalcError, nearest
from shapecalc.layers import card

if TYPE_CHECKING:
    from shapecalc.dialects.framework_layer import AnyLayer
    from shapecalc.layers.layer import Layer, Output
    from shapecalc.shape import DataFormat, Shape

Settings = dict[str, Any]
Restructure = Callable[[Settings, "int | None"], None]
"""Bring a framework's settings into our structure, in place, or refuse them; the second argument is the rank."""
Refuse = Callable[["Layer", "tuple[Shape, ...]"], None]
"""Refuse what the framework refuses although the mathematics allows it."""
Quirk = Callable[["Layer", "tuple[Shape, ...]", "Output"], "Output"]
"""Return what the framework returns although the mathematics says otherwise."""

EVERY_LAYER = "*"
Function = TypeVar("Function", Restructure, Refuse, Quirk)


def of_layer(table: Mapping[str, Function], word: str, class_name: str) -> list[Function]:
    """Return what a table of named functions holds for every layer, for the framework's class and for our word."""
    return [table[name] for name in dict.fromkeys((EVERY_LAYER, class_name, word)) if name in table]


@dataclass(frozen=True, eq=False)
class Dialect:
    """One framework's differences, all of them data and named functions."""

    name: str
    title: str
    data_format: DataFormat
    statistics: Literal["parameters", "buffers"]
    """Where moving statistics are counted."""
    signatures: tuple[Signature, ...]
    fed_weights: bool = False
    """Whether weights come in as inputs. Then a name alone is never taken for one of this dialect's."""
    prefix: str = ""
    """What stands before a class name in code."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    spelling: Mapping[str, str] = field(default_factory=dict)
    """The framework's word for a setting -> ours, where they differ in every layer."""
    own_spelling: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The same where one layer says it differently."""
    everywhere: str = ""
    """Which settings every layer takes, as a regular expression; no shape or count depends on them."""
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What the settings of a layer of ours may be, as JSON Schema, where the framework takes others than our card."""
    every_call: frozenset[str] = frozenset()
    """Arguments that every call takes, and no shape or count depends on."""
    without_effect: frozenset[str] = frozenset()
    """Arguments of signatures that no shape or count depends on."""
    restructure: Mapping[str, Restructure] = field(default_factory=dict)
    refuse: Mapping[str, Refuse] = field(default_factory=dict)
    quirks: Mapping[str, Quirk] = field(default_factory=dict)
    """All three tables go by our word for a layer or by the framework's class; ``EVERY_LAYER`` stands for all."""

    @cached_property
    def classes(self) -> dict[str, tuple[Signature, int | None]]:
        """Return every class name with its signature and rank."""
        found = {name: (each, rank) for each in self.signatures for name, rank in each.names.items()}
        for alias, name in self.aliases.items():
            for rank in (1, 2, 3):
                if name.format(n=rank) in found:
                    found[alias.format(n=rank)] = found[name.format(n=rank)]
        return found

    def knows(self, class_name: str) -> bool:
        """Tell whether the framework has a class of this name."""
        return class_name in self.classes

    def signatures_of(self, word: str) -> list[Signature]:
        """Return how a layer of ours is called."""
        return list({id(each): each for each, _ in self.classes.values() if each.word == word}.values())

    def find(self, class_name: str) -> tuple[Signature, int | None]:
        """Return a class' signature and rank."""
        return self.classes[class_name]

    def read(self, class_name: str, given: Mapping[str, Any], data_format: DataFormat | None = None) -> Layer:
        """Return the card that a framework's class and arguments stand for; ``data_format`` where they do not say."""
        signature, rank = self.find(class_name)
        settings = {key: value for key, value in signature.arguments.items() if value is not INFERRED}
        settings.update(given)
        self._check_arguments(class_name, signature, settings)
        theirs = self._theirs(signature)
        for name in (theirs.get(ours, ours) for ours in card(signature.word).nested):
            if settings[name] is not None or signature.arguments[name] is REQUIRED:
                settings[name] = read_nested(self, name, settings[name])
        for restructure in of_layer(self.restructure, signature.word, class_name):
            restructure(settings, rank)
        ours = self._ours(signature, settings)
        return build(signature.word, ours, rank, data_format or self.data_format, theirs)

    def layer(self, class_name: str, settings: Settings, data_format: DataFormat | None = None) -> AnyLayer:
        """Return a layer of this dialect; ``data_format`` holds where the settings do not say."""
        from shapecalc.dialects.framework_layer import FrameworkLayer

        return FrameworkLayer(
            dialect=self,
            class_name=class_name,
            settings=settings,
            card=self.read(class_name, settings, data_format),
            word=self.find(class_name)[0].word,
            trainable=settings.get("trainable") is not False,
        )

    def _check_arguments(self, class_name: str, signature: Signature, settings: Settings) -> None:
        unknown = [key for key in settings if not self._accepts(signature, key)]
        missing = [key for key, value in settings.items() if value is REQUIRED]
        if unknown or missing:
            allowed = list(signature.arguments)
            problems, misspelt = [], set()
            for key in unknown:
                name, fix = self._in_my_words(class_name, key)
                problems.append(unknown_setting(class_name, key, allowed, fix))
                misspelt.update([name] if fix else nearest(key, allowed, count=1))
            problems += [missing_setting(class_name, key) for key in missing if key not in misspelt]
            raise ShapecalcError(problems=problems)

    def _in_my_words(self, class_name: str, key: str) -> tuple[str, str]:
        """Return what a setting of another framework is called here, and that as advice; empty where there is none."""
        from shapecalc.dialects import DIALECTS
        from shapecalc.dialects.names import same_setting

        name, framework = same_setting(class_name, key, self)
        here = [f"write {name}, as {self.title} calls it"] if name else []
        there = [f"say framework: {framework}"] if framework and DIALECTS[framework].knows(class_name) else []
        return name, ", or ".join([*here, *there])

    def _accepts(self, signature: Signature, key: str) -> bool:
        taken = key in signature.arguments or key in signature.call or key in signature.legacy
        return taken or self.takes_everywhere(key)

    def takes_everywhere(self, key: str) -> bool:
        """Tell whether every layer takes a setting, on which no shape or count depends."""
        return re.fullmatch(self.everywhere, key) is not None

    def _ours(self, signature: Signature, settings: Settings) -> Settings:
        spelling = self.own_spelling.get(signature.word, {})
        fields = card(signature.word).model_fields
        ours = {spelling.get(key) or self.spelling.get(key, key): value for key, value in settings.items()}
        return {key: value for key, value in ours.items() if key in fields}

    def _theirs(self, signature: Signature) -> dict[str, str]:
        spelling = {**self.spelling, **self.own_spelling.get(signature.word, {})}
        return {ours: theirs for theirs, ours in spelling.items() if theirs in signature.arguments}

    def in_their_words(self, class_name: str, error: ShapecalcError) -> ShapecalcError:
        """Return a card's refusal with the setting that it is about named as the framework's users do."""
        theirs = self._theirs(self.find(class_name)[0])
        return ShapecalcError(problems=[renamed(problem, theirs) for problem in error.problems])

    def write(self, word: str, rank: int, settings: Mapping[str, Any]) -> str:
        """Return the line of code for settings of ours; a name stands for what is required and not given.

        Settings that have the framework's default are left out, but for the first argument.
        """
        name, theirs = self.spell(word, rank, settings)
        signature, _ = self.find(name)
        first = next(iter(signature.arguments), "")
        positional = [
            str(theirs.get(key, key))
            for key, default in signature.arguments.items()
            if isinstance(default, Missing) or (key == first and key in theirs)
        ]
        named = [
            f"{key}={theirs[key]!r}".replace("'", '"')
            for key, default in signature.arguments.items()
            if key in theirs and key != first and not isinstance(default, Missing) and theirs[key] != default
        ]
        return f"{self.prefix}{name}({', '.join(positional + named)})"

    def spell(self, word: str, rank: int, settings: Mapping[str, Any]) -> tuple[str, Settings]:
        """Return the class and its settings for settings of ours; refuse what the framework has no word for."""
        signature = next((each for each in self.signatures if each.word == word and rank in each.ranks), None)
        if signature is None:
            raise ShapecalcError(f"{self.title} has no layer for {word} along {rank} axes")
        name = signature.name.format(n=rank)
        theirs = {self._theirs(signature).get(key, key): value for key, value in settings.items()}
        lacking = [key for key in theirs if key not in signature.arguments]
        if lacking:
            raise ShapecalcError(f"{self.title} cannot say {' and '.join(lacking)} in {name}")
        return name, theirs
