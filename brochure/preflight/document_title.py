"""The file has a title that says what it is, and it is shown."""

from __future__ import annotations

import re

from brochure.formats import UA
from brochure.preflight import Check, Look, Subject

_FILE = re.compile(r"\.(docx?|odt|indd|pdf|pptx?|pages|html?)$|^(microsoft word|untitled|uten navn|do[ck]ument\d*$)",
                   re.IGNORECASE)


def _look(subject: Subject) -> Look:
    document = subject.document
    metadata = document.metadata
    title, other = metadata.title, metadata.info.get("title", "")
    if not title:
        yield "the file has no title"
        return ""
    if _FILE.search(title):
        yield f"the title, “{title[:60]}”, is the name of a file"
    if other and other != title:
        yield f"the file has two titles: “{title[:60]}” and “{other[:60]}”"
    if subject.promise and not title.endswith(subject.promise.title):   # a draft says so first
        yield f"the title is “{title[:60]}”, not “{subject.promise.title[:60]}”"
    if document.tags.marked and not metadata.shows_title:
        yield "the window shows the file’s name, not its title"
    return f"“{title[:60]}”"


CHECK = Check(
    id="document/title",
    title="The file has a title, and shows it",
    rationale="The title is what a screen reader says first, and what a search shows: WCAG 2.2, 2.4.2; ISO 14289-1, "
              "7.1.",
    looks_at="the titles in the metadata and the document information, and what a reader shows in its window",
    proves=frozenset({UA}),
    otherwise="warning",
    look=_look,
    hint="Set the title in the document’s properties, and have it shown instead of the file’s name.",
)
