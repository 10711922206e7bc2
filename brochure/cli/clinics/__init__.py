"""The verb `clinics`: what is done with a list of clinics. Each of its verbs is a module here."""

from __future__ import annotations

import argparse
import importlib

SUMMARY = "make a list of clinics to fill in, look whether it can be printed, and print it"
# The modules of this package, in the order of the help; each has SUMMARY, declare and run.
VERBS: tuple[str, ...] = ("template", "check", "build")


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what is done with a list."""
    from brochure.cli.terminal import add_verb

    verbs = verb.add_subparsers(metavar="VERB", dest="clinics_verb", required=True)
    for name in VERBS:
        add_verb(verbs, name, importlib.import_module(f"{__name__}.{name}"))
