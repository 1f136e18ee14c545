"""A mistake as four lines: what, where, why with the numbers, how to mend it."""

from __future__ import annotations

from collections.abc import Iterator

from shapecalc.errors import Problem, ShapecalcError


def problem_lines(problem: Problem) -> Iterator[str]:
    r"""Yield the lines of one mistake; a part that is not known is left out.

    >>> from shapecalc.errors import Problem
    >>> print(*problem_lines(Problem("stride is 0", why="a window must move", place="net.yaml:3:5")), sep="\n")
    error: stride is 0
      where: net.yaml:3:5
      why:   a window must move
    """
    where = ", ".join(part for part in (problem.place, f"node {problem.node}" if problem.node else "") if part)
    yield f"error: {problem.what}"
    for title, text in (("where", where), ("why", problem.why), ("fix", problem.fix)):
        if text:
            yield f"  {title + ':':6} {text}"


def error_text(error: ShapecalcError) -> str:
    """Return all mistakes of an error, a blank line between them, and their number when there are several."""
    texts = ["\n".join(problem_lines(problem)) for problem in error.problems]
    if len(texts) > 1:
        texts.append(f"{len(texts)} errors")
    return "\n\n".join(texts)
