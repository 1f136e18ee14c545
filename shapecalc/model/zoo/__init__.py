"""The models that come with shapecalc, each a YAML file whose first comment says what it shows."""

from __future__ import annotations

from pathlib import Path

HOME = Path(__file__).parent


def names() -> list[str]:
    """Return the names of the built-in models.

    >>> "unet" in names()
    True
    """
    return sorted(path.stem for path in HOME.glob("*.yaml"))


def text(name: str) -> bytes:
    """Return the file of a built-in model."""
    return (HOME / f"{name}.yaml").read_bytes()


def about(name: str) -> str:
    """Return what a built-in model shows: the comment at the top of its file.

    >>> about("skip-autoencoder")
    'A small autoencoder whose first activation is kept and concatenated before the last layer.'
    """
    lines = text(name).decode().splitlines()
    comment = lines[: next(number for number, line in enumerate(lines) if not line.startswith("#"))]
    return " ".join(line.lstrip("# ") for line in comment)
