"""The options of ``shapecalc solve``, in one place."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

if TYPE_CHECKING:
    from shapecalc.solver import Limits, Pins


class Format(str, Enum):
    """How the answer is written."""

    table = "table"
    json = "json"


class Op(str, Enum):
    """The layer to solve for."""

    transpose = "transpose"
    conv = "conv"
    pool = "pool"
    upsample = "upsample"
    unpool = "unpool"
    shuffle = "shuffle"
    all = "all"


class Framework(str, Enum):
    """Whose settings the answer is in."""

    keras = "keras"
    torch = "torch"
    onnx = "onnx"


In = Annotated[str | None, typer.Option("--in", help="Input size: 64, 64x48 (axes), or 63,64,65 (cases).")]
Out = Annotated[str | None, typer.Option("--out", help="Output size, written as the input size.")]
Factor = Annotated[str | None, typer.Option(help="Instead of sizes: 2 or 1/2, exact for every input.")]
OpOption = Annotated[
    Op | None, typer.Option(help="By default transpose when the size grows, else conv; all compares them.")
]
FrameworkOption = Annotated[Framework | None, typer.Option(help="Answer in this framework's settings.")]
Kernel = Annotated[int | None, typer.Option("--kernel", "-k", help="Keep this kernel_size (F).")]
Stride = Annotated[int | None, typer.Option("--stride", "-s", help="Keep this stride (S).")]
Padding = Annotated[str | None, typer.Option("--padding", "-p", help="Keep this padding (P); Keras: valid, same.")]
OutputPadding = Annotated[int | None, typer.Option(help="Keep this output_padding.")]
Dilation = Annotated[int | None, typer.Option(help="Keep this dilation.")]
Bound = Annotated[int | None, typer.Option(help="Look no further than this.")]
BoundOfOne = Annotated[int | None, typer.Option(help="Look no further than this (1 when left out).")]
Stages = Annotated[str | None, typer.Option(help="A chain of so many layers, or auto: as few as do.")]
Through = Annotated[str | None, typer.Option(help="A chain of these: conv,pool,conv.")]
Channels = Annotated[str | None, typer.Option(help="Channels in:out, for params and MACs: 512:64.")]
Why = Annotated[int | None, typer.Option(min=1, help="Explain solution N.")]
Top = Annotated[int, typer.Option(min=1, help="Show so many solutions.")]
Everything = Annotated[bool, typer.Option("--all", help="Show every solution.")]
FormatOption = Annotated[Format, typer.Option("--format", "-f")]
Ascii = Annotated[bool, typer.Option("--ascii", help="Draw the table with + - | only.")]


class View(NamedTuple):
    """How the answer is shown."""

    top: int | None
    why: int | None
    json: bool
    ascii_only: bool


class Given(NamedTuple):
    """What was asked, as it was written."""

    size: str | None
    out: str | None
    factor: str | None
    op: str | None
    framework: str
    pins: Pins
    limits: Limits
    stages: str | None
    through: str | None
    channels: str | None
