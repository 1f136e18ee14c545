"""``shapecalc solve --stages`` and ``--through``: chains of layers."""

from __future__ import annotations

from shapecalc.cli.output import show, write
from shapecalc.cli.solve_options import Given, View
from shapecalc.cli.solve_words import channels, settings, sizes, stages
from shapecalc.errors import ShapecalcError
from shapecalc.render.asked import Asked
from shapecalc.render.chains import ChainTable, chains_data, no_chain_lines
from shapecalc.solver.ask import ask
from shapecalc.solver.chain import MOST_STAGES, Chains, chains, shortest
from shapecalc.solver.cost import Plan, plan

LARGEST_KERNEL, LARGEST_STRIDE, USUAL_STRIDE = 7, 4, 2
"""The bounds that hold for a stage unless others are given; a shortest chain keeps to the usual stride."""


def show_chain(given: Given, view: View) -> bool:
    """Show the cheapest chains, or how far they reach; tell whether there is one."""
    size, out = sizes(given.size, "size"), sizes(given.out, "out")
    if not (isinstance(size, int) and isinstance(out, int)):
        raise ShapecalcError("a chain goes from one size to one size", fix="ask axis by axis", path=("size",))
    paid = channels(given.channels)
    found = _found(size, out, given, paid)
    steps, name = plan(paid, found.ops), f"{size} -> {out}"
    asked = Asked(name, given.framework, None, sized=True, ascii_only=view.ascii_only)
    if view.json:
        from shapecalc.render.solution_json import head, text

        write([text({**head(size, out, None), **chains_data(found, steps, view.top)})])
    elif not found.number:
        write([f"no chain for {name}", *no_chain_lines(found)])
    else:
        show(ChainTable(found, asked, steps, view.top, _place(view.why, found)))
    return found.number > 0


def _place(why: int | None, found: Chains) -> int:
    """Return which chain's code is shown."""
    if why is not None and why > len(found.cheapest):
        raise ShapecalcError(f"why is {why}", why=f"there are {len(found.cheapest)} chains to show", path=("why",))
    return why or 1


def _found(size: int, out: int, given: Given, paid: Plan | None) -> Chains:
    """Return the chains that are asked for; where the shortest is, and there is none, those of the most stages."""
    pins, limits = settings(given)
    word = given.op or ("transpose" if out > size else "conv")
    ops = stages(given.stages, given.through, word)
    stride = LARGEST_STRIDE if ops else USUAL_STRIDE
    limits = limits._replace(
        max_kernel=LARGEST_KERNEL if limits.max_kernel is None else limits.max_kernel,
        max_stride=stride if limits.max_stride is None else limits.max_stride,
    )
    question = ask(size, out, ops[0] if ops else word, pins, limits, given.framework)
    if ops is not None:
        return chains(question, ops, plan(paid, ops))
    best = shortest(question, word, paid)
    return best or chains(question, (word,) * MOST_STAGES, None, known=True)
