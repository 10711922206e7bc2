"""How long a brochure takes, beside the plain `weasyprint` command, Chromium and Typst: `make bench`.

Whole processes, one of each kind in turn, round after round: a machine that slows down slows all of them, so that the
ratios hold. docs/SPEED.md says what is measured, why, and what was found. Needs nothing but the project; a peer that is
not installed is left out, and told.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
BROCHURE, LOCALE = "bekkenleddsmerter", "nb"
TWO = ("nb", "en")   # named, so that a new language does not change what is measured
LIMIT_MB = 110


@dataclass
class Row:
    """One kind of run: its command, given a fresh folder; its goal, if any, in s or as a share of the plain command."""

    name: str
    command: Callable[[Path], Sequence[str | Path]]
    share: float = 0
    seconds: float = 0
    limit: float = LIMIT_MB
    inside: bool = False   # the process says itself how long the part of it took that counts
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether it has a goal: the peers have none, nor has what only stands beside another row."""
        return bool(self.share or self.seconds)


def rows(peers: Path) -> tuple[list[Row], list[str]]:
    """Give the kinds of runs, the plain command first, and the peers that are not installed."""
    ours: list[str | Path] = ["--project", ROOT, "build", "--quiet", "-o"]
    child: list[str | Path] = [sys.executable, __file__, "--child"]
    found = [
        Row("weasyprint, the command", lambda out: [BIN / "weasyprint", "--quiet", "--pdf-variant", "pdf/a-2a",
                                                    peers / "page.html", out / "page.pdf"]),
        Row(f"{LOCALE}, cold", lambda out: [BIN / "brochure", *ours, out, LOCALE], share=0.75),
        Row(f"{LOCALE}, cold, no checks", lambda out: [*child, "unchecked", *ours, out, LOCALE], share=0.75),
        Row("two languages, cold", lambda out: [BIN / "brochure", *ours, out, *TWO], share=1.15),
        Row("two languages, no checks", lambda out: [*child, "unchecked", *ours, out, *TWO], share=1.15),
        Row("all formats, cold", lambda out: [BIN / "brochure", *ours, out, *TWO, "--format", "all"]),
        Row("all formats, no checks", lambda out: [*child, "unchecked", *ours, out, *TWO, "--format", "all"], share=4),
        Row("unchanged", lambda _: [BIN / "brochure", *ours, peers / "kept", LOCALE], seconds=0.25),
        Row("make, a second time", lambda _: ["make", "--directory", ROOT], seconds=0.25),
        Row("check, one file, no Java", lambda _: [BIN / "brochure", "--project", ROOT, "check", "--quiet", "--no-java",
                                                   peers / "kept" / f"{BROCHURE}-{LOCALE}.pdf"],
            seconds=1.0, limit=200),
        Row("warm, again in process", lambda _: [*child, "warm"], share=0.4, inside=True),
        Row("locale check, one language", lambda _: [BIN / "brochure", "--project", ROOT, "locale", "check", "--quiet",
                                                     "nn"], seconds=1.5, limit=200),
        Row("locale update, after an edit", lambda _: [*child, "edit"], seconds=0.3, inside=True),
        Row("saved, pages again, in process", lambda _: [*child, "save"], seconds=0.5, inside=True, limit=200),
        Row("imposition, in process", lambda _: [*child, "impose"], seconds=0.05, inside=True),
        Row("PDF/X-4, in process", lambda _: [*child, "finish"], seconds=0.05, inside=True),
    ]
    missing = []
    if chromium := next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None):
        found.append(Row("Chromium", lambda out: [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", f"--user-data-dir={out}", "--no-pdf-header-footer",
            f"--print-to-pdf={out / 'page.pdf'}", (peers / "page.html").as_uri()]))
    else:
        missing.append("Chromium")
    if importlib.util.find_spec("typst"):
        found.append(Row("Typst", lambda out: [*child, "typst", peers / "page.typ", out / "page.pdf"]))
    else:
        missing.append("Typst (pip install typst)")
    return found, missing


def run(row: Row, folder: Path) -> None:
    """Run a kind once, and note its time in s, and the memory of its largest process in MB."""
    command = [str(part) for part in row.command(folder)]
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    assert process.stdout
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"bench: this failed with {process.returncode}: {' '.join(command)}")
    row.wall.append(float(said) if row.inside else wall)
    row.cpu.append(usage.ru_utime + usage.ru_stime)
    row.memory.append(usage.ru_maxrss * (1024 if sys.platform == "linux" else 1) / 1e6)


# --- what runs in a process of its own, so that this one stays small: it counts in the memory of those it starts -----


