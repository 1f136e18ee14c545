"""What PyTorch structures differently, refuses, or answers differently from the mathematics: all families together."""

from shapecalc.dialects.dialect import Quirk, Refuse, Restructure
from shapecalc.dialects.torch import attention, convolutions, elements, norms, pools, recurrent, resizing

RESTRUCTURE: dict[str, Restructure] = {
    **convolutions.RESTRUCTURE,
    **pools.RESTRUCTURE,
    **resizing.RESTRUCTURE,
    **norms.RESTRUCTURE,
    **elements.RESTRUCTURE,
    **recurrent.RESTRUCTURE,
    **attention.RESTRUCTURE,
}
REFUSE: dict[str, Refuse] = {
    **convolutions.REFUSE,
    **pools.REFUSE,
    **resizing.REFUSE,
    **norms.REFUSE,
    **elements.REFUSE,
    **recurrent.REFUSE,
    **attention.REFUSE,
}
QUIRKS: dict[str, Quirk] = {**convolutions.QUIRKS, **resizing.QUIRKS}
