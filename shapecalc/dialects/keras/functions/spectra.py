"""Fourier transforms: a complex tensor is two, the real part and the imaginary one.

What is multiplied the algorithm decides, and so it is not told.
"""

from __future__ import annotations

from shapecalc.dialects.keras.functions.fed import TOLD, Fed, Reading, function
from shapecalc.dialects.keras.functions.fed import told as with_macs
from shapecalc.dialects.signature import REQUIRED
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, Size, is_known, wrong_rank


def told(*shapes: Shape) -> Reading:
    """Return what a call comes to whose outputs have these shapes, and whose MACs the algorithm decides."""
    return with_macs(*shapes, multiplications=None)


def _line(fed: Fed, least: int = 1) -> tuple[Shape, Size]:
    """Return what comes before the last axis, and its size."""
    x = fed("x")
    if len(x) < least:
        raise wrong_rank(x, least)
    return x[:-1], x[-1]


def _fft(fed: Fed) -> Reading:
    """Read a transform of complex numbers."""
    return told(*fed.several("x")[:2])


def _rfft(fed: Fed) -> Reading:
    """Read a transform of real numbers: the half of the frequencies that says all."""
    lead, size = _line(fed)
    length = size if fed.settings["fft_length"] is None else fed.whole("fft_length", 1)
    return told(*[(*lead, length // 2 + 1 if is_known(length) else None)] * 2)


def _irfft(fed: Fed) -> Reading:
    """Read the way back to real numbers."""
    lead, size = _line(fed)
    if fed.settings["fft_length"] is not None:
        return told((*lead, fed.whole("fft_length", 1)))
    return told((*lead, 2 * (size - 1) if is_known(size) else None))


def _stft(fed: Fed) -> Reading:
    """Read a transform of each window of a signal, which is padded by half a window where they are centred."""
    lead, size = _line(fed)
    window, step = fed.whole("fft_length", 1), fed.whole("sequence_stride", 1)
    padded = window // 2 * 2 if fed.settings["center"] else 0
    return told(*[(*lead, _windows(size, window, step, padded), window // 2 + 1)] * 2)


def _istft(fed: Fed) -> Reading:
    """Read the way back to a signal: as long as the windows reach, without the padding, or as long as is told."""
    lead, _ = _line(fed, 2)
    window, step, windows = fed.whole("fft_length", 1), fed.whole("sequence_stride", 1), lead[-1]
    if fed.settings["length"] is not None:
        return told((*lead[:-1], fed.whole("length")))
    padded = window // 2 * 2 if fed.settings["center"] else 0
    return told((*lead[:-1], (windows - 1) * step + window - padded if is_known(windows) else None))


def _extract_sequences(fed: Fed) -> Reading:
    """Read the windows of a signal."""
    lead, size = _line(fed)
    window = fed.whole("sequence_length", 1)
    return with_macs((*lead, _windows(size, window, fed.whole("sequence_stride", 1)), window))


def _windows(size: Size, window: int, step: int, padded: int = 0) -> Size:
    """Return how many windows fit."""
    if not is_known(size):
        return None
    if size + padded < window:
        why = f"it has {size} places{f' and {padded} of padding' if padded else ''}"
        raise ShapecalcError(f"no window of {window} fits into the signal", why=why, path=("inbound_nodes",))
    return 1 + (size + padded - window) // step


def _as_complex(fed: Fed) -> Reading:
    """Read pairs of numbers as complex ones."""
    return with_macs(_line(fed)[0])


def _as_real(fed: Fed) -> Reading:
    """Read complex numbers as pairs."""
    return with_macs((*fed("x"), 2))


def _polar(fed: Fed) -> Reading:
    """Read complex numbers from their lengths and angles."""
    return with_macs(fed("abs_"))


_WINDOWS = {"sequence_length": REQUIRED, "sequence_stride": REQUIRED}
_TRANSFORMED = {**_WINDOWS, "fft_length": REQUIRED, "center": True}
FUNCTIONS = (
    *(function(TOLD, name, "x", _fft) for name in ("FFT", "FFT2", "IFFT2")),
    function(TOLD, "RFFT", "x", _rfft, fft_length=None),
    function(TOLD, "IRFFT", "x", _irfft, fft_length=None),
    function(TOLD, "STFT", "x", _stft, **_TRANSFORMED),
    function(TOLD, "ISTFT", "x", _istft, length=None, **_TRANSFORMED),
    function(TOLD, "ExtractSequences", "x", _extract_sequences, **_WINDOWS),
    function(TOLD, "ViewAsComplex", "x", _as_complex),
    function(TOLD, "ViewAsReal", "x", _as_real),
    function(TOLD, "Polar", "abs_ angle", _polar),
)
