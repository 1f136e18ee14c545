"""The built-in ``unet`` in PyTorch, summarized by torchinfo without computing anything (on the meta device)."""

from __future__ import annotations

from typing import Any


def unet(base: int = 64) -> Any:
    """Return the network of ``shapecalc/model/zoo/unet.yaml``."""
    import torch
    from torch import nn

    def double(inner: int, outer: int) -> Any:
        convs = [(nn.Conv2d(i, outer, 3, padding=1), nn.BatchNorm2d(outer), nn.ReLU()) for i in (inner, outer)]
        return nn.Sequential(*convs[0], *convs[1])

    class UNet(nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            sizes = [base * 2**level for level in range(5)]
            self.down = nn.ModuleList(map(double, [3, *sizes[:-1]], sizes))
            self.pool = nn.ModuleList(nn.MaxPool2d(2) for _ in sizes[:-1])
            self.up = nn.ModuleList(nn.ConvTranspose2d(2 * size, size, 2, 2) for size in sizes[-2::-1])
            self.mend = nn.ModuleList(double(2 * size, size) for size in sizes[-2::-1])
            self.head = nn.Sequential(nn.Conv2d(base, 1, 1), nn.Sigmoid())

        def forward(self, x: Any) -> Any:
            kept = []
            for down, pool in zip(self.down, self.pool, strict=False):
                kept.append(down(x))
                x = pool(kept[-1])
            x = self.down[-1](x)
            for up, mend in zip(self.up, self.mend, strict=True):
                x = mend(torch.cat([kept.pop(), up(x)], dim=1))
            return self.head(x)

    with torch.device("meta"):
        return UNet()


def main() -> None:
    """Print torchinfo's summary."""
    import torchinfo

    torchinfo.summary(unet(), (1, 3, 256, 256), device="meta", col_names=("output_size", "num_params", "mult_adds"))


if __name__ == "__main__":
    main()
