"""What holds for every trial of the layout, in made-up and in real languages: the file and its promise, looked at."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from as_seen import BULLET, Seen, beside, lines, plain, texts
from conftest import Run

from brochure.edition import read_source
from brochure.formats import FORMATS
from brochure.model import messages
from brochure.project import Project
from brochure.promise import Promise, promise_of

_NUMBER = re.compile(r"\d+")
_TO_WESTERN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٪", "0123456789%")


@dataclass(frozen=True)
class Trials:
    """The brochure of a project, printed in some languages and formats."""

    project: Project
    brochure: str
    folder: Path

    def file(self, code: str, form: str) -> Path:
        return self.folder / FORMATS[form].file_name(self.brochure, code, draft=False)

    def promise(self, code: str, form: str) -> Promise:
        sha256 = hashlib.sha256(self.file(code, form).read_bytes()).hexdigest()
        return promise_of(json.loads(self.project.promise(sha256).read_text("utf-8")))

    def seen(self, code: str, form: str) -> Seen:
        return Seen(self.file(code, form).read_bytes())

    @cached_property
    def source(self) -> dict[str, str]:
        """The texts in the source language, by id."""
        return {message.id: message.text for message in messages(read_source(self.project, self.brochure).brochure)}

    # --- what is right of each ---------------------------------------------------------------------------------------

    def assert_sound(self, run: Run, code: str, forms: tuple[str, ...]) -> None:
        """All checks find nothing in the files of a language, and those of places and order have looked."""
        files = [self.file(code, form) for form in forms]
        result = run("--project", self.project.root, "check", "--no-java", "--json", *files)
        told = json.loads(result.out)["files"]
        assert [file["format"] for file in told] == list(forms)
        found = [f"{file['file']}: {result['check']}: {finding['message']}" for file in told
                 for result in file["results"] for finding in result["findings"]
                 if finding["level"] != "note" and result["check"] != "films/same-address"]
        assert found == []
        assert result.code == 0
        for file in told:
            passed = {result["check"] for result in file["results"] if result["status"] == "passed"}
            wanted = {"web/valid", "web/words", "web/structure"} if file["format"] == "web" else {
                "text/complete", "text/inside-measure", "text/inside-safe-area", "text/not-covered", "qr/reads"}
            wanted |= {"booklet/order", "booklet/sheets"} if file["format"] == "booklet" else set()
            assert wanted <= passed, file["file"]

    def assert_read_back(self, code: str, form: str) -> None:
        """Read by the place of each letter, every text is what was typed."""
        promise, seen = self.promise(code, form), self.seen(code, form)
        found = texts(promise, seen)
        typed = {name: plain(text) for name, text in promise.texts if not name.endswith((".alt", "keywords"))}
        assert len(typed) > 15
        latest = typed.pop("back.latest")   # it goes on from the edition, in one paragraph
        assert "".join(found["back.edition"]).endswith(latest)
        for name in [name for name in typed if name.startswith("back.film")]:   # its address stands below it
            wanted = typed.pop(name)
            assert beside(found[name], wanted).startswith(wanted)
        assert {name: beside(found.get(name, []), wanted) for name, wanted in typed.items()} == typed

    def assert_numbers(self, code: str, form: str) -> None:
        """Every number of the source is there, in its order, in the text of the same id."""
        told = dict(self.promise(code, form).texts)
        numbers = {name: _NUMBER.findall(text) for name, text in self.source.items() if name in told}
        assert sum(map(bool, numbers.values())) >= 3
        assert {name: _NUMBER.findall(told[name].translate(_TO_WESTERN)) for name in numbers} == numbers

    def assert_mirrored(self, code: str, form: str, *, labels: tuple[str, ...]) -> None:
        """Lines begin on the right; bullets, page numbers and drawings stand on the side where they are read first."""
        promise, seen = self.promise(code, form), self.seen(code, form)
        assert promise.direction == "rtl"
        assert seen.right_to_left
        started = bullets = 0
        for number, page in enumerate(promise.layout):
            area = page.area
            assert area
            for x, y in seen.where(number, BULLET):
                words = [piece.at for piece in page.pieces if piece.at.top <= y <= piece.at.bottom
                         and piece.kind == "line" and piece.at.right < x + 0.5]
                assert min(x - at.right for at in words) < 8, f"page {number + 1}: no words on the left of a bullet"
                bullets += 1
            for name in {piece.block for piece in page.pieces if piece.kind == "line"} & self.source.keys():
                if name.startswith(labels):   # in the middle of what they belong to
                    continue
                edges = [piece.at.right for _, piece in lines(promise, name)
                         if piece in page.pieces and piece.text.strip() != BULLET]
                assert max(edges) - min(edges) < 0.3, f"page {number + 1}: the lines of {name} begin at {edges}"
                started += len(edges)
            for foot in page.margins:   # the number at the outside: on the right of pages that lie on the right
                outside = page.width - foot.at.right < foot.at.left
                assert outside == ((number % 2 == 1) == foot.text.strip().isdigit()), f"page {number + 1}: {foot}"
        assert started > 20
        assert bullets >= 2
        assert sum(len(page.margins) for page in promise.layout) >= 4
