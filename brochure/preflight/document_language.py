"""The file says which language it is in."""

from __future__ import annotations

import re

from brochure.formats import ARCHIVE, UA
from brochure.preflight import Check, Look, Subject

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")   # RFC 5646, as it is mostly used


def _look(subject: Subject) -> Look:
    language: str = subject.document.metadata.language
    if not language:
        yield "the file does not say which language it is in"
    elif not _TAG.fullmatch(language):
        yield f"the file says that its language is “{language}”, which is none"
    elif subject.promise and language.lower().split("-")[0] != subject.promise.locale.lower().split("-")[0]:
        yield f"the file says that its language is {language}, but it is {subject.promise.locale}"
    return language


CHECK = Check(
    id="document/language",
    title="The file says which language it is in",
    rationale="A screen reader chooses its voice by it: WCAG 2.2, 3.1.1; ISO 14289-1, 7.2; ISO 32000-1, 14.9.2.",
    looks_at="the language of the document",
    proves=frozenset({UA, ARCHIVE}),
    otherwise="warning",
    look=_look,
    hint="Set the language of the document in the program that it comes from.",
)
