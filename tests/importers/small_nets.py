"""Small networks in the manner of torchvision's, a family each."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor, nn


def conv_bn(inner: int, outer: int, kernel: int = 3, stride: int = 1, groups: int = 1) -> nn.Sequential:
    conv = nn.Conv2d(inner, outer, kernel, stride, kernel // 2, groups=groups, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outer), nn.ReLU())


def lenet() -> nn.Module:
    return nn.Sequential(
        *(nn.Conv2d(3, 6, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2)),
        *(nn.Flatten(), nn.Linear(400, 120), nn.Sigmoid(), nn.Linear(120, 10)),
    )


def alexnet() -> nn.Module:
    return nn.Sequential(
        *(nn.Conv2d(3, 8, 5, 2, 2), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2), nn.Conv2d(8, 12, 3, padding=1)),
        *(nn.ReLU(inplace=True), nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(192, 20), nn.ReLU(inplace=True)),
        nn.Linear(20, 10),
    )


def vgg() -> nn.Module:
    layers: list[nn.Module] = []
    for inner, outer in ((3, 4), (4, 8), (8, 8)):
        layers += [nn.Conv2d(inner, outer, 3, padding=1), nn.BatchNorm2d(outer), nn.ReLU(inplace=True), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(128, 10))


class Merge(nn.Module):
    """Branches from one input, merged in one of four ways."""

    def __init__(self, merge: str, *branches: nn.Module) -> None:
        super().__init__()
        self.merge = merge
        self.branches = nn.ModuleList(branches)

    def forward(self, x: Tensor) -> Tensor:
        found = [branch(x) for branch in self.branches]
        if self.merge == "cat":
            return torch.cat(found, 1)
        result: Tensor = found[0]
        for other in found[1:]:
            result = result * other if self.merge == "multiply" else result + other
        return F.relu(result) if self.merge == "relu" else result


def resnet() -> nn.Module:
    block = nn.Sequential(conv_bn(8, 8), nn.Conv2d(8, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8))
    wider = nn.Sequential(conv_bn(8, 16, stride=2), nn.Conv2d(16, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16))
    short = nn.Sequential(nn.Conv2d(8, 16, 1, 2, bias=False), nn.BatchNorm2d(16))
    body = nn.Sequential(conv_bn(3, 8), Merge("relu", block, nn.Identity()), Merge("relu", wider, short))
    return nn.Sequential(body, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10))


def resnext() -> nn.Module:
    block = nn.Sequential(conv_bn(8, 8, 1), conv_bn(8, 8, groups=4), nn.Conv2d(8, 8, 1), nn.BatchNorm2d(8))
    return nn.Sequential(conv_bn(3, 8), Merge("relu", block, nn.Identity()))


def preact() -> nn.Module:
    block = nn.Sequential(nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1))
    return nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), Merge("add", block, nn.Identity()), nn.BatchNorm2d(8))


def densenet() -> nn.Module:
    layers: list[nn.Module] = [nn.Conv2d(3, 8, 3, padding=1)]
    for inner in (8, 12, 16):
        grow = nn.Sequential(nn.BatchNorm2d(inner), nn.ReLU(), nn.Conv2d(inner, 4, 3, padding=1, bias=False))
        layers.append(Merge("cat", nn.Identity(), grow))
    return nn.Sequential(*layers, nn.BatchNorm2d(20), nn.ReLU(), nn.Conv2d(20, 10, 1), nn.AvgPool2d(2))


def googlenet() -> nn.Module:
    pooled = nn.Sequential(nn.MaxPool2d(3, 1, 1), conv_bn(8, 2, 1))
    merged = Merge("cat", conv_bn(8, 4, 1), nn.Sequential(conv_bn(8, 3, 1), conv_bn(3, 6)), conv_bn(8, 2, 5), pooled)
    return nn.Sequential(conv_bn(3, 8, stride=2), merged, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(14, 5))


def squeezenet() -> nn.Module:
    wide = nn.Sequential(nn.Conv2d(4, 8, 3, padding=1), nn.ReLU())
    fire = nn.Sequential(
        nn.Conv2d(8, 4, 1), nn.ReLU(), Merge("cat", nn.Sequential(nn.Conv2d(4, 8, 1), nn.ReLU()), wide)
    )
    return nn.Sequential(conv_bn(3, 8), nn.MaxPool2d(3, 2, ceil_mode=True), fire, nn.Conv2d(16, 5, 1), nn.ReLU())


def mobilenet() -> nn.Module:
    inverted = nn.Sequential(
        *(nn.Conv2d(8, 16, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU6()),
        *(nn.Conv2d(16, 16, 3, padding=1, groups=16, bias=False), nn.BatchNorm2d(16), nn.ReLU6()),
        *(nn.Conv2d(16, 8, 1, bias=False), nn.BatchNorm2d(8)),
    )
    return nn.Sequential(conv_bn(3, 8, stride=2), Merge("add", nn.Identity(), inverted))


def squeeze_and_excitation(channels: int, gate: nn.Module, inner: nn.Module) -> nn.Module:
    squeeze = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(channels, 2, 1), inner, nn.Conv2d(2, channels, 1), gate)
    return Merge("multiply", nn.Identity(), squeeze)


def mobilenet_v3() -> nn.Module:
    stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1), nn.BatchNorm2d(8), nn.Hardswish())
    return nn.Sequential(stem, squeeze_and_excitation(8, nn.Hardsigmoid(), nn.ReLU()), nn.Conv2d(8, 8, 1))


def efficientnet() -> nn.Module:
    stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1), nn.BatchNorm2d(8), nn.SiLU())
    return nn.Sequential(stem, squeeze_and_excitation(8, nn.Sigmoid(), nn.SiLU()), nn.Conv2d(8, 8, 1))


def shufflenet() -> nn.Module:
    return nn.Sequential(
        *(conv_bn(3, 8), nn.GroupNorm(2, 8), nn.ChannelShuffle(2), conv_bn(8, 8, groups=8), nn.AvgPool2d(3, 2, 1)),
    )


def regnet() -> nn.Module:
    block = nn.Sequential(conv_bn(8, 8, 1), conv_bn(8, 8, groups=2), squeeze_and_excitation(8, nn.Sigmoid(), nn.ReLU()))
    return nn.Sequential(conv_bn(3, 8, stride=2), Merge("relu", block, nn.Identity()))


class LastNorm(nn.Module):
    """A layer norm over the channels, with the axes turned for it and back."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(channels)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.norm(x.permute(0, 2, 3, 1))
        return y.permute(0, 3, 1, 2)


