"""What the built-in models must say, out of ``summary --format json``."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from shapecalc.model import zoo

Data = dict[str, Any]


@cache
def summary(*words: str) -> Data:
    command = [sys.executable, "-m", "shapecalc", "summary", *words, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not done.stderr
    data: Data = json.loads(done.stdout)
    return data


def column(data: Data, name: str) -> list[Any]:
    return [layer[name] for layer in data["layers"]]


def of_type(data: Data, *types: str) -> list[Data]:
    return [layer for layer in data["layers"] if layer["type"] in types]


@pytest.mark.parametrize("name", zoo.names())
def test_rows_add_up_to_the_totals(name: str) -> None:
    data = summary(name)
    assert data["status"] == "complete"
    for total, row in (
        ("total_params", "params"),
        ("trainable_params", "trainable_params"),
        ("non_trainable_params", "non_trainable_params"),
        ("buffers", "buffers"),
        ("total_macs", "macs"),
    ):
        assert data[total] == sum(column(data, row)), total
    assert data["total_params"] == data["trainable_params"] + data["non_trainable_params"]


@pytest.mark.parametrize("name", zoo.names())
def test_every_model_says_what_it_shows(name: str) -> None:
    assert len(zoo.about(name)) > 40


def test_the_issue_names_all_of_them() -> None:
    assert set(zoo.names()) == {
        "conv-pool-upsample",
        "skip-autoencoder",
        "unet-keras",
        "unet",
        "unet-small",
        "segnet-small",
        "dcgan-generator",
    }


def test_conv_pool_upsample() -> None:
    data = summary("conv-pool-upsample")
    assert data["framework"] == "keras"
    assert column(data, "params") == [0, 1_792, 256, 0, 0, 0, 0, 73_792, 12_117, 0]
    assert column(data, "type")[1:] == [
        "Conv2D",
        "BatchNormalization",
        "ReLU",
        "MaxPooling2D",
        "UpSampling2D",
        "Concatenate",
        "Conv2DTranspose",
        "Conv2DTranspose",
        "Concatenate",
    ]
    assert column(data, "output_shape")[-1] == [None, 128, 128, 85]
    assert (data["total_params"], data["trainable_params"], data["non_trainable_params"]) == (87_957, 87_829, 128)


def test_skip_autoencoder() -> None:
    data = summary("skip-autoencoder")
    assert column(data, "params") == [0, 28, 0, 640, 0, 36_928, 0, 0, 586, 0]
    assert data["total_params"] == 38_182
    assert column(data, "output_shape")[-1] == [None, 64, 64, 1]


@pytest.mark.parametrize(
    ("upconv", "total", "non_trainable"), [("true", 31_105_669, 4_800), ("false", 31_457_701, 6_720)]
)
def test_unet_keras_both_ways(upconv: str, total: int, non_trainable: int) -> None:
    data = summary("unet-keras", "--set", f"upconv={upconv}")
    assert (data["total_params"], data["non_trainable_params"]) == (total, non_trainable)
    assert column(data, "output_shape")[-1] == [None, 160, 160, 5]
    assert len(of_type(data, "MaxPooling2D")) == 5
    assert len(of_type(data, "Conv2DTranspose")) == (5 if upconv == "true" else 0)
    assert len(of_type(data, "UpSampling2D")) == (0 if upconv == "true" else 5)
    assert len(of_type(data, "Dropout")) == 4 + 4


def test_unet_keras_by_default_learns_to_upsample() -> None:
    assert summary("unet-keras")["total_params"] == 31_105_669


def test_unet() -> None:
    data = summary("unet")
    assert data["framework"] == "torch"
    assert (data["total_params"], data["non_trainable_params"]) == (31_043_521, 0)
    assert data["running_statistics"] == 11_776
    assert data["total_macs"] == 48_167_387_136
    assert column(data, "output_shape")[-1] == [None, 1, 256, 256]
    assert data["buffers"] == 11_776 + len(of_type(data, "BatchNorm2d")), "each counts its batches too"


def test_unet_small_where_peers_are_wrong() -> None:
    data = summary("unet-small", "--batch", "1")
    assert data["trainable_params"] == data["total_params"] == 117_378
    assert data["running_statistics"] == 640
    assert data["total_params"] + data["running_statistics"] == 118_018
    assert sum(row["macs"] for row in of_type(data, "Conv2d")) == 96_272_384
    assert sum(row["macs"] for row in of_type(data, "ConvTranspose2d")) == 4_194_304
    assert data["total_macs"] == 100_466_688
    assert column(data, "output_shape")[-1] == [1, 2, 64, 64]


def test_macs_are_for_the_whole_batch() -> None:
    assert summary("unet-small", "--batch", "8")["total_macs"] == 8 * 100_466_688


@pytest.mark.parametrize(("height", "width"), [(64, 64), (65, 99), (37, 50), (7, 4)])
def test_segnet_brings_every_size_back(height: int, width: int) -> None:
    data = summary("segnet-small", "--input", f"3,{height},{width}")
    shapes = {layer["name"]: layer["output_shape"] for layer in data["layers"]}
    assert shapes["unpool1"][2:] == [height, width]
    assert shapes["dec1.relu"] == [None, 12, height, width]
    assert shapes["unpool2"][2:] == shapes["enc2.relu"][2:]
    assert shapes["pool1"][0] == shapes["pool1"][1], "values and indices"


def test_dcgan_generator() -> None:
    data = summary("dcgan-generator")
    sizes = [row["output_shape"] for row in of_type(data, "Conv2DTranspose")]
    assert sizes == [[None, 8, 8, 512], [None, 16, 16, 256], [None, 32, 32, 128], [None, 64, 64, 3]]
    assert column(data, "output_shape")[1:3] == [[None, 4 * 4 * 1024], [None, 4, 4, 1024]]
