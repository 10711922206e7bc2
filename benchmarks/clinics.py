"""How long clinics' editions take, beside the slow way, Typst and the bare write: a part of `make bench`.

docs/SPEED.md says what is measured, why, and what was found. Each figure is of clinics that differ in every field, so
that nothing of one is kept for the next.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BENCH = Path(__file__).resolve().parent / "bench.py"
FORMS = {"screen": 1.0, "booklet": 3.0, "press": 3.0}   # ms of CPU for one more edition
TOGETHER = 20   # clinics in a task, as in brochure/batch
COLD_S, WRITES, MEMORY_MB = 5.0, 3.0, 200
COUNTS = (100, 300, 1000, 3000, 10_000)
HEAD = "id;name;unit;address;telephone;email;web;hours;booking"


def write_list(path: Path, count: int) -> Path:
    """Write a list of so many clinics, which differ in every field."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{HEAD}\n")
        for number in range(count):
            file.write(
                f"clinic-{number};Klinikk {number} fysioterapi;Avdeling {number} for kvinnehelse;"
                f"Storgata {number} | {number % 9000 + 1000} Moss;22 {number % 90 + 10} {number // 90 % 90 + 10} 00;"
                f"post{number}@example.no;www.example.no/{number};Mandag–fredag {number % 9}–16.{number % 60:02};"
                f"example.no/t/{number}\n")
    return path


def clinics(folder: Path, count: int) -> list[Any]:
    """Give so many clinics, read from a list."""
    from brochure.clinics import read_clinics

    return [listed.clinic for listed in read_clinics([write_list(folder / "some.csv", count)], ("nb", "nn", "en"))]


def printer(form: str, *, exact: bool = False) -> Any:
    """Give what makes the editions in Norwegian in a format."""
    from brochure.edition import read_source
    from brochure.editions import Editions, Shared
    from brochure.formats import FORMATS
    from brochure.project import Project

    project = Project(ROOT)
    return Editions(Shared(project, read_source(project, project.brochure(None))), "nb", FORMATS[form], exact=exact)


def one_more(folder: Path) -> Iterator[dict[str, Any]]:
    """One more edition, in ms of CPU: by template, and beside it laid out by a press that has done so before.

    By template twice: of as many clinics at a time as the command makes, and of one alone.
    """
    some = clinics(folder, 1700)
    for form, goal in FORMS.items():
        fast, exact = printer(form), printer(form, exact=True)
        assert fast.template
        slow = median(each(exact.edition, some[:4])[1:])
        together = each(partial(made, fast), tasks(some[100:1300]))
        alone = median(each(fast.edition, some[1300:]))
        ms = median(together) / TOGETHER
        yield {"name": f"one more, {form}", "ms": ms, "goal": f"≤ {goal:g} ms", "met": ms <= goal}
        yield {"name": f"… alone, {form}", "ms": alone, "goal": f"≤ {goal:g} ms", "met": alone <= goal}
        yield {"name": f"… laid out, {form}", "ms": slow, "goal": "", "met": None}


def made(editions: Any, some: list[Any]) -> None:
    """Make the editions of some clinics, as a worker does, which puts each away before the next."""
    for finish in editions.begun(some):
        finish()


def tasks(some: list[Any]) -> list[list[Any]]:
    """Give clinics as they are handed to a worker."""
    return [some[start:start + TOGETHER] for start in range(0, len(some), TOGETHER)]


def each(make: Callable[[Any], Any], some: list[Any]) -> list[float]:
    """Give the ms of CPU that each of some clinics takes."""
    times = []
    for clinic in some:
        begin = time.process_time()
        make(clinic)
        times.append(1000 * (time.process_time() - begin))
    return times