def child(part: str, *arguments: str) -> int:
    """Do one of these parts; gives the exit code."""
    if part == "unchecked":
        return unchecked(arguments)
    if part == "export":
        export(Path(arguments[0]))
    elif part == "warm":
        print(warm())
    elif part == "edit":
        print(edit())
    elif part == "save":
        print(saving())
    elif part == "impose":
        print(imposition())
    elif part == "finish":
        print(finishing())
    else:
        typst = importlib.import_module("typst")
        typst.compile(arguments[0], output=arguments[1], font_paths=[str(ROOT / "fonts")])
    return 0


def unchecked(arguments: Sequence[str]) -> int:
    """Run the command as it is, but without the checks of the claims: `build(..., checks=False)`."""
    from functools import partial

    from brochure import build, cli

    vars(build)["build"] = partial(build.build, checks=False)
    sys.argv[1:] = arguments
    return cli.main()


def desk_with(press: Any, form: str = "screen") -> tuple[Any, Any]:
    """Give the edition on its desk in a format, and its fit; without a press, a real one is taken."""
    from brochure.desk import Desk
    from brochure.edition import read_source
    from brochure.formats import FORMATS
    from brochure.press import Press
    from brochure.project import Project

    project = Project(ROOT)
    source = read_source(project, project.brochure(None))
    desk = Desk(project, source, LOCALE, FORMATS[form], press or Press(project.fonts, project.cache))
    return desk, desk.fit()


def warm() -> float:
    """Give how long it takes to set and write the edition again, with a press that has done so: median, in s."""
    from statistics import median

    desk, fit = desk_with(None)
    times = []
    for _ in range(4):
        begin = time.perf_counter()
        desk.proof(fit).pdf()
        times.append(time.perf_counter() - begin)
    return median(times[1:])


def edit() -> float:
    """Edit a sentence of the source, and give how long the command `locale update` takes then (s)."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        copied(folder)
        content = folder / "content" / f"{BROCHURE}.yaml"
        text = content.read_text("utf-8")
        edited = text.replace("Smertene er ikke farlige", "Smertene er sjelden farlige")
        assert edited != text
        content.write_text(edited, "utf-8")
        begin = time.perf_counter()
        subprocess.run([BIN / "brochure", "--project", folder, "locale", "update", "--quiet"], check=True)
        return time.perf_counter() - begin


def copied(folder: Path) -> None:
    """Copy what a project is made of into a folder, which may be written to."""
    for part in ("content", "locales", "layouts", "fonts", "images", "profiles"):
        shutil.copytree(ROOT / part, folder / part)


def saving() -> float:
    """Give how long it takes until a translator who has saved has the pages anew (`locale watch`): median, in s."""
    from statistics import median

    from brochure.project import Project
    from brochure.watching import Watch

    times = []
    with tempfile.TemporaryDirectory() as temporary:
        project = Project(Path(temporary))
        copied(project.root)
        watch = Watch(project, BROCHURE, "en", project.output)
        catalogue = project.locales / "en" / "LC_MESSAGES" / f"{BROCHURE}.po"
        text = catalogue.read_text("utf-8")
        for number in range(6):
            catalogue.write_text(f"{text}\n# save {number}\n", "utf-8")
            begin = time.perf_counter()
            assert watch.look()
            times.append(time.perf_counter() - begin)
    return median(times[1:])


def imposition() -> float:
    """Give how long it takes to make sheets of the edition's pages: median, in s."""
    from statistics import median

    from brochure.sheets import impose

    desk, fit = desk_with(None)
    pages = desk.proof(fit).pdf(tagged=False)
    times = []
    for _ in range(10):
        begin = time.perf_counter()
        impose(pages, LOCALE)
        times.append(time.perf_counter() - begin)
    return median(times[1:])


def finishing() -> float:
    """Give how long it takes to make PDF/X-4 of the edition's pages, the profile included: median, in s."""
    from statistics import median

    from brochure.finish import finish
    from brochure.profiles import read_profile

    desk, fit = desk_with(None, "press")
    content, project = desk.proof(fit).pdf(tagged=False), desk.project
    times = []
    for _ in range(6):
        begin = time.perf_counter()
        finish(content, read_profile(project.profiles, project.root), marks=True)
        times.append(time.perf_counter() - begin)
    return median(times[1:])


class _Recorder:
    """Takes what a press would print."""

    def lay_out(self, html: str, sheets: Sequence[Any], resources: dict[str, bytes]) -> None:
        self.html, self.css, self.resources = html, [sheet.css for sheet in sheets], resources


