"""The verb `locale`: what a translator does with a language. Each of its verbs is a module here."""

from __future__ import annotations

import argparse
import importlib

SUMMARY = "add a language, keep it up to date, check it, and sign it off"
# The modules of this package, in the order of the help; each has SUMMARY, declare and run.
VERBS: tuple[str, ...] = ("init", "update", "status", "check", "watch", "export", "import_", "pseudo", "proof",
                          "approve", "withdraw")


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare the verbs of a language."""
    from brochure.cli.terminal import add_verb

    verbs = verb.add_subparsers(metavar="VERB", dest="locale_verb", required=True)
    for name in VERBS:
        add_verb(verbs, name.rstrip("_"), importlib.import_module(f"{__name__}.{name}"))
