"""``python -m shapecalc`` and the ``shapecalc`` command."""

from __future__ import annotations

import gc
import os
import sys

from shapecalc.errors import ShapecalcError


def main() -> None:
    """Run the command line; a user's mistake ends with exit code 2 and no traceback."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them costs more than all our models
    gc.disable()  # a short process that builds large models: collecting costs more than it frees
    from shapecalc.cli.app import app

    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except ShapecalcError as error:
        from shapecalc.render.problem import error_text

        sys.stdout.flush()
        sys.stderr.write(error_text(error) + "\n")
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on; what is left goes nowhere
        sys.exit(0)


if __name__ == "__main__":
    main()
