"""Random networks: the theorem says of every size what trying it says."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shapecalc.model.document import Document
from shapecalc.model.graph import Model
from shapecalc.model.reader import read_model
from tests.sizes.every_size import compared

Entry = dict[str, Any]
SMALL = st.integers(0, 3)
STRIDE = st.integers(1, 3)


@st.composite
def windows(draw: st.DrawFn) -> Entry:
    kernel = draw(st.integers(1, 5))
    entry: Entry = {"kernel_size": kernel, "stride": draw(STRIDE)}
    if draw(st.booleans()):
        padding = draw(st.integers(0, kernel // 2))
        return {"type": "MaxPool1d", **entry, "padding": padding, "ceil_mode": draw(st.booleans())}
    entry |= {"padding": draw(SMALL), "dilation": draw(STRIDE)}
    return {"type": "Conv1d", "out_channels": 2, **entry}


@st.composite
def transposed(draw: st.DrawFn) -> Entry:
    stride = draw(STRIDE)
    entry: Entry = {"kernel_size": draw(st.integers(1, 4)), "stride": stride, "padding": draw(st.integers(0, 1))}
    return {"type": "ConvTranspose1d", "out_channels": 2, **entry, "output_padding": draw(st.integers(0, stride - 1))}


SCALED = st.sampled_from([2, 3, 0.5, 1.5, 0.75, 0.7, 0.29, 1 / 3, 2.5]).map(
    lambda scale: {"type": "Upsample", "scale_factor": scale}
)
PADDED = st.tuples(st.integers(-3, 3), st.integers(-3, 3)).map(
    lambda pads: {"type": "ConstantPad1d", "padding": list(pads), "value": 0}
)
REFLECTED = st.integers(1, 4).map(lambda pad: {"type": "ReflectionPad1d", "padding": pad})
LAYERS = st.one_of(windows(), transposed(), SCALED, PADDED, REFLECTED)


@st.composite
def networks(draw: st.DrawFn) -> Model:
    """Draw a chain of layers with merges: each joins the layer before with an earlier one."""
    entries: list[Entry] = []
    for number in range(draw(st.integers(1, 6))):
        entries.append({**draw(LAYERS), "name": f"n{number}"})
        if draw(st.integers(0, 2)) == 0:
            other = draw(st.sampled_from(["input", *(f"n{before}" for before in range(number))]))
            axis = draw(st.sampled_from([1, 1, 2]))
            entries.append({"type": "cat", "dim": axis, "inputs": ["$previous", other]})
    top = {"input": [2, 60], "framework": "torch", "layers": entries}
    return read_model(Document("drawn", top, {}), {})


@given(networks())
@settings(max_examples=40)
def test_the_theorem_agrees_with_the_trial(model: Model) -> None:
    for axis, wrong, _ in compared(model, most=72):
        if axis.tried is None:
            assert not wrong, (axis, wrong)
