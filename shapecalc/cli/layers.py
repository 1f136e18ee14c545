"""``shapecalc layers``: every layer and what the frameworks call it, or the card of one."""

from __future__ import annotations

from typing import Annotated

import typer


def layers(
    name: Annotated[str | None, typer.Argument(help="A layer, in Keras', PyTorch's or our own word.")] = None,
) -> None:
    """List the layers and their names, or show what one of them takes and does."""
    from shapecalc.cli.output import write
    from shapecalc.render.cards import card_lines, listing

    if name is None:
        write(listing())
        return
    from shapecalc.dialects.names import words_of
    from shapecalc.layers.description import describe

    for number, word in enumerate(words_of(name)):
        write(["", *card_lines(describe(word))] if number else card_lines(describe(word)))