def export(folder: Path) -> None:
    """Write the page for the peers: HTML, CSS with the same typefaces, the pictures as files, and text for Typst."""
    recorder = _Recorder()
    desk, fit = desk_with(recorder)
    desk.lay_out(fit.size, fit.drawings)
    for name, content in recorder.resources.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    fonts = desk.edition.locale.fonts
    faces = [f'@font-face {{ font-family: "{name}"; font-weight: {face.weight}; font-style: {face.style}; '
             f'src: url("{face.path.as_uri()}") }}' for name in fonts for face in desk.source.families[name].faces]
    (folder / "page.css").write_text("\n".join([*faces, *recorder.css]))
    html = recorder.html.replace("brochure:", "").replace("</head>", '<link rel="stylesheet" href="page.css"></head>')
    (folder / "page.html").write_text(html)
    text = _Typst(f'#set document(title: "Brosjyre")\n#set page(paper: "a5")\n'
                  f'#set text(font: "{fonts[0]}", size: {fit.size:g}pt, lang: "{LOCALE}")\n')
    text.feed(html)
    (folder / "page.typ").write_text("".join(text.parts))


class _Typst(HTMLParser):
    """The same words and pictures as Typst, simply: headings, paragraphs and lists in one column."""

    def __init__(self, beginning: str) -> None:
        super().__init__()
        self.parts = [beginning]
        self._skip = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skip = tag in ("style", "title", "script")
        marks = {"h1": "\n= ", "h2": "\n== ", "h3": "\n=== ", "li": "\n- ", "p": "\n\n", "div": "\n\n"}
        self.parts.append(marks.get(tag, ""))
        if tag == "img":
            self.parts.append('\n#image("{src}", width: 60mm, alt: "{alt}")\n'.format(**dict(attrs)))

    def handle_endtag(self, _: str) -> None:
        self._skip = False

    def handle_data(self, data: str) -> None:
        if not self._skip and data.strip():
            words = "".join(f"\\{letter}" if letter in "\\#$*_`<>@=-+/[]" else letter for letter in data)
            self.parts.append(" ".join(words.split()) + " ")


# --- what is told ----------------------------------------------------------------------------------------------------


def figures(found: list[Row]) -> list[dict[str, Any]]:
    """Give each kind's medians, its ratio to the plain command, round by round, and whether its goal is met."""
    from statistics import median

    told: list[dict[str, Any]] = []
    for row in found:
        wall, memory = median(row.wall), median(row.memory)
        ratio = median(own / plain for own, plain in zip(row.wall, found[0].wall, strict=True))
        met = (ratio <= row.share if row.share else wall <= row.seconds) and memory <= row.limit
        goal = f"≤ {row.share or row.seconds} {'×' if row.share else 's'}, {row.limit:g} MB" if row.asks else ""
        told.append({"name": row.name, "median_s": wall, "least_s": min(row.wall), "most_s": max(row.wall),
                     "cpu_s": median(row.cpu), "ratio": ratio, "memory_mb": memory,
                     "goal": goal, "met": met if row.asks else None})
    return told


def main() -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="Time the brochure beside plain WeasyPrint, Chromium and Typst.")
    parser.add_argument("--runs", type=int, default=9, metavar="N", help="rounds that count, after one that does not")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        peers = Path(temporary)
        subprocess.run([sys.executable, __file__, "--child", "export", peers], check=True)
        found, missing = rows(peers)
        for number in range(options.runs + 1):
            for row in found:
                print(f"\r\x1b[Kround {number} of {options.runs}: {row.name}", end="", file=sys.stderr, flush=True)
                with tempfile.TemporaryDirectory(dir=peers, ignore_cleanup_errors=True) as folder:
                    run(row, Path(folder))
                if number == 0:
                    row.wall, row.cpu, row.memory = [], [], []
        print("\r\x1b[K", end="", file=sys.stderr)
    told = figures(found)
    print(f"{'s':32}{'median':>8}{'least':>8}{'most':>8}{'CPU':>8}{'× plain':>9}{'MB':>7}  goal")
    for line in told:
        verdict = line["goal"] and f"{line['goal']}: {'met' if line['met'] else 'NOT MET'}"
        print("{name:32}{median_s:8.3f}{least_s:8.3f}{most_s:8.3f}{cpu_s:8.3f}{ratio:9.2f}{memory_mb:7.1f}".format(**line),
              "", verdict)
    for name in missing:
        print(f"not installed, so not measured: {name}")
    if options.json:
        options.json.write_text(json.dumps({"runs": options.runs, "rows": told, "missing": missing}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(child(*sys.argv[2:]) if sys.argv[1:2] == ["--child"] else main())
