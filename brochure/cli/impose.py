"""The verb `impose`: any PDF of single pages becomes a booklet."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from brochure.cli.terminal import folding, shown
from brochure.errors import Exit, UsageError

SUMMARY = "make a booklet of any PDF: sheets with two pages a side, to fold and staple"
_LARGEST = 500_000_000   # bytes


def declare(verb: argparse.ArgumentParser) -> None:
    """Declare what the verb understands."""
    verb.add_argument("file", type=Path, metavar="FILE.pdf", help="the PDF, with pages of one size in reading order")
    verb.add_argument("--paper", choices=("a4", "letter"), default="a4", help="the paper of the sheets (default: a4)")
    verb.add_argument("--rtl", action="store_true", help="the pages are read from right to left")
    verb.add_argument("--creep", type=float, metavar="MM", default=0.0,
                      help="move the pages of each sheet further in this much more towards the fold")
    verb.add_argument("--ticks", action="store_true", help="light marks where to fold and to staple")
    verb.add_argument("-o", "--output", type=Path, metavar="FILE",
                      help="the file to write (default: FILE-booklet.pdf, beside the other)")


def run(options: argparse.Namespace) -> int:
    """Impose the file; gives the exit code."""
    from brochure.files import read_bytes, write_whole
    from brochure.sheets import PAPERS, impose

    source: Path = options.file
    content = read_bytes(source, str(source), _LARGEST)
    output: Path = options.output or source.with_name(f"{source.stem}-booklet.pdf")
    if output.exists() and output.samefile(source):
        raise UsageError(f"{output} is the file itself", None, "Choose another name with -o.")
    paper = PAPERS[options.paper]
    made = impose(content, str(source), paper, right_to_left=options.rtl, creep=options.creep, ticks=options.ticks)
    write_whole(output, made.content)
    if options.json:
        told = {name: value for name, value in asdict(made).items() if name != "content"}
        print(json.dumps({"file": str(output), "paper": paper.name, **told}, indent=2, ensure_ascii=False))
    elif not options.quiet:
        print(f"{shown(output)}: {made.pages} pages on {paper.name}, {len(made.content) / 1000:.0f} kB")
        print(f"  {folding(made.sheets)}")
        if made.blank:
            print(f"  blank pages added at the end: {made.blank}")
        if made.scale < 1:
            print(f"  the pages are larger than half the paper, and are printed at {made.scale:.0%}")
    return Exit.DONE
