"""``python -m shapecalc`` and the ``shapecalc`` command."""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import NoReturn

from shapecalc.errors import ShapecalcError


def main() -> NoReturn:
    """Run the command line as a process of its own, and leave at once.

    Everything is written and flushed by then, and taking 300 modules apart costs more than reading a model.
    """
    try:
        run()
    except SystemExit as done:
        sys.stderr.flush()
        os._exit(int(done.code or 0))


def run() -> NoReturn:
    """Run the command line and raise ``SystemExit``; a user's mistake ends with code 2 and no traceback."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them costs more than all our models
    gc.disable()  # a short process that builds large models: collecting costs more than it frees
    from shapecalc.cli.app import app_for

    sys.stdout = sys.stdout or io.StringIO()  # None when the shell closed it
    try:
        try:
            sys.exit(app_for(sys.argv[1:])())
        finally:
            sys.stdout.flush()
    except ShapecalcError as error:
        from shapecalc.render.problem import error_text

        sys.stderr.write(error_text(error) + "\n")
        sys.exit(2)
    except OSError as error:
        if error.filename is not None:  # a file's, and no user's mistake; a stream that fails has no name
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to write goes nowhere
        if isinstance(error, BrokenPipeError):
            sys.exit(0)
        sys.stderr.write(f"error: standard output cannot be written\n  why:   {error.strerror}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
