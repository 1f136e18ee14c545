"""A mistake as four lines: what, where, why with the numbers, how to mend it."""

from __future__ import annotations

from collections.abc import Iterator

from shapecalc.errors import Problem, ShapecalcError

MOST_CHARACTERS = 800
MOST_PROBLEMS = 100


def problem_lines(problem: Problem, width: int | None = None) -> Iterator[str]:
    r"""Yield the lines of one mistake; a part that is not known is left out.

    In a terminal of some ``width`` what is longer goes on below its beginning; a name or a path is never broken.

    >>> from shapecalc.errors import Problem
    >>> print(*problem_lines(Problem("stride is 0", why="a window must move", place="net.yaml:3:5")), sep="\n")
    error: stride is 0
      where: net.yaml:3:5
      why:   a window must move
    >>> print(*problem_lines(Problem("kernel_size is 0", why="it must be a whole number"), 27), sep="\n")
    error: kernel_size is 0
      why:   it must be a whole
             number
    """
    where = ", ".join(part for part in (problem.place, f"node {problem.node}" if problem.node else "") if part)
    yield from _hanging("error: ", problem.what, width)
    for title, text in (("where", where), ("why", problem.why), ("fix", problem.fix)):
        if text:
            yield from _hanging(f"  {title + ':':6} ", text, width)
    for other in problem.others:
        yield from _hanging("         or ", other, width)


def _hanging(lead: str, text: str, width: int | None) -> Iterator[str]:
    text = _one_line(text)
    if width is None or len(lead) + len(text) <= width:
        yield lead + text
        return
    from textwrap import TextWrapper

    lines = TextWrapper(width, lead, " " * len(lead), break_long_words=False, break_on_hyphens=False)
    yield from lines.wrap(text)


def _one_line(text: str) -> str:
    """Return a text without what would move a terminal's cursor, and cut in the middle where it is very long."""
    if len(text) > MOST_CHARACTERS:
        text = f"{text[: MOST_CHARACTERS // 2]} ... {text[-MOST_CHARACTERS // 2 :]}"
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def error_text(error: ShapecalcError, width: int | None = None) -> str:
    """Return all mistakes of an error, a blank line between them, and their number when there are several."""
    texts = ["\n".join(problem_lines(problem, width)) for problem in error.problems[:MOST_PROBLEMS]]
    count = len(error.problems)
    if count > 1:
        texts.append(f"{count:,} errors" + (f", the first {MOST_PROBLEMS} shown" if count > MOST_PROBLEMS else ""))
    return "\n\n".join(texts)
