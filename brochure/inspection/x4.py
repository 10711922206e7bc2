"""What PDF/X-4 asks of a file (ISO 15930-7:2010), point by point: each gives what is wrong, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from brochure.inspection import Document

_PDFX = "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"
_MM = "{http://ns.adobe.com/xap/1.0/mm/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_NEEDED = {f"{_MM}DocumentID": "an id of the document", f"{_MM}VersionID": "an id of the version",
           f"{_MM}RenditionClass": "a class of rendition", f"{_XMP}CreateDate": "the date when it was made",
           f"{_XMP}ModifyDate": "the date when it was changed", f"{_XMP}MetadataDate": "the date of the metadata",
           "{http://purl.org/dc/elements/1.1/}title": "a title"}
_TRAPPED = "{http://ns.adobe.com/pdf/1.3/}Trapped"
# Colours of a screen, by the name of the colour space.
_SCREEN = {"/DeviceRGB", "/CalRGB", "/DeviceGray", "/CalGray", "/Lab"}
_OUTPUT_CMYK = b"prtrCMYK"


def version(document: Document) -> Iterator[str]:
    """PDF/X-4 is a PDF 1.6 at most, and open to everybody."""
    if tuple(map(int, document.pdf.pdf_version.split("."))) > (1, 6):
        yield f"the file is a PDF {document.pdf.pdf_version}; PDF/X-4 is a PDF 1.6"
    if document.pdf.is_encrypted:
        yield "the file is encrypted"
    if "/ID" not in document.pdf.trailer:
        yield "the file has no id"


def identification(document: Document) -> Iterator[str]:
    """The XMP packet names the standard, the document, its dates and its title; Trapped is told and the same twice."""
    if "/Metadata" not in document.pdf.Root:
        yield "the file has no metadata (XMP)"
        return
    told: Any = document.pdf.open_metadata()
    if told.get(_PDFX) != "PDF/X-4":
        yield f"the metadata do not name PDF/X-4, but “{told.get(_PDFX) or 'nothing'}”"
    for key, words in _NEEDED.items():
        if not str(told.get(key) or "").strip():
            yield f"the metadata lack {words}"
    trapped = str(told.get(_TRAPPED) or "")
    own = document.pdf.trailer.get("/Info", pikepdf.Dictionary()).get("/Trapped")
    info = str(own or "").removeprefix("/")
    if trapped not in ("True", "False"):
        yield "the metadata do not say whether the pages are trapped"
    elif info and info != trapped:
        yield f"trapped is “{trapped}” in the metadata, and “{info}” in the document information"
    elif own is not None and not isinstance(own, pikepdf.Name):   # ISO 32000-1, table 317
        yield "trapped is a text in the document information, where it has to be a name"


def output_intent(document: Document) -> Iterator[str]:
    """One press is named, and its CMYK profile is in the file."""
    intents = [intent for intent in document.pdf.Root.get("/OutputIntents", ()) if intent.get("/S") == "/GTS_PDFX"]
    if len(intents) != 1:
        yield f"the file is for {len(intents) or 'no'} press{'es' if intents else ''}: it needs one output intent"
        return
    intent = intents[0]
    if not str(intent.get("/OutputConditionIdentifier", "")).strip():
        yield "the output intent does not name its printing condition"
    if not str(intent.get("/RegistryName", "")).strip() and not str(intent.get("/Info", "")).strip():
        yield "the output intent neither names a register nor explains its printing condition"
    profile = intent.get("/DestOutputProfile")
    if not isinstance(profile, pikepdf.Stream):
        yield "the profile of the press is not in the file"
        return
    content = profile.read_bytes()
    if content[36:40] != b"acsp" or content[12:20] != _OUTPUT_CMYK or int(profile.get("/N", 0)) != 4:
        yield "the profile in the file is not that of a press with four inks"


def actions(document: Document) -> Iterator[str]:
    """Nothing is done when the file is opened."""
    root = document.pdf.Root
    names = root.get("/Names", pikepdf.Dictionary())
    if "/OpenAction" in root and isinstance(root.OpenAction, pikepdf.Dictionary):
        yield "something is done when the file is opened"
    if "/AA" in root or any("/AA" in page.obj for page in document.pdf.pages):
        yield "something is done when pages are turned"
    if "/JavaScript" in names or any(isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/JavaScript"
                                     for item in document.pdf.objects):
        yield "there is a script in the file"


def forbidden(document: Document) -> Iterator[str]:
    """Nothing is in the file that only some presses understand, or that is fetched from elsewhere."""
    found = {kind for item in document.pdf.objects
             if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)) for kind in _kinds(item)}
    yield from sorted(found)


def _kinds(item: Any) -> Iterator[str]:
    if isinstance(item, pikepdf.Stream):
        if item.get("/Subtype") == "/PS" or item.get("/Subtype2") == "/PS":
            yield "there is PostScript in the file"
        if "/Ref" in item:
            yield "a picture stands in another file"
        if "/OPI" in item:
            yield "a picture is to be put in later (OPI)"
        if "/Alternates" in item:
            yield "a picture has other versions of itself"
        if "/F" in item:
            yield "a part of the file stands in another file"
    elif "/TR" in item or ("/TR2" in item and item.get("/TR2") != "/Default"):
        yield "the colours are bent by a transfer curve"
    elif item.get("/Type") == "/ExtGState" and "/HTP" in item:
        yield "the file sets the phase of the screen"


def groups(document: Document) -> Iterator[str]:
    """What is seen through is mixed from inks."""
    spaces = {number: _space(page.obj.get("/Group")) for number, page in enumerate(document.pdf.pages, 1)}
    for number, space in spaces.items():
        if space in _SCREEN:
            yield f"page {number}: what can be seen through is mixed in {space[1:]} instead of inks"
    forms = {_space(item.get("/Group")) for item in document.pdf.objects
             if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"}
    for space in sorted(forms & (_SCREEN - {"/DeviceGray", "/CalGray"})):
        yield f"a part of a page that can be seen through is mixed in {space[1:]} instead of inks"


def _space(group: Any) -> str:
    space = group.get("/CS", "") if isinstance(group, pikepdf.Dictionary) else ""
    if isinstance(space, pikepdf.Array):
        if space[0] == "/ICCBased" and int(space[1].get("/N", 4)) == 3:
            return "/CalRGB"
        space = space[0]
    return str(space)


POINTS: tuple[Callable[[Document], Iterator[str]], ...] = (
    version, identification, output_intent, actions, forbidden, groups)

