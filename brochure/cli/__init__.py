"""The command: verbs become calls. The only package that prints or exits; each verb is a module of it."""

from __future__ import annotations

import argparse
import atexit
import errno
import gc
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import NoReturn, TextIO, cast

from brochure import __version__
from brochure.cli.terminal import Output, add_verb, print_faults
from brochure.errors import BrochureError, Exit, Fault, UsageError, close, nearest
from brochure.files import reason

# The modules of this package that are verbs, in the order of the help; each has SUMMARY, declare and run.
_VERBS = ("build", "release", "check", "fit", "list", "impose", "jobsheet", "clinics", "locale", "doctor")
# Verbs at whose end the process has so much in memory that giving it back piece by piece takes 0.15 s.
_LARGE = ("build", "release")
# What stands in the way of the result, and is no fault of the program: nobody reads it, or the disk is full.
_NO_ROOM = (errno.EPIPE, errno.ENOSPC, errno.EDQUOT)


# Verbs that sign, or take back: nobody is to say them because a hint did.
_GRAVE = ("approve", "withdraw")
_ELSEWHERE = {"waive": "A finding is let be in a file beside the words: docs/CHECKS.md shows how."}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        hint = f"“{self.prog} --help” tells how it is called."
        words = message.partition("invalid choice: ")[2].split("'")
        if len(words) > 1 and message.startswith("argument VERB"):
            message, verbs = f"there is no “{words[1]}”", words[3::2]
            hint = nearest(words[1], verbs) if not {*close(words[1], verbs)} & {*_GRAVE} else \
                f"Known are: {', '.join(verbs)}."
            hint = _ELSEWHERE.get(words[1], hint)
        raise UsageError(message, None, hint)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with its arguments; gives the exit code."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:   # it was closed, as for what is begun by a clock; nobody listens
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    # Messages and file names are UTF-8 whatever the machine's locale is.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    code: int = Exit.INPUT   # of what breaks off
    try:
        with redirect_stdout(cast("TextIO", Output(sys.stdout))):
            code = _run(arguments)
            sys.stdout.flush()
        return code
    except OSError as error:
        # What is still to be written would fail again when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return code
        print_faults([Fault(f"the result cannot be written: {reason(error)}", None,
                            "Make room, or have it written to another place.")])
        return Exit.INPUT


def _run(arguments: Sequence[str] | None) -> int:
    """Run the command; gives the exit code. Raises OSError where the result cannot be written."""
    try:
        options = _parser().parse_args(arguments)
        if arguments is None and options.verb in _LARGE:
            # This is the whole process, and its end gives everything back at once.
            gc.disable()
            atexit.register(gc.freeze)
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except SystemExit as end:   # the help was asked for, or the version
        return int(end.code or Exit.DONE)
    except BrochureError as error:
        print_faults(error.faults)
        return error.exit
    except KeyboardInterrupt:
        print("brochure: stopped; what was not finished is as it was before", file=sys.stderr)
        return Exit.INTERRUPTED
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise
        traceback.print_exc()
        print("brochure: this is a fault of the program, not of your files; please report it with the lines above",
              file=sys.stderr)
        return Exit.BUG


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="brochure", description="Print patient brochures from structured content, in every language.",
                     epilog="Exit codes: 0 done, 1 the input is at fault, 2 wrong use, 3 a check failed, "
                            "4 a tool or library is missing, 70 a fault of the program, 130 stopped with Ctrl-C.")
    parser.add_argument("--version", action="version", version=f"brochure {__version__}")
    parser.add_argument("--project", type=Path, metavar="DIR",
                        help="the project's folder (default: the one you are in)")
    verbs = parser.add_subparsers(metavar="VERB", dest="verb", required=True)
    for name in _VERBS:
        add_verb(verbs, name, importlib.import_module(f"{__name__}.{name}"))
    return parser
