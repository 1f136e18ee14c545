"""A sequence read step by step by a cell, or by several, each of them fed by the one before.

>>> from shapecalc.layers.recurrent_cell import RecurrentCell
>>> cells = (RecurrentCell(cell="lstm", units=16), RecurrentCell(cell="gru", units=4))
>>> layer = StepByStep(cell=cells, return_state=True)
>>> layer.output((None, 5, 8)), layer.macs((None, 5, 8))
([(None, 4), (None, 16), (None, 16), (None, 4)], 8880)
>>> [weight.name for weight in layer.weights((None, 5, 8))][2:4]
['0/bias', '1/kernel']
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import InstanceOf

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import OF_STEPS
from shapecalc.layers.layer import Inner, Layer, Output, Weight, placed
from shapecalc.layers.recurrent import fixed_batch
from shapecalc.shape import Shape, times, wrong_rank


class StepByStep(Layer):
    """The input is (batch, steps, features); out comes the last cell's output of the last step.

    ``return_sequences`` gives it of every step, and with ``return_state`` the states of all cells follow. ``cell`` is
    one cell, or several on top of each other. A ``stateful`` layer goes on from the batch before.
    """

    inputs: ClassVar[tuple[int, int | None]] = (1, None)
    nested: ClassVar[tuple[str, ...]] = ("cell",)
    workspace: ClassVar[str] = OF_STEPS
    cell: InstanceOf[Inner] | tuple[InstanceOf[Inner], ...]
    return_sequences: bool = False
    return_state: bool = False
    stateful: bool = False

    def output(self, x: Shape, *_: Shape) -> Output:
        if self.stateful:
            fixed_batch(x[:1])
        states = [state for _, found in self._steps(x) for state in found]
        last = self._steps(x)[-1][1][0]
        outputs = (*x[:2], *last[1:]) if self.return_sequences else last
        return [outputs, *states] if self.return_state else outputs

    def weights(self, x: Shape, *_: Shape) -> tuple[Weight, ...]:
        arrays = [cell.weights(step) for cell, (step, _) in zip(self._cells, self._steps(x), strict=True)]
        if len(arrays) == 1:
            return arrays[0]
        return tuple(weight for number, each in enumerate(arrays) for weight in placed(each, str(number)))

    def macs(self, x: Shape, *_: Shape) -> int | None:
        one = [cell.macs(step) for cell, (step, _) in zip(self._cells, self._steps(x), strict=True)]
        known = [macs for macs in one if macs is not None]
        return times(x[1], sum(known)) if len(known) == len(one) else None

    @property
    def _cells(self) -> tuple[Inner, ...]:
        return (self.cell,) if isinstance(self.cell, Inner) else self.cell

    def _steps(self, x: Shape) -> list[tuple[Shape, list[Shape]]]:
        """Return what each cell is fed in one step, and the states that it makes of it; the first is its output."""
        if not self._cells:
            raise ShapecalcError("there is no cell", fix="give one, or a list of them", path=("cell",))
        if len(x) != 3:
            raise wrong_rank(x, 3)
        fed: Shape = (x[0], *x[2:])
        found: list[tuple[Shape, list[Shape]]] = []
        for cell in self._cells:
            output = cell.output(fed)
            states = [shape for shape in output if shape is not None] if isinstance(output, list) else [output]
            found.append((fed, states))
            fed = states[0]
        return found
