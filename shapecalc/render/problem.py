"""A mistake as four lines: what, where, why with the numbers, how to mend it."""

from __future__ import annotations

from collections.abc import Iterator

from shapecalc.errors import Problem, ShapecalcError

MOST_CHARACTERS = 800
MOST_PROBLEMS = 100


def problem_lines(problem: Problem) -> Iterator[str]:
    r"""Yield the lines of one mistake; a part that is not known is left out.

    >>> from shapecalc.errors import Problem
    >>> print(*problem_lines(Problem("stride is 0", why="a window must move", place="net.yaml:3:5")), sep="\n")
    error: stride is 0
      where: net.yaml:3:5
      why:   a window must move
    """
    where = ", ".join(part for part in (problem.place, f"node {problem.node}" if problem.node else "") if part)
    yield f"error: {_one_line(problem.what)}"
    for title, text in (("where", where), ("why", problem.why), ("fix", problem.fix)):
        if text:
            yield f"  {title + ':':6} {_one_line(text)}"
    yield from (f"         or {_one_line(other)}" for other in problem.others)


def _one_line(text: str) -> str:
    """Return a text without what would move a terminal's cursor, and cut in the middle where it is very long."""
    if len(text) > MOST_CHARACTERS:
        text = f"{text[: MOST_CHARACTERS // 2]} ... {text[-MOST_CHARACTERS // 2 :]}"
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def error_text(error: ShapecalcError) -> str:
    """Return all mistakes of an error, a blank line between them, and their number when there are several."""
    texts = ["\n".join(problem_lines(problem)) for problem in error.problems[:MOST_PROBLEMS]]
    count = len(error.problems)
    if count > 1:
        texts.append(f"{count:,} errors" + (f", the first {MOST_PROBLEMS} shown" if count > MOST_PROBLEMS else ""))
    return "\n\n".join(texts)
