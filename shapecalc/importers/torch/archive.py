"""Archives that ``torch.export.save`` wrote: their program is JSON, and is read with the standard library alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from shapecalc.errors import ShapecalcError

if TYPE_CHECKING:
    from shapecalc.model.graph import Model

SIGN = "archive_format"
"""The member that only such an archive has; it stands in the folder of all others."""
PROGRAM = "models/model.json"
WEIGHTS = "data/weights/model_weights_config.json"


def folder_of(members: Iterable[str]) -> str | None:
    """Return the folder that all members of an archive stand in; None for one that torch.export did not write."""
    return next((member.removesuffix(SIGN) for member in members if member.rpartition("/")[2] == SIGN), None)


def read_exported(member: Callable[[str], bytes], name: str) -> Model:
    """Return the model in an archive; ``member`` reads one of its members, and ``name`` is the file's."""
    program, weights = (_parsed(member(each), each) for each in (PROGRAM, WEIGHTS))
    from shapecalc.importers.torch.program import read_program

    return read_program(program, weights, name)


def _parsed(text: bytes, entry: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ShapecalcError(f"{entry} is no JSON", why=str(error), fix="export the module again") from None
