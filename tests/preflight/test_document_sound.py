from __future__ import annotations

from dataclasses import replace

import pikepdf
from judged import with_pdf

from brochure.preflight import Subject


def _locked(subject: Subject) -> Subject:
    permissions = pikepdf.Permissions(extract=False)
    return with_pdf(subject, lambda _: None, encryption=pikepdf.Encryption(owner="o", user="", allow=permissions))


def _damaged(subject: Subject) -> Subject:
    head, _, tail = subject.content.rpartition(b"startxref")
    return replace(subject, content=head + b"startxref\n7\n%%EOF\n" + tail[-1:])


BREAKS = {"locked": ("screen", _locked), "damaged": ("screen", _damaged)}
ALSO = {"archive/valid", "ua/valid"}   # which forbid both
