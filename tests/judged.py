"""Finished files for the tests of the preflight: the small brochure in every format, and what breaks them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pikepdf
from conftest import folder_until_the_end, small_project

from brochure import preflight
from brochure.desk import Desk
from brochure.edition import read_source
from brochure.errors import Place
from brochure.formats import FORMATS
from brochure.geometry import Piece
from brochure.glossary import Term
from brochure.language import read
from brochure.model import messages as model_messages
from brochure.preflight import Subject
from brochure.press import Press
from brochure.project import Project
from brochure.proofreading import gather
from brochure.words import FitReport, Spelling

Break = Callable[[Subject], Subject]


@cache
def _project() -> Project:
    return Project(small_project(folder_until_the_end("judged") / "mini"))


@cache
def printed(form: str, locale: str = "") -> Subject:
    """Give the small brochure in a format, finished, as the preflight gets it: in nb, if there is one."""
    project = _project()
    locale = locale or ("en" if FORMATS[form].bilingual else "nb")
    desk = Desk(project, read_source(project, "mini"), locale, FORMATS[form], Press(project.fonts, project.cache))
    finished = desk.finished(desk.fit())
    name = f"mini-{locale}{FORMATS[form].suffix}.{FORMATS[form].extension}"
    return Subject(name, finished.content, finished.promise.claims, finished.promise)


@cache
def spoken(locale: str = "en") -> Subject:
    """Give the words of the small brochure in a language, as the preflight gets them, with all that they can have."""
    project = _project()
    source = read_source(project, "mini")
    ids = [message.id for message in model_messages(source.brochure)]
    words = gather(project, source, locale, dict.fromkeys(ids, 200))
    term = Term(("knebøy",), ("squat",), ("crouch", "knee bend"), Place("glossary.csv", 2))
    words = replace(words, terms=(term,), spelling=Spelling("en_GB", frozenset(), ""),
                    fit=FitReport(10.0, 4, (), False, ""))
    return Subject(words.place.file, b"", frozenset(), words=words)


def sound(form: str) -> Subject:
    """Give what is without fault: a finished file in a format, or `words`."""
    return spoken() if form == "words" else printed(form)


def with_words(subject: Subject, **changed: Any) -> Subject:
    """Give a subject whose words are changed."""
    return replace(subject, words=replace(subject.told, **changed))


def with_unit(subject: Subject, identifier: str, **changed: Any) -> Subject:
    """Give a subject of whose words one text, which must be there, is changed."""
    units = subject.told.units
    assert identifier in {unit.id for unit in units}
    return with_words(subject, units=tuple(replace(unit, **changed) if unit.id == identifier else unit
                                           for unit in units))


def said(text: str, source: str | None = None, identifier: str = "first.list.a") -> tuple[str, Break]:
    """Give what makes one text of the words another, and its source too, where that is told: an entry of BREAKS."""
    both = {"text": text} if source is None else {"text": text, "source": source}
    return "words", lambda subject: with_unit(subject, identifier, **both)


def told_of(check: str, text: str, source: str, locale: str = "en") -> list[str]:
    """Give what one check says of a translation beside its source."""
    subject = said(text, source)[1](spoken())
    words = subject.told
    known = read(locale)
    changed = with_words(subject, units=tuple(unit for unit in words.units if unit.id == "first.list.a"),
                         language=known, locale=replace(words.locale, code=locale))
    return [spot if isinstance(spot, str) else spot.message for spot in messages(check, changed)]


def with_pdf(subject: Subject, change: Callable[[pikepdf.Pdf], None], **options: Any) -> Subject:
    """Give a subject whose PDF is changed."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(subject.content)) as pdf:
        change(pdf)
        pdf.save(written, **options)
    return replace(subject, content=written.getvalue())


def promising(subject: Subject, **changed: Any) -> Subject:
    """Give a subject of which something else was promised."""
    return replace(subject, promise=replace(subject.promised, **changed))


def with_piece(subject: Subject, piece: Piece) -> Subject:
    """Give a subject with one more line or picture on its first page, as the layout tells it."""
    first, *others = subject.promised.layout
    return promising(subject, layout=(replace(first, pieces=(*first.pieces, piece)), *others))


def stranger(pdf: pikepdf.Pdf, name: str = "stranger.pdf", **options: Any) -> Subject:
    """Give a PDF that we did not make, as the preflight gets it."""
    written = io.BytesIO()
    pdf.save(written, **options)
    return Subject(name, written.getvalue(), frozenset())


def messages(check: str, subject: Subject) -> list[Any]:
    """Give what one check says of a subject, whether it concerns it or not."""
    look = next(entry for entry in preflight.checks() if entry.id == check).look(subject)
    return list(look)


def font(name: str, *, embedded: bool = True) -> pikepdf.Dictionary:
    """Give a composite font, as a PDF has it."""
    descriptor = pikepdf.Dictionary(FontFile2=pikepdf.Array()) if embedded else pikepdf.Dictionary()
    carrier = pikepdf.Dictionary(Type=pikepdf.Name.Font, CIDSystemInfo=pikepdf.Dictionary(), FontDescriptor=descriptor)
    return pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0,
                              BaseFont=pikepdf.Name(f"/ABCDEF+{name}"), DescendantFonts=[carrier])


HELVETICA = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)


def with_fonts(*fonts: pikepdf.Dictionary) -> Subject:
    """Give a file of a stranger that has some fonts."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for number, entry in enumerate(fonts):
        pdf.Root[f"/F{number}"] = pdf.make_indirect(pikepdf.Dictionary(entry))
    return stranger(pdf)


def drawing(operators: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Give a change that draws on the second page, as decoration."""
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].contents_add(pdf.make_stream(b"/Artifact BMC q " + operators + b" Q EMC"))

    return change


def with_html(subject: Subject, old: str, new: str) -> Subject:
    """Give a page in which something, which must be there, is something else."""
    html = subject.content.decode()
    assert old in html, f"“{old}” is not in the page"
    return replace(subject, content=html.replace(old, new, 1).encode())


def drawn_over(operators: str, number: int = 0, **resources: Any) -> Break:
    """Give what draws some operators over a page of a file, as decoration; `resources` are added to those of the page.

    WORDS stands for the name of a font of the page and, later, SHOW for words of it: “BT WORDS 6 Tf SHOW ET”.
    """
    def draw(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[number]
        font, words = _first_words(page)
        for key, entries in resources.items():
            within = page.obj.Resources.get(f"/{key}", pikepdf.Dictionary())
            page.obj.Resources[f"/{key}"] = pikepdf.Dictionary({**dict(within.items()), **entries(pdf)})
        told = operators.replace("WORDS", font).replace("SHOW", words)
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(f"\nQ /Artifact BMC q {told} Q EMC".encode("latin-1"))

    return lambda subject: with_pdf(subject, draw)


def _first_words(page: pikepdf.Page) -> tuple[str, str]:
    font = ""
    for operands, operator in pikepdf.parse_content_stream(page, "Tf TJ"):
        if str(operator) == "Tf":
            font = str(operands[0])
        else:
            return font, pikepdf.unparse_content_stream([(operands, operator)]).decode("latin-1")
    raise AssertionError("the page has no words")
