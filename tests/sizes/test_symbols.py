"""A table of expressions says of every size for which it holds what the trace of that size says."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import pytest

from shapecalc import load
from shapecalc.errors import ShapecalcError
from shapecalc.model.document import parse
from shapecalc.model.graph import Model
from shapecalc.model.reader import read_model
from shapecalc.render.numbers import written
from shapecalc.summary import Summary, summarize
from tests.cli.running import run
from tests.sizes.models import TEXTS, model

NAMED: dict[str, tuple[Any, ...]] = {
    "unet": (3, "H", "W"),
    "unet-small": (3, "S", "S"),
    "unet-keras": ("H", "W", 8),
    "segnet-small": (3, "H", 64),
    "conv-pool-upsample": ("H", "W", 3),
    "skip-autoencoder": ("H", None, 3),
    "fpn": (3, "H", "W"),
    "valid unet": (1, "H", "W"),
    "ceil_mode pools": (3, "H", "W"),
    "aspp with dilation": (3, "H", "W"),
    "strides of three": (1, "L"),
    "scale 1.5": (3, "H", "W"),
    "adaptive pools": (3, "H", "W"),
    "pixel shuffle": (3, "H", "W"),
    "inception of four strides": (3, "H", "W"),
    "same padding, keras": ("H", "W", 3),
    "reflection needs room": (3, "H", "W"),
    "three dimensions": (1, "D", "H", "W"),
    "lstm over conv features": (1, "samples"),
    "square of a length": ("L", 8),
}


def of(name: str) -> Model:
    return model(name) if name in TEXTS else load(name)


def named(name: str) -> Summary:
    return summarize(of(name), {"": NAMED[name]})


class Condition(NamedTuple):
    """What ``H = 12 mod 16, H >= 188`` says of one name."""

    residue: int
    modulus: int
    least: int

    def __contains__(self, size: object) -> bool:
        return isinstance(size, int) and size >= self.least and size % self.modulus == self.residue


def conditions(text: str) -> dict[str, Condition]:
    found: dict[str, Condition] = {}
    for part in text.split(", "):
        name, *numbers = re.fullmatch(r"(\w+) (?:= (\d+) mod (\d+)|>= (\d+))", part).groups()  # type: ignore[union-attr]
        residue, modulus, least = (int(number or 0) for number in numbers)
        before = found.get(name, Condition(0, 1, 0))
        found[name] = before._replace(least=least) if least else Condition(residue, modulus, 0)
    return found


def evaluated(value: Any, sizes: dict[str, int]) -> Any:
    if isinstance(value, list):
        return [evaluated(each, sizes) for each in value]
    if not isinstance(value, str):
        return value
    exact = re.sub(r"\d+", lambda number: f"Fraction({number[0]})", value.replace("^", "**"))
    number = eval(exact, {"Fraction": Fraction, **sizes})  # noqa: S307 - our own expression
    assert number == int(number), value
    return int(number)


@pytest.mark.parametrize("name", NAMED)
def test_the_expressions_hold_from_the_least_sizes_on(name: str) -> None:
    summary = named(name)
    tests = conditions(summary.holds_for)
    legal = {each: [n for n in range(1, 600) if n in test] for each, test in tests.items()}
    for chosen in product(*(sizes[:2] + sizes[3:4] for sizes in legal.values())):
        numbers = dict(zip(legal, chosen, strict=True))
        shape = tuple(numbers.get(size, size) if isinstance(size, str) else size for size in NAMED[name])
        plain = summarize(of(name), {"": shape})
        for row, said in zip(plain.rows, summary.rows, strict=True):
            assert evaluated(written(said.output_shape), numbers) == written(row.output_shape), (row.name, numbers)
            assert evaluated(written(said.macs), numbers) == row.macs, (row.name, numbers)
        assert evaluated(written(summary.total_macs), numbers) == plain.total_macs


@pytest.mark.parametrize(
    ("name", "condition", "macs", "last"),
    [
        ("unet", "H = 0 mod 16, H >= 16, W = 0 mod 16, W >= 16", "734976*H*W", "[None, 1, 'H', 'W']"),
        ("unet-small", "S = 0 mod 4, S >= 4", "24528*S^2", "[None, 2, 'S', 'S']"),
        ("fpn", "H = 0 mod 32, H >= 32, W = 0 mod 32, W >= 32", None, "[None, 8, 'H/4', 'W/4']"),
        ("strides of three", "L = 3 mod 9, L >= 12", None, "[None, 8, '(L - 0)/3']"),
        ("scale 1.5", "H = 0 mod 6, H >= 6, W = 0 mod 6, W >= 6", "0", "[None, 6, 'H/2', 'W/2']"),
    ],
)
def test_what_stands_in_the_table(name: str, condition: str, macs: str | None, last: str) -> None:
    summary = named(name)
    assert summary.holds_for == condition
    assert macs is None or str(summary.total_macs) == macs
    assert str(written(summary.rows[-1].output_shape)) == last.replace("(L - 0)", "L")


def test_a_bottleneck_is_said_in_sixteenths() -> None:
    bottom = next(row for row in named("unet").rows if row.name == "pool4")
    assert bottom.output_shape == (None, 512, "H/16", "W/16")


def test_a_file_may_name_its_sizes_itself() -> None:
    text = "{input: [H, W, 3], framework: keras, layers: [{type: MaxPooling2D, pool_size: 2}]}"
    summary = summarize(read_model(parse(text.encode(), "net.yaml"), {}))
    assert summary.rows[1].output_shape == (None, "H/2", "W/2", 3)
    assert summary.holds_for == "H = 0 mod 2, H >= 2, W = 0 mod 2, W >= 2"


def test_none_stays_open() -> None:
    summary = summarize(load("unet-small"), {"": (3, None, None)})
    assert (summary.holds_for, summary.total_macs) == ("", None)
    assert summary.rows[-1].output_shape == (None, 2, None, None)


def test_json_holds_strings() -> None:
    data = json.loads(run("summary", "unet", "--input", "3,H,W", "--format", "json").stdout)
    assert data["holds_for"] == "H = 0 mod 16, H >= 16, W = 0 mod 16, W >= 16"
    assert data["total_macs"] == "734976*H*W"
    assert data["layers"][-1]["output_shape"] == [None, 1, "H", "W"]
    assert data["layers"][0]["macs"] == 0


def test_where_there_is_no_table_the_layer_is_told() -> None:
    assert "where: unet.yaml:" in run("summary", "unet", "--input", "3,H,250").stderr


@pytest.mark.parametrize(
    ("name", "shape", "told"),
    [
        ("dcgan-generator", ("N",), "weights of dense have a shape that follows them"),
        ("unet", (3, "H", 250), "follow a pattern that fits"),
        ("turned by permute", (8, "H", "W"), "follow a pattern that fits"),
        ("turned by permute", (8, "H", "W"), "axis 2 is W against H"),
        ("branches that meet once", (1, "H", "W"), "axis 2 is (H + 10)/2 against H"),
        ("vgg with a linear layer", (3, "H", "W"), "has 3*H*W/256 channels, but in_features is 48"),
        ("dense after flatten", ("H", "W", 1), "weights of dense have a shape that follows them"),
    ],
)
def test_where_there_is_no_table_it_is_told_why(name: str, shape: tuple[Any, ...], told: str) -> None:
    with pytest.raises(ShapecalcError) as caught:
        summarize(of(name), {"": shape})
    assert told in str(caught.value)


def test_where_there_is_no_table_the_place_is_told() -> None:
    done = run("summary", "-", "--input", "3,H,W", stdin=TEXTS["vgg with a linear layer"])
    assert "where: <stdin>:7:38, node fc" in done.stderr
