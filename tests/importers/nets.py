"""Architectures written out, each with what is hard about it, and the shapes (or tensors) that go in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor, nn


class Residual(nn.Module):
    """A block with a branch, an addition, and one ReLU that is called twice."""

    def __init__(self, inner: int, outer: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inner, outer, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outer)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(outer, outer, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outer)
        self.down = nn.Conv2d(inner, outer, 1, stride, bias=False) if stride > 1 else None

    def forward(self, x: Tensor) -> Tensor:
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        y += x if self.down is None else self.down(x)
        return self.relu(y)


class ResNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 7, 2, 3)
        self.pool = nn.MaxPool2d(3, 2, 1, ceil_mode=True)
        self.stages = nn.Sequential(Residual(8, 8, 1), Residual(8, 16, 2))
        self.aux = nn.Linear(16, 3)
        self.head = nn.Linear(16, 10)

    def forward(self, x: Tensor) -> Tensor:
        y = self.stages(self.pool(self.stem(x)))
        y = torch.flatten(F.adaptive_avg_pool2d(y, 1), 1)
        return self.head(y)


class UNet(nn.Module):
    """Skips, a padding that follows from the sizes, and sizes taken from another tensor."""

    def __init__(self, transposed: bool) -> None:
        super().__init__()
        self.down = nn.ModuleList([nn.Conv2d(1, 4, 3, padding=1), nn.Conv2d(4, 8, 3, padding=1)])
        self.bottom = nn.Conv2d(8, 16, 3, padding=1)
        self.up = (
            nn.ModuleList([nn.ConvTranspose2d(16, 8, 2, 2), nn.ConvTranspose2d(8, 4, 2, 2)]) if transposed else None
        )
        self.merge = nn.ModuleList(
            [nn.Conv2d(16 if transposed else 24, 8, 3, padding=1), nn.Conv2d(8 if transposed else 12, 4, 3, padding=1)]
        )

    def forward(self, x: Tensor) -> Tensor:
        skips = []
        for conv in self.down:
            x = torch.relu(conv(x))
            skips.append(x)
            x = F.max_pool2d(x, 2)
        x = F.relu(self.bottom(x), inplace=True)
        for place, merge in enumerate(self.merge):
            skip = skips.pop()
            if self.up is None:
                x = F.interpolate(x, size=skip.shape[2:], mode="bilinear", align_corners=False)
            else:
                x = self.up[place](x)
                rows, columns = skip.size(2) - x.size(2), skip.size(3) - x.size(3)
                x = F.pad(x, [columns // 2, columns - columns // 2, rows // 2, rows - rows // 2])
            x = merge(torch.cat([skip, x], dim=1)).relu()
        return x


class Classifier(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(50, 12, padding_idx=0)
        self.rnn = nn.LSTM(12, 10, num_layers=2, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(20, 4)

    def forward(self, words: Tensor) -> Tensor:
        _, (hidden, _) = self.rnn(self.embedding(words))
        return self.fc(torch.cat([hidden[-2], hidden[-1]], dim=1))


class Encoder(nn.Module):
    """A transformer with a learned place and a head that is the embedding's own matrix."""

    def __init__(self) -> None:
        super().__init__()
        self.emb = nn.Embedding(40, 16)
        self.pos = nn.Parameter(torch.zeros(1, 9, 16))
        self.register_buffer("mask", torch.ones(9, 9).tril() == 0)
        layer = nn.TransformerEncoderLayer(16, 4, 32, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.head = nn.Linear(16, 40, bias=False)
        self.head.weight = self.emb.weight

    def forward(self, words: Tensor) -> Tensor:
        return self.head(self.encoder(self.emb(words) + self.pos, mask=self.mask))


class Siamese(nn.Module):
    """The same modules for both inputs: counted once, called twice."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.AdaptiveMaxPool2d(2), nn.Flatten())
        self.fc = nn.Linear(16, 1)

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        return self.fc((self.features(first) - self.features(second)).abs())


class Attention(nn.Module):
    """Raw parameters, one product for query, key and value, attention and einsum."""

    def __init__(self, frozen: bool = False) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(16), requires_grad=not frozen)
        self.token = nn.Parameter(torch.zeros(1, 1, 16))
        self.unused = nn.Parameter(torch.zeros(5))
        self.norm = nn.LayerNorm(16)
        self.qkv = nn.Linear(16, 48, bias=False)
        self.mix = nn.Parameter(torch.zeros(2, 8, 16))

    def forward(self, x: Tensor) -> Tensor:
        x = torch.cat((self.token.expand(x.shape[0], -1, -1), x), dim=1)
        b, n, c = x.shape
        q, k, v = self.qkv(self.norm(x)).reshape(b, n, 3, 2, c // 2).permute(2, 0, 3, 1, 4).unbind(0)
        y = F.scaled_dot_product_attention(q, k, v)
        y = torch.einsum("bhnd,hdc->bnc", y, self.mix)
        return (x + self.scale * y)[:, 0]


class Several(nn.Module):
    """Two inputs of different kinds, and a mapping, a tuple and None come out."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(10, 6)
        self.fc = nn.Linear(6, 5)

    def forward(self, image: Tensor, label: Tensor) -> dict[str, Any]:
        low, high = image.mean((2, 3)).chunk(2, dim=1)
        return {"both": (low * self.table(label), high), "nothing": None, "logits": self.fc(low)}


class Decides(nn.Module):
    """What runs depends on the sizes, and there are as many layers in a list as wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.convs = nn.ModuleList(nn.Conv1d(4, 4, 3, padding="same") for _ in range(3))
        self.large = nn.Conv1d(4, 4, 4, 4)

    def forward(self, x: Tensor) -> Tensor:
        if x.shape[-1] > 20:
            x = self.large(x)
        for conv in self.convs:
            x = x + conv(x)
        return x


class Doubled(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return x * 2

    @staticmethod
    def backward(_: Any, gradient: Tensor) -> Tensor:
        return gradient * 2


class Custom(nn.Module):
    """A function with a gradient of its own, a weight that is computed, and attributes that the pass changes."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.utils.parametrizations.weight_norm(nn.Conv2d(3, 6, 3))
        self.weight = nn.Parameter(torch.ones(5, 6, 1, 1))
        self.register_buffer("calls", torch.zeros(1))
        self.last: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self.calls += 1
        x = Doubled.apply(self.conv(x))
        self.last = x
        weight = self.weight / self.weight.norm()
        return F.conv2d(F.dropout(x, 0.5, self.training), weight)


def generator() -> nn.Module:
    """Return a DCGAN's generator."""
    sizes = ((20, 16, 4, 1, 0), (16, 8, 4, 2, 1), (8, 3, 4, 2, 1))
    layers: list[nn.Module] = []
    for inner, outer, kernel, stride, padding in sizes:
        layers += [
            nn.ConvTranspose2d(inner, outer, kernel, stride, padding, bias=False),
            nn.BatchNorm2d(outer),
            nn.ReLU(),
        ]
    return nn.Sequential(*layers[:-2], nn.Tanh())


NETS: dict[str, tuple[Callable[[], nn.Module], tuple[Any, ...]]] = {
    "residual": (ResNet, ((2, 3, 61, 47),)),
    "unet, transposed": (lambda: UNet(transposed=True), ((1, 1, 37, 50),)),
    "unet, interpolated": (lambda: UNet(transposed=False), ((1, 1, 37, 50),)),
    "dcgan": (generator, ((3, 20, 1, 1),)),
    "lstm": (Classifier, ((3, 7),)),
    "transformer, tied": (Encoder, ((2, 9),)),
    "siamese": (Siamese, ((2, 1, 20, 20), (2, 1, 30, 20))),
    "attention": (Attention, ((2, 7, 16),)),
    "attention, partly frozen": (lambda: Attention(frozen=True), ((2, 7, 16),)),
    "several inputs and outputs": (Several, ((4, 12, 8, 8), (4,))),
    "decides, small": (Decides, ((2, 4, 18),)),
    "decides, large": (Decides, ((2, 4, 40),)),
    "custom": (Custom, ((1, 3, 12, 12),)),
    "one layer": (lambda: nn.Conv2d(3, 4, 3), ((1, 3, 8, 8),)),
}
