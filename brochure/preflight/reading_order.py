"""The file is read aloud in the order in which it is meant to be read."""

from __future__ import annotations

import re

from brochure.errors import counted
from brochure.formats import UA
from brochure.inspection.tags import Content, Tag, Tags
from brochure.inspection.text import find, letters
from brochure.preflight import Check, Look, Subject

_HEADING = re.compile(r"H([1-6])")


def _look(subject: Subject) -> Look:
    tags = subject.document.tags
    order = list(tags.content())
    if not order:
        return ""
    for stretch in _stretches(tags):
        last = 0
        for content in stretch:
            if content.page and content.page < last:
                yield f"page {last}: is followed by what stands on page {content.page} when it is read aloud"
            last = content.page or last
    level = 0
    for tag in tags.walk():
        if heading := _HEADING.fullmatch(tag.role):
            found = int(heading[1])
            if found > level + 1:
                before = f"follows one of level {level}" if level else "is the first"
                yield f"page {tag.page}: a heading of level {found} {before}"
            level = found
    if subject.promise:
        yield from _beside_the_layout(subject)
    return f"{counted(len(order), 'piece')} on {counted(subject.document.page_count, 'page')}"


def _stretches(tags: Tags) -> list[list[Content]]:
    """Give what goes forward from page to page: all of the file, or each language, if two stand beside each other."""
    parts = [part for top in tags.tops for part in top.parts if isinstance(part, Tag)]
    if len(parts) > 1 and all(part.role == "Part" and part.language for part in parts):
        return [list(part.content()) for part in parts]
    return [list(tags.content())]


def _beside_the_layout(subject: Subject) -> Look:
    """Read the lines of the layout in their order, and look where each is when the file is read aloud."""
    words = subject.document.tagged_words
    spoken = letters("".join(words.get((content.page, content.number), "")
                             for content in subject.document.tags.content()))
    turned, at = subject.promised.direction == "rtl", 0
    for number, page in enumerate(subject.promised.layout, 1):
        for piece in page.pieces:
            line = letters(piece.text)
            if piece.kind != "line" or not line:
                continue
            found = find(line, spoken, at, right_to_left=turned)
            if found < 0 and find(line, spoken, right_to_left=turned) >= 0:
                yield f"page {number}: “{piece.text.strip()[:40]}” ({piece.block}) is read too early"
            at = found + len(line) if found >= 0 else at
    return ""


CHECK = Check(
    id="reading/order",
    title="The file is read aloud in the right order",
    rationale="A screen reader follows the tags, not the look: WCAG 2.2, 1.3.2; ISO 14289-1, 7.1 and 7.4.2.",
    looks_at="the order of the tags and the levels of headings; of a file of ours also the lines of the layout",
    proves=frozenset({UA}),
    otherwise="warning",
    look=_look,
    hint="Set the order of the tags, and the levels of the headings, in the program that the file comes from.",
)
