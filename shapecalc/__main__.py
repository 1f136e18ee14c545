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
    code = run()
    sys.stderr.flush()
    os._exit(code)


def run() -> int:
    """Run the command line and return the exit code; a user's mistake ends with 2 and no traceback."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them costs more than all our models
    gc.disable()  # a short process that builds large models: collecting costs more than it frees
    from shapecalc.cli import command_line

    sys.stdout = sys.stdout or io.StringIO()  # None when the shell closed it
    code = 0
    try:
        try:
            code = command_line.run(sys.argv[1:])
        finally:
            sys.stdout.flush()
    except ShapecalcError as error:
        from shapecalc.cli.output import complain

        complain(error)
        return 2
    except OSError as error:
        if error.filename is not None:  # a file's, and no user's mistake; a stream that fails has no name
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to write goes nowhere
        if isinstance(error, BrokenPipeError):  # who reads has seen enough
            return code
        sys.stderr.write(f"error: standard output cannot be written\n  why:   {error.strerror}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    main()
