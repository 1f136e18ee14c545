"""An embedding whose vectors are added, averaged or maximised over each bag of numbers.

>>> EmbeddingBag(entries=1000, features=64).output((None, 12))
(None, 64)
>>> [weight.shape for weight in EmbeddingBag(entries=1000, features=64).weights((None, 12))]
[(1000, 64)]
"""

from __future__ import annotations

from typing import Literal

from shapecalc.layers.embedding import Embedding
from shapecalc.shape import Shape, wrong_rank


class EmbeddingBag(Embedding):
    """The input is (bags, numbers in a bag); every bag becomes one vector, as ``reduce`` says."""

    reduce: Literal["sum", "mean", "max"] = "mean"

    def output(self, x: Shape) -> Shape:
        if len(x) != 2:
            raise wrong_rank(x, 2)
        return (x[0], self.features)
