"""``shapecalc solve``: what it prints, at 80 columns, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from shapecalc.cli.app import COMMANDS, app_of
from shapecalc.errors import ShapecalcError


def run(words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app_of(COMMANDS), ["solve", *words.split()])
    if isinstance(done.exception, ShapecalcError):
        return 2, str(done.exception)
    return done.exit_code, done.output


GOLDEN = {
    "doubled": "--in 64 --out 128",
    "halved": "--in 128 --out 64 --framework keras",
    "onnx": "--in 64 --out 128 --framework onnx --top 3",
    "pool": "--in 7 --out 4 --op pool --top 5",
    "unpool": "--in 4 --out 7 --op unpool --top 3",
    "axes": "--in 64x50 --out 128x99 --top 2",
    "cases": "--in 63,64,65 --out 126,128,130 --top 2 --channels 64:32",
    "factor": "--factor 2 --framework torch",
    "dilated": "--in 64 --out 64 --max-dilation 2 --top 4",
    "chain": "--in 7 --out 224 --stages 5 --channels 512:64 --top 3",
    "auto": "--in 4 --out 64 --stages auto",
    "through": "--in 28 --out 7 --through conv,pool --top 3",
    "all": "--in 16 --out 32 --op all --channels 64:32",
    "all-factor": "--factor 2 --op all --channels 64:32",
    "all-keras": "--in 16 --out 32 --op all --framework keras",
    "why": "--in 64 --out 128 --why 3 --channels 64:32",
    "why-axes": "--in 64x48 --out 32x24 --why 1",
    "why-two": "--in 64x50 --out 128x99 --why 1 --channels 64:32",
    "why-conv": "--in 127 --out 64 --why 1",
    "parity": "--in 64 --out 127 -k 4 -s 2 --output-padding 0",
    "bound": "--in 64 --out 200 -k 3 --max-stride 2",
    "no-cases": "--in 63,64 --out 126,129",
    "no-chain": "--in 7 --out 9000 --stages 2",
    "no-chain-even": "--in 64 --out 63 --stages 2 -k 3 -s 1",
    "no-chain-factors": "--in 7 --out 21 --op upsample --stages auto",
    "no-chain-channels": "--in 4 --out 8 --through shuffle,conv -k 1 -s 1 --channels 65:3",
    "chain-32": "--in 7 --out 224 --stages 32 --top 2",
    "chain-shuffle": "--in 56 --out 224 --through conv,shuffle,conv,shuffle --channels 64:3 --top 2",
    "chain-unpool": "--in 4 --out 16 --through unpool,conv,unpool --top 1",
    "chain-all": "--in 7 --out 224 --stages 5 --op all --channels 512:64",
}


@pytest.mark.parametrize("name", GOLDEN)
def test_what_is_printed(name: str, golden: Callable[[str, str], None]) -> None:
    code, text = run(GOLDEN[name])
    assert code == (1 if text.startswith("no ") else 0), text
    assert max(map(len, text.splitlines())) <= 80
    golden(f"solve-answers/{name}.txt", f"$ shapecalc solve {GOLDEN[name]}\n{text}")


@pytest.mark.parametrize(
    ("words", "kernel", "about"),
    [
        ("--in 64 --out 128 --why 3 --channels 64:32", 3, ["size", "any W", "overlap", "sees", "known as", "learned"]),
        ("--in 64x50 --out 128x99 --why 1", [4, 3], ["axis", "size", "any W", "overlap", "sees", "known as", "axis"]),
        ("--factor 2 --why 2", 2, ["size", "any W", "overlap", "sees", "known as", "learned"]),
    ],
)
def test_json_explains_the_solution_that_is_asked_for(words: str, kernel: Any, about: list[str]) -> None:
    code, text = run(f"{words} --format json")
    data = json.loads(text)
    assert (code, data["place"], len(data["solutions"])) == (0, int(words.split("--why ")[1].split(maxsplit=1)[0]), 1)
    assert data["solutions"][0]["kernel_size"] == kernel
    told = [each["about"] for each in data["why"]]
    assert [each for each in told if each not in ("torch", "keras", "params", "MACs")][: len(about)] == about
    assert all(text for each in data["why"] for text in each["says"])


def test_json_has_the_chain_that_is_asked_for() -> None:
    words = "--in 4 --out 64 --stages auto --format json"
    every = json.loads(run(words)[1])
    data = json.loads(run(f"{words} --why 2")[1])
    assert (data["place"], data["chains"]) == (2, every["chains"][1:2])
    assert run(f"{words} --why 11")[0] == 2


MISTAKES = [
    ("--in 64 --out 128 --op shuffle --channels 65:16", "--channels: no shuffle by 2 makes 16 channels of 65"),
    ("--in 64 --out 128 --op shuffle --channels 64:15", "--channels: no shuffle by 2 makes 15 channels of 64"),
    ("--in 64x9 --out 192x27 --op shuffle --channels 9:2", "--channels: no shuffle by 3 makes 2 channels of 9"),
    ("--in 64 --out 32 --op pool --channels 3:64", "--channels: no pool makes 64 channels of 3"),
    ("--in 9,8 --out 18,16 --op unpool --channels 3:4", "--channels: no unpool makes 4 channels of 3"),
    ("--factor 2 --op upsample --channels 3:4", "--channels: no upsample makes 4 channels of 3"),
    ("--factor 4/3 --op all", "--factor: no floating-point number is 4/3"),
    ("--factor 2 --op all -s 3", "--stride: stride 3 contradicts the factor 2"),
    ("--factor 3/2 --op all --framework keras", "--factor: Keras upsamples by whole factors"),
    ("--in ６４ --out 128", "--in: size is '６４'"),  # noqa: RUF001
    ("--in 64×x --out 128", "--in: a size is missing in '64×x'"),  # noqa: RUF001
    ("--in 64, --out 128,", "--in: a size is missing in '64,'"),
    ("--in 64 --out 128 --channels 64:32:16", "--channels: channels is '64:32:16'. A layer has two numbers"),
    ("--in 64 --out 128 --why 8", "--why: why is 8. There are 7 solutions. Use 1 to 7."),
    ("--in 64 --out 128 -p 1,2", "--padding: padding is '1,2'. It must be a whole number, 0 or more, the same on both"),
    ("--in 1x1x1x1 --out 1x1x1x1", "--in: there are 4 axes. A layer has 1 to 3 axes"),
    ("--in ² --out 128", "--in: size is '²'"),
    ("--in 64", "--out: there is no output size"),
    ("--in 64 --out 0", "--out: out is 0"),
    ("--in 64 --out -3", "--out: out is -3"),
    ("--in 1.5 --out 3", "--in: size is '1.5'"),
    ("--in two --out 3", "--in: size is 'two'"),
    ("--in 64.0 --out 3", "--in: size is '64.0'. A size is a whole number. Write 64."),
    ("--in 1e6 --out 3", "--in: size is '1e6'. A size is a whole number. Write 1000000."),
    ("--in 1/2 --out 3", "--in: size is '1/2'. A size is a whole number. Write 64; a part of every size is asked for"),
    ("--in (64,48) --out 3", "--in: '(64' in '(64,48)' is no size. A size is a whole number. Write 64x48."),
    ("--in 64 --out 128 -p same", "--padding: padding is 'same'. It must be a whole number, 0 or more, the same on"),
    (f"--in 64 --out 128 -p {'1' * 5000}", "--padding: padding is '1111"),
    (f"--in 64 --out 128 --stages {'1' * 5000}", "--stages: stages is '1111"),
    (f"--in 64 --out 128 --channels 3:{'1' * 5000}", "--channels: channels is '3:1111"),
    (f"--in {'1' * 5000} --out 128", "--in: size is '1111"),
    ("--factor 1e9999999", "--factor: factor is '1e9999999'"),
    ("--in 64x48 --out 128", "--out: the input has 2 axes, and the output 1"),
    ("--in 63,64 --out 128", "--out: the input has 2 cases, and the output 1"),
    ("--in 64 --out 128 --factor 2", "--factor: both a factor and '64' are given"),
    ("--factor 3/2 --op conv", "--factor: no conv makes 3/2 of every size"),
    ("--factor 4/3", "--factor: no floating-point number is 4/3"),
    ("--factor 2 -s 3", "--stride: stride 3 contradicts the factor 2"),
    ("--in 64 --out 128 -k 0", "--kernel: kernel_size is 0"),
    ("--in 64 --out 128 -k 9 --max-kernel 7", "--kernel: kernel_size 9 is over the max_kernel of 7"),
    ("--in 64 --out 128 -p x", "--padding: padding is 'x'"),
    ("--in 64 --out 128 -p 1 --framework keras", "--padding: padding is 1"),
    ("--in 64 --out 128 --why 99", "--why: why is 99"),
    ("--in 64 --out 128 --channels 12", "--channels: channels is '12'"),
    ("--in 64 --out 128 --stages 0", "--stages: stages is '0'"),
    ("--in 64 --out 128 --through conv,dense", "--through: through is 'conv,dense'"),
    ("--in 64x64 --out 128x128 --stages 2", "--in: a chain goes from one size to one size"),
    ("--in 64 --out 128 --op conv --through conv,pool", "--op: op is 'conv', and through names the layers"),
    ("--in 64 --out 128 --op all --through conv,pool", "--op: op is 'all', and through names the layers"),
    ("--in 7 --out 224 --op all --stages 4", "--op: a chain of all layers at once cannot be compared"),
    ("--in 224 --out 7 --op all --stages 5", "--op: a chain of all layers at once cannot be compared"),
    ("--in 7 --out 224 --op all --stages 5 -k 3", "--kernel: kernel_size is kept"),
    ("--in 7 --out 0 --stages 2", "--out: out is 0"),
    ("--in 7 --out 14 --through conv,pool --output-padding 1", "--output-padding: output_padding is 1, but conv and"),
    ("--in 64 --out 128 --op unpool --framework keras", "--op: Keras has no max-unpool"),
]


@pytest.mark.parametrize(("words", "text"), MISTAKES)
def test_mistakes_name_their_option(words: str, text: str) -> None:
    code, found = run(words)
    assert code == 2
    assert found.startswith(text)


def as_json(words: str) -> Any:
    return json.loads(run(f"{words} --format json")[1])


def test_json_has_what_was_promised() -> None:
    data = as_json("--in 64 --out 128")
    promised = {"op", "kernel_size", "stride", "padding", "output_padding", "dilation", "exact", "checkerboard_free"}
    assert data["count"] == len(data["solutions"]) == 7
    assert all(promised <= set(each) for each in data["solutions"])
    assert data["solutions"][0]["overlap"] == [2, 2]
    assert data["solutions"][0]["onnx"].startswith("ConvTranspose(")


def test_json_of_axes_chains_and_all() -> None:
    assert as_json("--in 64x50 --out 128x99")["solutions"][0]["kernel_size"] == [4, 3]
    chain = as_json("--in 4 --out 16 --stages 2 --channels 8:2")["chains"][0]
    assert (chain["sizes"], chain["params"] > 0) == ([4, 4, 16], True)
    none = as_json("--in 7 --out 9000 --stages 2")
    assert (none["count"], none["reason"]["kind"], none["reason"]["below"]["sizes"]) == (0, "too_large", [7, 34, 142])
    assert [(each["change"], each["value"]) for each in none["reason"]["instead"]] == [
        ("max_stride", 36),
        ("stages", 5),
    ]
    assert len(as_json("--in 4 --out 16 --op all --stages 2")["comparison"]) == 7
    every = as_json("--in 8 --out 16 --op all --all")
    assert {each["op"] for each in every["solutions"]} == {"transpose", "upsample", "unpool", "shuffle"}
    assert len(every["comparison"]) == 7
    assert as_json("--in 64 --out 65 --op shuffle")["reason"]["kind"] == "gap"


def test_json_speaks_of_every_axis() -> None:
    (first, *_) = as_json("--in 64x50 --out 128x99")["solutions"]
    assert (first["kernel_size"], first["effective_kernel"], first["overlap"]) == ([4, 3], [4, 3], [[2, 2], [2, 1]])
    assert (first["checkerboard_free"], first["exact"], first["recipe"]) == (False, False, ["DCGAN", None])
    assert first["rule"][1] == {"times": 2, "plus": -1, "over": 1}


@pytest.mark.parametrize(
    ("channels", "fix"),
    [
        (
            "64 --out 128 --op shuffle --channels 65:16",
            "4 channels become one, and 65 is no multiple of 4. Write 64:16,",
        ),
        ("64 --out 128 --op shuffle --channels 64:15", "64 / 4 = 16. Write 64:16 or 60:15, or ask for --op transpose"),
        ("64 --out 32 --op shuffle --channels 3:13", "each channel becomes 4, and 3*4 = 12. Write 3:12, or ask for"),
        ("64 --out 32 --op pool --channels 3:64", "Pool keeps the channels. Write 3:3 or 64:64, or ask for --op conv"),
    ],
)
def test_channels_that_a_layer_cannot_make_are_told(channels: str, fix: str) -> None:
    assert fix.lower() in run(f"--in {channels}")[1].lower()


@pytest.mark.parametrize(
    "words",
    [
        "--in 64 --out 128 --op shuffle --channels 64:16",
        "--in 64x8 --out 32x4 --op shuffle --channels 3:12",
        "--in 64 --out 32 --op pool --channels 3:3",
        "--in 64 --out 128 --op all --channels 65:16",
    ],
)
def test_channels_that_a_layer_makes_are_taken(words: str) -> None:
    assert run(words)[0] == 0


@pytest.mark.parametrize("sign", ["x", "X", "*", "×"])  # noqa: RUF001
def test_axes_are_written_as_people_write_them(sign: str) -> None:
    assert as_json(f"--in 64{sign}48 --out 128{sign}96")["in"] == [64, 48]


def test_a_factor_has_no_size_to_count_at() -> None:
    (first, *_) = as_json("--factor 2 --channels 64:32")["solutions"]
    assert (first["params"], first["macs"]) == (16 * 64 * 32 + 32, None)
    for words in ("--factor 2 --channels 64:32", "--factor 2 --channels 64:32 --why 1"):
        text = run(words)[1]
        assert "params" in text
        assert "MACs" not in text


def test_the_ways_of_a_factor_are_those_of_a_size() -> None:
    by_factor = as_json("--factor 3 --op all --channels 8:4")
    by_size = as_json("--in 5x7 --out 15x21 --op all --channels 8:4")
    assert by_factor["factor"] == "3"
    for one, other in zip(by_factor["comparison"], by_size["comparison"], strict=True):
        assert one.pop("macs_per_input_element") * 5 * 7 == other.pop("macs")
        assert one == other


@pytest.mark.parametrize(("sizes", "names"), [("64 --out 128", 7), ("64x64x64 --out 128x128x128", 6)])
def test_the_ways_are_those_of_the_rank_and_the_framework(sizes: str, names: int) -> None:
    assert len(as_json(f"--in {sizes} --op all")["comparison"]) == names
    assert len(as_json(f"--in {sizes} --op all --framework keras")["comparison"]) == names - 1


def test_json_of_a_factor_has_no_size() -> None:
    data = as_json("--factor 3/2")
    (first, _) = data["solutions"]
    assert (data["factor"], first["factor"], first["in"], first["same_output_from"]) == ("3/2", 1.5, None, None)
    assert first["torch"] == "nn.Upsample(scale_factor=1.5)"


OPTIONS = [
    *("", "--max-dilation 2", "--channels 512:1024", "--framework keras", "--op all --ascii", "--why 1", "--why 7"),
    *("--op pool --framework onnx", "--op unpool", "--op shuffle", "-k 4 --max-padding 0", "--stride 3 -p 1"),
    *("--stages 32 --channels 512:64", "--through conv,shuffle --channels 64:3", "--through unpool,conv,pool"),
    *("--stages 2 --op all", "--op shuffle --stages auto --channels 7:7", "--stages 3 --framework keras -s 1"),
    *("--stages 3 --max-kernel 3", "--stages auto --channels 100000:3", "--through pool,conv --top 2"),
]


PAIRS = [("1", "2"), ("10000", "9999"), ("1x1", "2x30"), ("3000x50", "1500x100"), ("1x10", "6x10"), ("4", "64")]


@pytest.mark.parametrize("options", OPTIONS)
def test_nothing_is_wider_than_a_terminal(options: str) -> None:
    for size, out in PAIRS:
        code, text = run(f"--in {size} --out {out} {options}")
        assert code in (0, 1, 2)
        assert code == 2 or max(map(len, text.splitlines())) <= 80, text
