"""The JSON Schema of model files, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shapecalc.importers.load import document
from shapecalc.model.reader import read_blocks
from shapecalc.model.schema.file import file_schema


def schema(source: str | Path | None = None) -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of model files; with a file, its blocks are known types too.

    >>> sorted(schema()["properties"])
    ['blocks', 'data_format', 'framework', 'input', 'layers', 'name', 'vars']
    """
    return file_schema(None if source is None else read_blocks(document(source)))
