"""All pages have one size, and their boxes make sense."""

from __future__ import annotations

from collections import Counter

from brochure.errors import counted
from brochure.formats import BESIDE, IMPOSED
from brochure.inspection.pages import Page
from brochure.preflight import OURS, Check, Look, Subject

_TOLERANCE = 0.5   # mm


def _look(subject: Subject) -> Look:
    pages = subject.document.pages
    sizes = Counter((round(page.width), round(page.height)) for page in pages)
    width, height = map(float, sizes.most_common(1)[0][0])
    if subject.promise and not {IMPOSED, BESIDE} & subject.claims:
        width, height = subject.promise.width, subject.promise.height
    usual = f"{width:.0f} × {height:.0f} mm"
    for page in pages:
        if abs(page.width - width) > 2 * _TOLERANCE or abs(page.height - height) > 2 * _TOLERANCE:
            yield f"page {page.number}: it is {page.width:.0f} × {page.height:.0f} mm, not {usual}"
        elif problem := _problem(page):
            yield f"page {page.number}: {problem}"
    return f"{counted(len(pages), 'page')} of {usual}"


def _problem(page: Page) -> str:
    trim, media, crop = page.trim, page.media, page.crop
    if max(media.left - trim.left, media.top - trim.top, trim.right - media.right,
           trim.bottom - media.bottom) > _TOLERANCE:
        return "it is cut outside of the sheet (its TrimBox is larger than its MediaBox)"
    if max(crop.left - trim.left, crop.top - trim.top, trim.right - crop.right, trim.bottom - crop.bottom) > _TOLERANCE:
        return "a part of it is not shown (its CropBox is smaller than its TrimBox)"
    return ""


CHECK = Check(
    id="pages/size",
    title="The pages have one size",
    rationale="A page of another size, or whose boxes contradict each other, is scaled, turned or cut by the printer: "
              "ISO 32000-1, 14.11.2.",
    looks_at="MediaBox, CropBox and TrimBox of every page, as it is turned",
    proves=frozenset({OURS}),
    otherwise="warning",
    look=_look,
    hint="Set one page size in the program that the file comes from, and export it again.",
)
