"""Lays a language out once, for the checks: do its words fit, and are its films, links and letters on the pages?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from brochure.checking import Facts, Report
from brochure.desk import Desk
from brochure.edition import Source, read_draft
from brochure.errors import BrochureError
from brochure.formats import FORMATS
from brochure.geometry import PageLayout, Piece
from brochure.model import Section, messages
from brochure.preflight import Check, Subject, run
from brochure.project import Project
from brochure.waivers import read_waivers, sift
from brochure.words import FitReport, Spill, Words

# What a translator can mend on the pages; the other checks of the file are those of a build.
CHECKS = frozenset({"document/language", "document/title", "films/same-address", "fonts/only-declared", "links/work",
                    "qr/reads", "text/complete", "text/inside-measure", "text/not-covered"})
_SOURCE = frozenset({"films/same-address"})   # slots are those of the source: a translator cannot mend them
_UNTIL_MENDED = "the pages cannot be laid out until this is mended: "


def lay_out(project: Project, source: Source, words: Words,
            wanted: Callable[[Check], bool]) -> tuple[FitReport, Report | None]:
    """Give what came of laying a language out, and the report of its screen edition, which is not kept.

    A language that is not finished, or in which a text is broken, is laid out as a draft. What the locale leaves to the
    fit is set as small as the layout allows: what does not fit then, does not fit at all.
    """
    from brochure.press import Press

    code, form = words.locale.code, FORMATS["screen"]
    try:
        draft = bool(read_draft(project, source, code)[2])
        desk = Desk(project, source, code, form, Press(project.fonts, project.cache), draft=draft)
        size = words.locale.size or source.layout.type.smallest
        proof = desk.lay_out(size, words.locale.drawings or source.layout.drawings.smallest)
        planned = desk.planned or source.brochure.pages
        spills = tuple(spilt(proof.pages, planned, source.brochure.sections))
        report = FitReport(size, len(proof.pages), spills, draft, "")
        concerned = [check for check in _concerned() if wanted(check) and (words.is_source or check.id not in _SOURCE)]
        if not concerned:
            return report, None
        content = proof.pdf(tagged=form.tagged)
        subject = Subject(form.file_name(source.brochure.id, code, draft=draft), content, form.claims,
                          desk.promise(proof.pages))
        results = run(subject, among=concerned.__contains__)
    except BrochureError as error:
        # Most of it is told by the checks on words, too; what is not, is told here.
        return FitReport(skipped=_UNTIL_MENDED + "; ".join(fault.message for fault in error.faults[:3])), None
    results, waived = sift(results, read_waivers(project, words.brochure), code, form.name)
    facts = Facts("pdf", len(content), hashlib.sha256(content).hexdigest(), len(proof.pages), (), None)
    return report, Report(f"{subject.file}, as laid out", facts, "", results, waived, project)


def _concerned() -> Iterator[Check]:
    from brochure.preflight import checks

    return (check for check in checks() if check.id in CHECKS)


def spilt(pages: tuple[PageLayout, ...], planned: int, sections: tuple[Section, ...]) -> Iterator[Spill]:
    """Give what stands beyond its pages: of the cover, of the back page, and of the text between them.

    Only if the text as a whole does not fit, the first section is told that goes on after the page on which the page
    plan has the next one begin. Sections are called S1, S2 … in the order of the content.
    """
    for role, name, number in (("cover", "the cover", 1), ("back", "the back page", planned)):
        mine = [page for page in pages if page.role == role]
        if len(mine) > 1:
            spilling = [piece for page in mine[1:] for piece in page.pieces]
            yield Spill(name, number, _lines(spilling), _blocks([piece for page in mine for piece in page.pieces]))
    text = [page for page in pages if page.role not in ("cover", "back")]
    if len(text) <= planned - 2:
        return
    for number, section in enumerate(sections):
        follows = sections[number + 1].page if number + 1 < len(sections) else planned - 1
        end = min(max(follows, section.page), planned - 1)
        own = _ids(section)
        beyond = [piece for page in text[end - 1:] for piece in page.pieces if piece.block in own]
        if beyond:
            there = [piece for piece in text[end - 2].pieces if piece.block in own] if end >= 2 else []
            yield Spill(f"S{number + 1}", end, _lines(beyond), _blocks([*there, *beyond]))
            return
    beyond = [piece for page in text[planned - 2:] for piece in page.pieces]
    yield Spill("the text", planned - 1, _lines(beyond), _blocks(beyond))


def _ids(section: Section) -> set[str]:
    blocks = {getattr(block, "id", "") for block in section.blocks}
    return blocks | {message.id for message in messages(section)}


def _lines(pieces: list[Piece]) -> int:
    return sum(piece.kind == "line" for piece in pieces)


def _blocks(pieces: list[Piece]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(piece.block for piece in pieces))