def typst(folder: Path) -> Iterator[dict[str, Any]]:
    """The same words with a clinic's imprint in Typst, in a process that has compiled them before (ms of CPU).

    Once anew, and once by a compiler that keeps what has not changed since the edition before; a task of ours for the
    screen is done in turn with it. Of both, all is counted from the clinic to the bytes, with the drawing of its code.
    """
    subprocess.run([sys.executable, BENCH, "--child", "export", folder], check=True)
    module, page, fonts = importlib.import_module("typst"), folder / "page.typ", [str(ROOT / "fonts")]
    text, compiler = page.read_text("utf-8"), module.Compiler(str(page), font_paths=fonts)
    claims = ["a-2a", "ua-1"]   # as ours
    ways: dict[str, Callable[[], Any]] = {
        "anew": lambda: module.compile(str(page), font_paths=fonts, pdf_standards=claims),
        "what has changed": lambda: compiler.compile(pdf_standards=claims)}

    def edition(again: Callable[[], Any], clinic: Any) -> None:
        page.write_text(f"{text}\n\n{in_typst(clinic, folder)}\n", "utf-8")
        again()

    fast, some = printer("screen"), tasks(clinics(folder, 2 * 34 * TOGETHER))
    for way, again in ways.items():
        found: list[tuple[float, float]] = []
        for _ in range(34):
            task = some.pop()
            [theirs] = each(partial(edition, again), task[:1])
            [ours] = each(partial(made, fast), [task])
            found.append((theirs, ours / TOGETHER))
        ratio = median(theirs / ours for theirs, ours in found[4:])
        yield {"name": f"Typst, {way}: {ratio:.0f} ×", "ms": median(theirs for theirs, _ in found[4:]),
               "goal": "≥ 20 ×", "met": ratio >= 20}


def in_typst(clinic: Any, folder: Path) -> str:
    """Give a clinic's imprint for Typst, with its links and its code, drawn into a folder over the one before."""
    from brochure.page.qr import booking_code

    words = [f"#link({json.dumps(field.link)}, {json.dumps(field.text)})" if field.link else
             f"#{json.dumps(field.text)}" for field in clinic.fields]
    code = folder / "code.svg"
    code.write_bytes(booking_code(clinic.named("booking")[0].link))
    return "\n\n".join([*words, f'#image("{code.name}", width: 24mm, alt: "Booking")'])


