"""Chains as JSON: raw numbers, and the code lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from shapecalc.render.chain_reasons import why_text
from shapecalc.render.solution_json import head, solution_data
from shapecalc.solver.chain import Chain, Chains
from shapecalc.solver.chain.reason import Reason
from shapecalc.solver.chain.relax import Instead
from shapecalc.solver.code import RANK


def chains_data(found: Chains, top: int | None) -> dict[str, Any]:
    """Return the chains."""
    route = found.route
    return {
        **head(route.size, route.out, None),
        "ops": list(route.ops),
        "channels": route.channels and list(route.channels),
        "count": found.number,
        "settings": found.settings,
        "maps": found.maps,
        "chains": [_chain(each) for each in found.cheapest[:top]],
    }


def _chain(one: Chain) -> dict[str, Any]:
    pairs = [None] * len(one.stages) if one.channels is None else [*pairwise(one.channels)]
    return {
        "sizes": list(one.sizes),
        "channels": one.channels and list(one.channels),
        **(one.cost._asdict() if one.channels else {"params": None, "macs": None}),
        "stages": [solution_data((each,) * RANK, pair) for each, pair in zip(one.stages, pairs, strict=True)],
    }


def no_chain_data(found: Chains, reason: Reason, instead: Sequence[Instead]) -> dict[str, Any]:
    """Return why there is no chain."""
    return {
        "kind": reason.kind,
        "why": why_text(found.route, reason),
        "below": reason.below and _chain(reason.below),
        "above": reason.above and _chain(reason.above),
        "instead": [{"change": each.name, "value": each.value, **_chain(each.chain)} for each in instead],
    }
