"""``shapecalc solve --stages`` and ``--through``: chains of layers."""

from __future__ import annotations

from shapecalc.cli.output import show, write
from shapecalc.cli.solve_options import Given, View
from shapecalc.cli.solve_words import channels, pair, sizes, stages
from shapecalc.errors import ShapecalcError
from shapecalc.render.asked import Asked
from shapecalc.solver import Limits, Pins
from shapecalc.solver.ask import ask, usual_op
from shapecalc.solver.chain import MOST_STAGES, Chains, Route, best
from shapecalc.solver.code import RANK


def show_chain(given: Given, view: View) -> bool:
    """Show the cheapest chains, or why there is none; tell whether there is one."""
    if given.op == "all":
        return _show_families(given, view)
    found = best(route(given))
    if view.json:
        _as_json(found, view)
    elif found.number:
        from shapecalc.render.chains import ChainTable

        place = _place(view.why, found)
        name = f"{found.route.size} -> {found.route.out}"
        show(ChainTable(found, Asked(name, given.framework, ascii_only=view.ascii_only), view.top, place))
    else:
        from shapecalc.render.chain_reasons import no_chain_lines
        from shapecalc.solver.chain.reason import explain
        from shapecalc.solver.chain.relax import relaxed

        write(no_chain_lines(found.route, explain(found.route), tuple(relaxed(found.route))))
    return found.number > 0


def _as_json(found: Chains, view: View) -> None:
    from shapecalc.render.chain_json import chains_data, no_chain_data
    from shapecalc.render.solution_json import text

    if view.why is not None and found.number:
        place = _place(view.why, found)
        chosen = found._replace(cheapest=found.cheapest[place - 1 : place])
        data = {**chains_data(chosen, view.top), "place": place}
    else:
        data = chains_data(found, view.top)
    if not found.number:
        from shapecalc.solver.chain.reason import explain
        from shapecalc.solver.chain.relax import relaxed

        data["reason"] = no_chain_data(found, explain(found.route), tuple(relaxed(found.route)))
    write([text(data)])


def _show_families(given: Given, view: View) -> bool:
    """Show the ways to upsample by so many stages."""
    from shapecalc.cli.solve_parts import USUAL_CHANNELS
    from shapecalc.render.comparison import comparison_data, comparison_lines
    from shapecalc.solver.chain.families import families

    size, out = ends(given)
    if given.through:
        raise _both("all", "name one layer for each stage")
    if kept := [name for name, value in (given.pins._asdict() | given.limits._asdict()).items() if value is not None]:
        raise ShapecalcError(
            f"{kept[0]} is kept", why="the usual layers are compared", fix="leave it out", path=(kept[0],)
        )
    many = stages(given.stages, None, "transpose")
    paid = pair(given.channels) or USUAL_CHANNELS
    found = families(size, out, None if many is None else len(many), paid, RANK, given.framework)
    if view.json:
        from shapecalc.render.solution_json import head, text

        write([text({**head(size, out, None), "comparison": comparison_data(found)})])
    else:
        steps = len(found.ways[0].stages) // 2
        name = f"{size} -> {out} in {steps} stage{'s' * (steps > 1)}"
        write(comparison_lines(found, name, ascii_only=view.ascii_only))
    return True


def ends(given: Given) -> tuple[int, int]:
    """Return the first and the last size of a chain."""
    size, out = sizes(given.size, "size"), sizes(given.out, "out")
    if not (isinstance(size, int) and isinstance(out, int)):
        raise ShapecalcError("a chain goes from one size to one size", fix="ask axis by axis", path=("size",))
    ask(size, out, None, Pins(), Limits(), given.framework)  # which refuses what is no size
    return size, out


def _both(op: str, fix: str) -> ShapecalcError:
    return ShapecalcError(f"op is {op!r}, and through names the layers", fix=fix, path=("op",))


def route(given: Given) -> Route:
    """Return what is asked for: so many stages of a kind, stages by their kinds, or as few of a kind as do."""
    size, out = ends(given)
    word = given.op or usual_op(size, out)
    ops = stages(given.stages, given.through, word)
    if given.op and given.through:
        raise _both(given.op, "leave --op or --through out")
    known, paid = ops is None, channels(given.channels)
    return Route(size, out, ops or (word,) * MOST_STAGES, given.pins, given.limits, given.framework, paid, known=known)


def _place(why: int | None, found: Chains) -> int:
    """Return which chain's code is shown."""
    if why is not None and why > len(found.cheapest):
        raise ShapecalcError(f"why is {why}", why=f"there are {len(found.cheapest)} chains to show", path=("why",))
    return why or 1
