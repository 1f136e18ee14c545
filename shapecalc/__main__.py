"""``python -m shapecalc`` and the ``shapecalc`` command."""

from __future__ import annotations

import gc
import io
import os
import sys

from shapecalc.errors import ShapecalcError


def main() -> None:
    """Run the command line; a user's mistake ends with exit code 2 and no traceback."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them costs more than all our models
    gc.disable()  # a short process that builds large models: collecting costs more than it frees
    from shapecalc.cli.command_line import run

    sys.stdout = sys.stdout or io.StringIO()  # None when the shell closed it
    code = 0
    try:
        try:
            code = run(sys.argv[1:])
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
        if isinstance(error, BrokenPipeError):  # who reads has seen enough
            sys.exit(code)
        sys.stderr.write(f"error: standard output cannot be written\n  why:   {error.strerror}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(code)


if __name__ == "__main__":
    main()
