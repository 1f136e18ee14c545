"""Low-rank adaptation (Hu et al., "LoRA", 2021): the kernel is frozen, and the product of two thin arrays is learned.

>>> adapted((Weight("kernel", (8, 16)), Weight("bias", (16,))), rank=4)[-2:]
(Weight(name='lora_a', shape=(8, 4), role='trainable'), Weight(name='lora_b', shape=(4, 16), role='trainable'))
"""

from __future__ import annotations

from shapecalc.layers.layer import Weight


def adapted(weights: tuple[Weight, ...], rank: int | None) -> tuple[Weight, ...]:
    """Freeze the first array and add ``(..., rank)`` and ``(rank, out)`` for it; without a rank nothing changes."""
    if not rank:
        return weights
    kernel, *others = weights
    thin = Weight("lora_a", (*kernel.shape[:-1], rank)), Weight("lora_b", (rank, kernel.shape[-1]))
    return (kernel._replace(role="frozen"), *others, *thin)
