"""What is chosen or counted by value, and what is summed up: top k, quantiles, segments, moments, losses."""

from __future__ import annotations

from functools import partial

from shapecalc.dialects.keras.functions.fed import TOLD, Fed, Reading, function, told
from shapecalc.dialects.keras.settings import refused
from shapecalc.dialects.signature import REQUIRED
from shapecalc.layers.elementwise import broadcast, settling
from shapecalc.shape import Shape, count, is_known, wrong_rank


def _top_k(fed: Fed) -> Reading:
    """Read the k largest of each line, and their places."""
    x = fed("x")
    if not x:
        raise wrong_rank(x, 1)
    return told(*[(*x[:-1], fed.whole("k"))] * 2)


def _in_lines(fed: Fed) -> Reading:
    """Read what is done to each line along an axis, or to all elements in one line where none is named."""
    x, axis = fed("x"), fed.settings["axis"]
    if axis is None:
        return Reading({"function": "line", "axis": 0}, ((count(x),),))
    return Reading({"function": "line", "axis": fed.axis("axis", len(x))}, (x,))


def _take_along_axis(fed: Fed) -> Reading:
    """Read what stands at indices of each line, to which the other axes are stretched; without an axis all are one."""
    x, indices = fed("x"), fed("indices")
    if fed.settings["axis"] is None:
        return Reading({"axis": 0}, ((count(x),), (count(indices),)))
    if len(x) != len(indices):
        raise wrong_rank(indices, len(x))
    axis = fed.axis("axis", len(x))
    lines, places = ((*shape[:axis], 1, *shape[axis + 1 :]) for shape in (x, indices))
    found = broadcast((lines, places), settling)
    one, other = ((*found[:axis], shape[axis], *found[axis + 1 :]) for shape in (x, indices))
    return Reading({"axis": axis}, (one, other))


def _average(fed: Fed) -> Reading:
    """Read a mean over some axes; weights do not change its shape."""
    return Reading({"axes": tuple(sorted(fed.axes("axis", len(fed("x"))))), "keepdims": False}, (fed("x"),))


def _reduced(fed: Fed, name: str) -> Shape:
    """Return what a reduction leaves over the axes that a setting names, over all where it names none."""
    x, keepdims = fed("x"), fed.settings["keepdims"]
    gone = fed.axes(name, len(x))
    return tuple(1 if axis in gone else size for axis, size in enumerate(x) if keepdims or axis not in gone)


def _moments(fed: Fed) -> Reading:
    """Read the mean and the variance over some axes."""
    return told(*[_reduced(fed, "axes")] * 2)


def _quantile(fed: Fed) -> Reading:
    """Read quantiles over some axes; several stand on a new first axis."""
    return told((*fed("q"), *_reduced(fed, "axis")))


def _segments(fed: Fed) -> Reading:
    """Read what rows are reduced to that belong together; how many only the values say where nothing else does."""
    data = fed("data")
    return told((None if fed.settings["num_segments"] is None else fed.whole("num_segments"), *data[1:]))


def _nonzero(fed: Fed) -> Reading:
    """Read the places of all elements that are not 0, axis by axis; how many only the values say."""
    return told(*[(None,)] * len(fed("x")))


def _bincount(fed: Fed) -> Reading:
    """Read how often each whole number stands there; how far they go only the values say."""
    return told((*fed("x")[:-1], None))


def _histogram(fed: Fed) -> Reading:
    """Read how many elements there are in each bin, and the edges."""
    bins = fed.whole("bins", 1)
    return told((bins,), (bins + 1,))


def _unique(fed: Fed) -> Reading:
    """Read the distinct elements (or slices along an axis), and what else is asked for of them."""
    x = fed("x")
    number = None if fed.settings["size"] is None else fed.whole("size")
    values: Shape = (number,)
    inverse = x
    if fed.settings["axis"] is not None:
        axis = fed.axis("axis", len(x))
        values, inverse = (*x[:axis], number, *x[axis + 1 :]), (x[axis],)
    beside = {"return_index": (number,), "return_inverse": inverse, "return_counts": (number,)}
    return told(values, *(shape for name, shape in beside.items() if fed.settings[name]))


def _unravel_index(fed: Fed) -> Reading:
    """Read places in one line as places along each axis of a shape."""
    return told(*[fed("indices")] * len(fed.sizes("shape")))


def _alike(fed: Fed, parameter: str) -> Reading:
    """Read what has the shape of one of its tensors."""
    return told(fed(parameter))


def _select(fed: Fed) -> Reading:
    """Read a choice between tensors, element by element."""
    return Reading(
        {"open_settles": True}, (*fed.several("condlist"), *fed.several("choicelist"), *fed.shapes.get("default", ()))
    )


