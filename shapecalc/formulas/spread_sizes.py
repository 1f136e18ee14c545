"""What is said of output sizes that no spreading window makes: transposed or unpooling."""

from __future__ import annotations

from shapecalc.errors import ShapecalcError


def nothing_left(output: int, equation: str, most: int) -> ShapecalcError:
    """Refuse an output size that the padding leaves negative; ``most`` padding leaves one."""
    return ShapecalcError(
        f"the output size would be {output}",
        why=equation,
        fix=f"use a padding of at most {most} in all",
    )


def unreachable(wanted: int, smallest: int, largest: int) -> ShapecalcError:
    """Refuse an output size that is asked for and not within reach."""
    legal = (
        f"the legal sizes are {smallest} to {largest}" if smallest < largest else f"the only legal size is {largest}"
    )
    return ShapecalcError(
        f"output_size {wanted} cannot be reached",
        why=legal if smallest <= largest else "so much padding leaves no size at all",
        fix="ask for a legal size, or change the stride, the kernel_size or the padding",
        path=("output_size",),
    )
