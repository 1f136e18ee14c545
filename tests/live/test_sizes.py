"""Legal sizes against PyTorch itself: every size of a few networks, on the meta device."""

from __future__ import annotations

from typing import Any

import pytest

from shapecalc.sizes.legal import legal_sizes
from tests.comparison import Tally
from tests.sizes.models import model

torch = pytest.importorskip("torch")
MOST = 160
CHANNELS = {"fpn": 3, "valid unet": 1, "strides of three": 1, "vgg with a linear layer": 3, "scale 1.5": 3}


def fpn(x: Any) -> None:
    nn, up = torch.nn, torch.nn.Upsample(scale_factor=2)
    c2 = nn.Conv2d(3, 8, 3, stride=4, padding=1)(x)
    c3 = nn.Conv2d(8, 8, 3, stride=2, padding=1)(c2)
    c4 = nn.Conv2d(8, 8, 3, stride=2, padding=1)(c3)
    c5 = nn.Conv2d(8, 8, 3, stride=2, padding=1)(c4)
    torch.add(up(torch.add(up(torch.add(up(c5), c4)), c3)), c2)


def valid_unet(x: Any) -> None:
    nn, pad = torch.nn, torch.nn.functional.pad
    e1 = nn.Conv2d(1, 4, 5)(x)
    e2 = nn.Conv2d(4, 4, 5)(nn.MaxPool2d(2)(e1))
    middle = nn.Conv2d(4, 4, 5)(nn.MaxPool2d(2)(e2))
    d2 = torch.cat([nn.ConvTranspose2d(4, 4, 2, stride=2)(middle), pad(e2, (-4, -4, -4, -4))], 1)
    torch.cat([nn.ConvTranspose2d(8, 4, 2, stride=2)(d2), pad(e1, (-12, -12, -12, -12))], 1)


def strides_of_three(x: Any) -> None:
    nn = torch.nn
    a = nn.Conv1d(1, 4, 5, stride=3, padding=1)(x)
    torch.cat([nn.ConvTranspose1d(4, 4, 4, stride=3)(nn.Conv1d(4, 4, 4, stride=3)(a)), a], 1)


def vgg(x: Any) -> None:
    nn = torch.nn
    nn.Sequential(nn.MaxPool2d(4), nn.MaxPool2d(4), nn.Flatten(), nn.Linear(48, 10))(x)


def scale(x: Any) -> None:
    nn = torch.nn
    torch.cat([nn.Upsample(scale_factor=1.5)(nn.MaxPool2d(3)(x)), nn.MaxPool2d(2)(x)], 1)


NETWORKS = {
    "fpn": fpn,
    "valid unet": valid_unet,
    "strides of three": strides_of_three,
    "vgg with a linear layer": vgg,
    "scale 1.5": scale,
}


def runs(name: str, shape: tuple[int, ...]) -> bool:
    with torch.device("meta"):
        try:
            NETWORKS[name](torch.empty(1, CHANNELS[name], *shape))
        except RuntimeError:
            return False
    return True


@pytest.mark.parametrize("name", NETWORKS)
def test_pytorch_runs_at_the_legal_sizes_and_at_no_other(name: str, tally: Tally) -> None:
    for axis in legal_sizes(model(name)):
        if axis.name != "channels":
            spatial = axis.shape[1:]
            for size in range(1, MOST + 1):
                shape = (*spatial[: axis.axis - 1], size, *spatial[axis.axis :])
                agreed = runs(name, shape) == (size in axis.sizes)  # type: ignore[arg-type]
                tally.count("torch", f"{name} {axis.name}", agreed=agreed)
                assert agreed, (axis.name, size)