def _multi_hot(fed: Fed) -> Reading:
    """Read the numbers of each sample as one line with a 1 for each; the axis behind the batch goes."""
    x, classes = fed("inputs"), fed.whole("num_classes")
    axis = fed.whole("axis", -1)
    if axis >= len(x):
        raise refused(dict(fed.settings), "axis", f"it must be -1, or from 0 to {len(x) - 1}")
    hot = (*x, classes) if axis == -1 else (*x[:axis], classes, *x[axis:])
    return told((hot[-1],) if len(hot) == 2 else (hot[0], *hot[2:]))


def _diff(fed: Fed) -> Reading:
    """Read differences of neighbours, n times over: every time there is one less."""
    x, often = fed("a"), fed.whole("n")
    axis = fed.axis("axis", len(x))
    size = x[axis]
    return told((*x[:axis], max(size - often, 0) if is_known(size) else None, *x[axis + 1 :]))


def _along_an_axis(fed: Fed, parameter: str) -> Reading:
    """Read what one number comes of for each line along an axis."""
    x = fed(parameter)
    axis = fed.axis("axis", len(x))
    return told((*x[:axis], *x[axis + 1 :]))


def _number(_: Fed) -> Reading:
    """Read what one number comes of."""
    return told(())


def _ctc_loss(fed: Fed) -> Reading:
    """Read a loss for each sample."""
    return told(fed("target")[:1])


def _ctc_decode(fed: Fed) -> Reading:
    """Read the best paths of each sample, and how good they are."""
    x = fed("inputs")
    if len(x) != 3:
        raise wrong_rank(x, 3)
    batch, steps, _ = x
    paths = 1 if fed.settings["strategy"] == "greedy" else fed.whole("top_paths", 1)
    return told((paths, batch, steps), (batch, paths))


_QUANTILES = ("Quantile", "Percentile", "Nanquantile", "Nanpercentile")
_ASKED = {"return_index": False, "return_inverse": False, "return_counts": False, "axis": None, "size": None}
_SORTED, _SUMMED_UP = ("Argpartition", "Argsort", "Sort"), ("Cumprod", "Cumsum", "Nancumprod", "Nancumsum")
FUNCTIONS = (
    *(function("activation", name, "x", _in_lines, axis=-1) for name in _SORTED),
    *(function("activation", name, "x", _in_lines, axis=None) for name in _SUMMED_UP),
    function("gather_elements", "TakeAlongAxis", "x indices", _take_along_axis, axis=None),
    function("reduce_mean", "Average", "x weights", _average, axis=None),
    function(TOLD, "TopK", "x", _top_k, k=REQUIRED),
    function(TOLD, "Moments", "x", _moments, axes=REQUIRED, keepdims=False),
    *(function(TOLD, name, "x q", _quantile, axis=None, keepdims=False) for name in _QUANTILES),
    *(
        function(TOLD, f"Segment{how}", "data segment_ids", _segments, num_segments=None)
        for how in ("Max", "Min", "Prod", "Sum")
    ),
    function(TOLD, "Nonzero", "x", _nonzero),
    function(TOLD, "Bincount", "x", _bincount),
    function(TOLD, "Histogram", "x", _histogram, bins=10),
    function(TOLD, "Unique", "x", _unique, **_ASKED),
    function(TOLD, "UnravelIndex", "indices", _unravel_index, shape=REQUIRED),
    function(TOLD, "SearchSorted", "sorted_sequence values", partial(_alike, parameter="values")),
    function(TOLD, "InTopK", "targets predictions", partial(_alike, parameter="targets")),
    function("choose", "Select", "condlist choicelist default", _select),
    function(TOLD, "MultiHot", "inputs", _multi_hot, num_classes=REQUIRED, axis=-1),
    function(TOLD, "Diff", "a", _diff, n=1, axis=-1),
    function(TOLD, "Trapezoid", "y", partial(_along_an_axis, parameter="y"), axis=-1),
    *(
        function(TOLD, f"{kind}Crossentropy", "target output", partial(_along_an_axis, parameter="output"), axis=-1)
        for kind in ("Categorical", "SparseCategorical")
    ),
    function(TOLD, "BinaryCrossentropy", "target output", partial(_alike, parameter="output")),
    *(function(TOLD, name, "x1 x2", _number) for name in ("AllClose", "PSNR")),
    function(TOLD, "Size", "x", _number),
    function(TOLD, "CTCLoss", "target output target_length output_length", _ctc_loss),
    function(TOLD, "CTCDecode", "inputs sequence_lengths", _ctc_decode, strategy="greedy", top_paths=1),
)