def batch(folder: Path, path: Path, *words: str) -> tuple[float, float]:
    """Print a list by the command; gives its time until the disk has all (s), and its largest process (MB)."""
    command = [sys.executable, "-m", "brochure", "--project", ROOT, "clinics", "build", path, "--quiet", "-o", folder,
               *words]
    program = ("import os, resource, subprocess, sys, time; begin = time.perf_counter()\n"
               "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
               "os.sync()\n"
               "print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    said = subprocess.run([sys.executable, "-c", program, *map(str, command)], check=True, stdout=subprocess.PIPE)
    seconds, memory = map(float, said.stdout.split())
    return seconds, memory * (1024 if sys.platform == "linux" else 1) / 1e6


def bare_write(made: Path, folder: Path) -> float:
    """Give how long it takes to write the same files, one after the other, in folders of the same names (s)."""
    files = [(path.relative_to(made), path.read_bytes()) for path in sorted(made.glob("*/*.pdf"))]
    os.sync()
    begin = time.perf_counter()
    for name, content in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    os.sync()
    return time.perf_counter() - begin


def forget(folder: Path) -> None:
    """Have files leave the memory, which are on the disk."""
    for path in folder.glob("*/*.pdf") if hasattr(os, "posix_fadvise") else ():
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def thousand(folder: Path, rounds: int) -> Iterator[dict[str, Any]]:
    """1,000 clinics in two languages, and the bare write of the same bytes in the same round, until the disk has them.

    Twice in a new process: without anything that is kept, and with the templates that are kept from the time before.
    Between them, what is in memory of the files is given back, since a virtual machine takes long to get memory that it
    never had; but none is deleted: for a minute, ext4 goes out of the way of files that were.
    """
    path = write_list(folder / "thousand.csv", 1000)
    found: dict[str, list[tuple[float, float, float]]] = {"cold": [], "another time": []}
    for number in range(rounds):
        shutil.rmtree(ROOT / "build/.cache/templates", ignore_errors=True)
        for way, told in found.items():
            made, bare = (folder / f"{way} {number}" / name for name in ("made", "bare"))
            os.sync()
            seconds, memory = batch(made, path, "--locale", "nb", "--locale", "en")
            forget(made)
            told.append((seconds, bare_write(made, bare), memory))
            forget(made)
            forget(bare)
    for way, told in found.items():
        seconds, memory = median(entry[0] for entry in told), median(entry[2] for entry in told)
        ratio = median(entry[0] / entry[1] for entry in told)
        yield {"name": f"1,000 × 2, {way}", "ms": 1000 * seconds, "goal": f"≤ {COLD_S:g} s", "met": seconds <= COLD_S}
        yield {"name": f"… {ratio:.1f} × the bare write", "ms": 1000 * median(entry[1] for entry in told),
               "goal": f"≤ {WRITES:g} ×", "met": ratio <= WRITES}
        yield {"name": f"… in {memory:.0f} MB", "ms": 0.0, "goal": f"≤ {MEMORY_MB} MB", "met": memory <= MEMORY_MB}


def line(folder: Path) -> list[tuple[int, float]]:
    """Give how long lists of several lengths take, in one language, from a cold start to the disk (s)."""
    found = []
    for count in COUNTS:
        shutil.rmtree(ROOT / "build/.cache/templates", ignore_errors=True)
        path = write_list(folder / "many.csv", count)
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            found.append((count, batch(Path(temporary), path, "--locale", "nb")[0]))
    return found


def plot(found: list[tuple[int, float]], path: Path) -> None:
    """Draw the time against the number of clinics."""
    from PIL import Image, ImageDraw, ImageFont

    face = ROOT / "fonts" / "FiraSans-Regular.ttf"
    font, ink, grey = ImageFont.truetype(str(face), 22), "#1d3557", "#c8d0da"
    image = Image.new("RGB", (1000, 620), "white")
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = 110, 60, 960, 520
    most = max(count for count, _ in found)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if step * 6 >= max(seconds for _, seconds in found))
    high = step * math.ceil(max(seconds for _, seconds in found) / step)

    def at(count: float, seconds: float) -> tuple[float, float]:
        return left + (right - left) * count / most, bottom - (bottom - top) * seconds / high

    for tick in range(0, high + 1, step):
        draw.line([at(0, tick), at(most, tick)], grey)
        draw.text((left - 14, at(0, tick)[1]), f"{tick} s", ink, font, anchor="rm")
    for tick in range(0, most + 1, most // 5):
        draw.text((at(tick, 0)[0], bottom + 16), f"{tick:,}", ink, font, anchor="mt")
    draw.text(((left + right) / 2, bottom + 56), "clinics, in one language, from a cold start to the disk", ink, font,
              anchor="mt")
    draw.line([at(*point) for point in found], ink, 3)
    free = left   # of what is written
    for point in found:
        x, y = at(*point)
        draw.ellipse([x - 6, y - 6, x + 6, y + 6], ink)
        if x > free and point[0] < most:   # below the line, which rises
            draw.text((x + 10, y + 6), told := f"{point[1]:.1f} s", ink, font, anchor="lt")
            free = x + 10 + font.getlength(told)
        elif point[0] == most:
            draw.text((x - 10, y - 14), f"{point[1]:.1f} s", ink, font, anchor="rb")
    image.save(path, optimize=True)


def main() -> int:
    """Measure, and print the table; with --plot, draw the line too."""
    parser = argparse.ArgumentParser(description="Time the editions of clinics.")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="rounds of the thousand clinics; 0: none")
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="time 100 to 10,000 clinics too, and draw them")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    missing, drawn = [], []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        found = list(one_more(folder))
        if importlib.util.find_spec("typst"):
            found += typst(folder)
        else:
            missing.append("Typst (pip install typst)")
        found += thousand(folder, options.runs) if options.runs else ()
        if options.plot:
            drawn = line(folder)
            plot(drawn, options.plot)
    for entry in found:
        verdict = entry["goal"] and f"{entry['goal']}: {'met' if entry['met'] else 'NOT MET'}"
        print(f"{entry['name']:36}{entry['ms']:10.2f} ms  {verdict}")
    for count, seconds in drawn:
        print(f"{count:>8,} clinics{seconds:31.2f} s")
    for name in missing:
        print(f"not installed, so not measured: {name}")
    if options.json:
        options.json.write_text(json.dumps({"rows": found, "line": drawn, "missing": missing,
                                            "cores": os.cpu_count()}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
