"""PyTorch 2: channels first, and a running statistic is a buffer."""

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.torch.differences import QUIRKS, REFUSE, RESTRUCTURE
from shapecalc.dialects.torch.signatures import SIGNATURES
from shapecalc.dialects.torch.words import EVERYWHERE, OWN_SPELLING, SPELLING, VALUES, WITHOUT_EFFECT

TORCH = Dialect(
    name="torch",
    title="PyTorch",
    data_format="channels_first",
    statistics="buffers",
    prefix="nn.",
    signatures=SIGNATURES,
    spelling=SPELLING,
    own_spelling=OWN_SPELLING,
    everywhere=EVERYWHERE,
    values=VALUES,
    without_effect=WITHOUT_EFFECT,
    restructure=RESTRUCTURE,
    refuse=REFUSE,
    quirks=QUIRKS,
)
