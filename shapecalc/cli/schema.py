"""``shapecalc schema``: what an editor needs to complete and check a model file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def schema(
    model: Annotated[str | None, typer.Argument(help="A model file, whose blocks are then known types too.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file.")] = None,
) -> None:
    """Print the JSON Schema of model files, for editors.

    A comment in the first line of a model file makes many editors use it:
    # yaml-language-server: $schema=shapecalc.json
    """
    from shapecalc.cli.output import refuse_to_overwrite, write
    from shapecalc.importers.schema import schema as schema_of
    from shapecalc.render.schema import schema_lines

    refuse_to_overwrite(model, output)
    write(schema_lines(schema_of(model)), output)
