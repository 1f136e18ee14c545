"""Loop and Scan: a body is run turn by turn where their number is known, else what all turns have in common is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Sequence as Several
from typing import TYPE_CHECKING, Any, NamedTuple

from shapecalc.importers.onnx.control.body import Body, Inputs, answered, known_number, taken_from_outside
from shapecalc.importers.onnx.merging import merged
from shapecalc.importers.onnx.samples import Answer
from shapecalc.importers.onnx.tensors import BOOL, INT64, Flow, Sequence, Tensor
from shapecalc.shape import Size, is_known, normal_axis

if TYPE_CHECKING:
    from shapecalc.importers.onnx.operation import Operation, Rule

MOST_TURNS = 32
"""A loop of no more turns is followed turn by turn; of a longer one, what all turns have in common is said."""


class Turn(NamedTuple):
    """What one turn makes: the state that goes round, what is given out beside it, the multiply-adds.

    ``more`` is the condition of a loop after the turn: whether there is another one.
    """

    state: list[Flow]
    given: list[Flow]
    macs: Any
    more: Flow | None = None


def loop(body: Body) -> Rule:
    """Return the rule of a Loop: its inputs are the number of turns, a condition, and the state."""

    def rule(operation: Operation, inputs: Inputs) -> Answer:
        count, condition = map(known_number, (*inputs, None, None)[:2])
        endless = len(inputs) < 2 or inputs[1] is None
        sure = count if (endless or condition) and is_known(count) else None
        state: list[Flow] = [each if each is not None else Tensor(None) for each in inputs[2 : len(body.inputs)]]
        turns = _Turns(body, taken_from_outside(operation, inputs), len(state))
        found = turns.one_by_one(state, sure) if sure is not None and 0 < sure <= MOST_TURNS else None
        return answered(operation, *(found or turns.in_common(state, sure)))

    return rule


class _Turns(NamedTuple):
    """The turns of a loop: a state of ``width`` flows goes round, and what is given out in each turn is stacked."""

    body: Body
    outer: Mapping[str, Flow]
    width: int

    def one_by_one(self, state: list[Flow], count: int) -> tuple[list[Flow], Any] | None:
        """Return what comes out of so many turns; None where they may end sooner."""
        stacked: list[Flow] = []
        total: Any = 0
        for number in range(count):
            turn = self._turn(Tensor((), (number,), INT64), state)
            if not known_number(turn.more):
                return None
            state = turn.state
            stacked = [merged(*pair) for pair in zip(stacked, turn.given, strict=True)] if number else turn.given
            total = None if total is None or turn.macs is None else total + turn.macs
        return [*state, *(_stacked(each, count) for each in stacked)], total

    def in_common(self, state: list[Flow], count: int | None) -> tuple[list[Flow], Any]:
        """Return what is so after any number of turns."""
        turn = _in_common(lambda state: self._turn(Tensor((), None, INT64), state), state)
        turns = count if known_number(turn.more) else None
        return [*turn.state, *(_stacked(each, turns) for each in turn.given)], _of_all(turn.macs, turns)

    def _turn(self, number: Tensor, state: list[Flow]) -> Turn:
        found, macs = self.body.run(self.outer, [number, Tensor((), (True,), BOOL), *state])
        return Turn(found[1 : self.width + 1], found[self.width + 1 :], macs, found[0] if found else None)


def scan(body: Body, attributes: Mapping[str, Any]) -> Rule:
    """Return the rule of a Scan: its inputs are the state, and then tensors of which each turn gets a slice."""

    def rule(operation: Operation, inputs: Inputs) -> Answer:
        count = attributes.get("num_scan_inputs", 0)
        flows: list[Flow] = [each if each is not None else Tensor(None) for each in inputs[: len(body.inputs)]]
        if operation.opset < 9 or not 0 < count <= len(flows):
            return Answer(tuple(Tensor(None) for _ in operation.names), None)
        width, outer = len(flows) - count, taken_from_outside(operation, inputs)
        length, parts = _sliced(flows[width:], attributes.get("scan_input_axes") or (0,) * count)

        def turn(state: list[Flow]) -> Turn:
            found, macs = body.run(outer, [*state, *parts])
            return Turn(found[:width], found[width:], macs)

        found = _in_common(turn, flows[:width])
        axes = attributes.get("scan_output_axes") or (0,) * len(found.given)
        stacked = [_stacked(each, length, axis) for each, axis in zip(found.given, axes, strict=False)]
        return answered(operation, [*found.state, *stacked], _of_all(found.macs, length))

    return rule


def _in_common(turn: Callable[[list[Flow]], Turn], state: list[Flow]) -> Turn:
    """Return a turn with the state that all turns have in common, unknown where these find nothing for long."""
    for _ in range(MOST_TURNS):
        found = turn(state)
        common = [merged(*pair) for pair in zip(state, found.state, strict=False)]
        if common == state:
            return found._replace(state=state)
        state = common
    return found._replace(state=[Tensor(None) for _ in state])


def _of_all(macs: Any, turns: Size) -> Any:
    """Return the multiply-adds of all turns."""
    return 0 if macs == 0 else None if macs is None or not is_known(turns) else macs * turns


def _sliced(flows: Several[Flow], axes: Several[int]) -> tuple[Size, list[Flow]]:
    """Return how many slices tensors have, and one slice of each."""
    length: Size = None
    parts: list[Flow] = []
    for flow, axis in zip(flows, axes, strict=False):
        shape = flow.shape if isinstance(flow, Tensor) else None
        if shape is None:
            parts.append(Tensor(None))
            continue
        place = normal_axis(axis, len(shape))
        length = shape[place] if length is None else length
        parts.append(Tensor((*shape[:place], *shape[place + 1 :]), None, flow.type))
    return length, parts


def _stacked(flow: Flow, count: Size, axis: int = 0) -> Flow:
    """Return what is given out in every turn, along an axis of its own."""
    if isinstance(flow, Sequence) or flow.shape is None:
        return flow if isinstance(flow, Sequence) else Tensor(None, None, flow.type)
    place = normal_axis(axis, len(flow.shape) + 1)
    return Tensor((*flow.shape[:place], count, *flow.shape[place:]), None, flow.type)