def convnext() -> nn.Module:
    block = nn.Sequential(nn.Conv2d(8, 8, 7, padding=3, groups=8), LastNorm(8), nn.Conv2d(8, 16, 1), nn.GELU())
    return nn.Sequential(nn.Conv2d(3, 8, 4, 4), Merge("add", nn.Identity(), nn.Sequential(block, nn.Conv2d(16, 8, 1))))


class UNet(nn.Module):
    def __init__(self, up: nn.Module) -> None:
        super().__init__()
        self.down, self.bottom, self.up = conv_bn(3, 8), conv_bn(8, 16), up
        self.merge, self.head = conv_bn(16, 8), nn.Conv2d(8, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        skip = self.down(x)
        y = self.up(self.bottom(F.max_pool2d(skip, 2)))
        found: Tensor = self.head(self.merge(torch.cat([skip, y], dim=1)))
        return found


def unet() -> nn.Module:
    return UNet(nn.ConvTranspose2d(16, 8, 2, 2))


def unet_that_resizes() -> nn.Module:
    return UNet(nn.Sequential(nn.Upsample(scale_factor=2, mode="bilinear"), nn.Conv2d(16, 8, 1)))


class FPN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = conv_bn(3, 8, stride=2), conv_bn(8, 16, stride=2)
        self.sides = nn.ModuleList([nn.Conv2d(8, 4, 1), nn.Conv2d(16, 4, 1)])
        self.out = nn.Conv2d(4, 4, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        one = self.first(x)
        two = self.sides[1](self.second(one))
        y: Tensor = self.out(self.sides[0](one) + F.interpolate(two, scale_factor=2.0, mode="nearest"))
        return y


def aspp() -> nn.Module:
    spread = [nn.Conv2d(8, 4, 3, padding=rate, dilation=rate) for rate in (1, 2, 4)]
    return nn.Sequential(
        conv_bn(3, 8, stride=2), Merge("cat", *spread), nn.Conv2d(12, 5, 1), nn.Upsample(scale_factor=2)
    )


def autoencoder() -> nn.Module:
    return nn.Sequential(
        *(nn.Conv2d(3, 8, 3, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(8, 16, 3, 2, 1), nn.InstanceNorm2d(16), nn.ReLU()),
        *(nn.ConvTranspose2d(16, 8, 4, 2, 1), nn.PReLU(), nn.ConvTranspose2d(8, 3, 4, 2, 1), nn.Tanh()),
    )


def super_resolution() -> nn.Module:
    return nn.Sequential(nn.Conv2d(3, 8, 5, padding=2), nn.ReLU(), nn.Conv2d(8, 12, 3, padding=1), nn.PixelShuffle(2))


def mixer() -> nn.Module:
    patches = nn.Sequential(nn.Conv2d(3, 8, 8, 8), nn.Flatten(2), nn.LayerNorm(16), nn.Linear(16, 32), nn.GELU())
    return nn.Sequential(patches, nn.Linear(32, 16), nn.Softmax(-1))


MODELS: tuple[Callable[[], nn.Module], ...] = (
    *(lenet, alexnet, vgg, resnet, resnext, preact, densenet, googlenet, squeezenet, mobilenet, mobilenet_v3),
    *(efficientnet, shufflenet, regnet, convnext, unet, unet_that_resizes, FPN, aspp, autoencoder),
    *(super_resolution, mixer),
)
