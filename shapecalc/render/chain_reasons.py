"""Why there is no chain, what comes near, and which single change lets one in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shapecalc.render.asked import WIDEST
from shapecalc.render.chains import ops_text, sizes_text, stages_text
from shapecalc.render.settings import option
from shapecalc.render.table import wrap
from shapecalc.solver.chain import Chain, Route
from shapecalc.solver.chain.reason import Reason
from shapecalc.solver.chain.relax import FARTHEST, Instead
from shapecalc.solver.ops import op_of


def no_chain_lines(route: Route, reason: Reason, instead: Sequence[Instead]) -> Iterator[str]:
    """Yield why there is no chain, chains to the nearest sizes, and what to change."""
    yield f"no chain for {route.size} -> {route.out}"
    yield from _part("why", why_text(route, reason))
    for word, near in (("below", reason.below), ("above", reason.above)):
        if near is not None:
            yield from _part(word, f"{near.sizes[-1]}: {_chain(near)}")
    for each in instead:
        yield from _part("instead", f"{change_text(each)}: {_chain(each.chain)}")
    if not instead:
        yield from _part("instead", _in_vain())


def _part(title: str, text: str) -> Iterator[str]:
    for place, piece in enumerate(wrap(text, WIDEST - 11)):
        yield f"  {f'{title}:' if place == 0 else '':<8} {piece}"


def _chain(one: Chain) -> str:
    return f"{sizes_text(one.sizes)}, by {stages_text(one.stages)}"


def why_text(route: Route, reason: Reason) -> str:
    """Return what excludes the size, with the bounds that it holds for."""
    ops = f"up to {len(route.ops)} usual {route.ops[0]} stages" if route.known else ops_text(route.ops)
    if reason.kind == "channels":
        channels = ":".join(map(str, route.channels or ()))
        moved = "a shuffle by r makes 1 channel of r*r, or r*r of 1"
        return f"{ops} can make {route.out} of {route.size}, but not with channels {channels}: {moved}"
    why = {
        "too_large": f"the largest size after {ops} is {reason.below and reason.below.sizes[-1]}",
        "too_small": f"the smallest size after {ops} is {reason.above and reason.above.sizes[-1]}",
        "nothing_fits": f"nothing is left of {route.size} after {ops}",
        "multiple": f"every size after {ops} is {_multiple(reason)}, and {route.out} is not",
        "gap": f"the sizes after {ops} jump over {route.out}",
    }
    return f"with {_bounds(route)}, {why[reason.kind]}"


def _multiple(reason: Reason) -> str:
    if reason.divisor == 2:
        return "odd" if reason.remainder else "even"
    return f"a multiple of {reason.divisor}"


def _bounds(route: Route) -> str:
    """Return what holds for the stages, in words: pins, and bounds of what is not pinned."""
    has = frozenset().union(*(op_of(word, route.framework).settings for word in route.ops))
    bounds = {
        "kernel_size": route.bounds.max_kernel,
        "stride": route.bounds.max_stride,
        "padding": route.bounds.max_padding,
        "output_padding": None,
        "dilation": route.limits.max_dilation,
    }
    parts = []
    for name, bound in bounds.items():
        pin = getattr(route.pins, name)
        if pin is not None:
            parts.append(f"{name} {pin}")
        elif bound is not None and name in has:
            parts.append(f"{name} up to {bound}")
    return ", ".join(parts) or f"factors up to {route.bounds.max_stride}"


def change_text(instead: Instead) -> str:
    """Return what to change on the command line."""
    return (
        f"without {option(instead.name)}" if instead.value is None else f"with {option(instead.name)} {instead.value}"
    )


def _in_vain() -> str:
    looked = f"--max-kernel to {FARTHEST.max_kernel}, --max-stride to {FARTHEST.max_stride}, --stages to 32"
    return f"no single change does it ({looked}, other layers)"
