from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from judged import Break, messages, printed, with_pdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import ImageCms

Change = Callable[[pikepdf.Pdf], None]


def _pdf(change: Change, **options: Any) -> tuple[str, Break]:
    return "press", lambda subject: with_pdf(subject, change, **options)


def _metadata(old: str, new: str = "") -> tuple[str, Break]:
    def change(pdf: pikepdf.Pdf) -> None:
        before = pdf.Root.Metadata.read_bytes().decode()
        assert old in before
        pdf.Root.Metadata.write(before.replace(old, new).encode())

    return _pdf(change, fix_metadata_version=False)


def _intent(change: Callable[[Any], None]) -> tuple[str, Break]:
    return _pdf(lambda pdf: change(pdf.Root.OutputIntents[0]))


def _without(key: str) -> Callable[[Any], None]:
    def change(dictionary: Any) -> None:
        del dictionary[key]

    return change


def _unnamed(intent: Any) -> None:
    del intent.RegistryName
    del intent.Info


def _with_screen_profile(pdf: pikepdf.Pdf) -> None:
    screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pdf.Root.OutputIntents[0].DestOutputProfile = Stream(pdf, screen, N=3)


def _put(name: str, value: Callable[[pikepdf.Pdf], Any]) -> tuple[str, Break]:
    """Put something into the catalogue."""
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root[name] = value(pdf)

    return _pdf(change)


def _held(**entries: Any) -> tuple[str, Break]:
    """Put a stream with some entries into the file."""
    return _put("/Held", lambda pdf: Stream(pdf, b"", **entries))


def _state(**entries: Any) -> tuple[str, Break]:
    return _put("/Held", lambda pdf: pdf.make_indirect(Dictionary(Type=Name.ExtGState, **entries)))


def _turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.GoTo))


def _group(space: Callable[[pikepdf.Pdf], Any]) -> tuple[str, Break]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.Group.CS = space(pdf)

    return _pdf(change)


def _no_trapped(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Trapped"] = Name("/True")


def _told_in_words(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Trapped"] = String("False")


BREAKS = {
    "a newer PDF": _pdf(lambda pdf: None, force_version="1.7"),
    "encrypted": _pdf(lambda pdf: None, encryption=pikepdf.Encryption(owner="a", user="", R=4)),
    "no metadata": _pdf(lambda pdf: _without("/Metadata")(pdf.Root)),
    "another standard": _metadata("PDF/X-4</pdfxid", "PDF/X-4p</pdfxid"),
    "no standard": _metadata("<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"),
    "no version": _metadata("<xmpMM:VersionID>1</xmpMM:VersionID>"),
    "no rendition": _metadata("<xmpMM:RenditionClass>default</xmpMM:RenditionClass>"),
    "no date": _metadata("xmp:CreateDate>", "xmp:Created>"),
    "no trapped": _metadata("<pdf:Trapped>False</pdf:Trapped>"),
    "trapped twice": _pdf(_no_trapped),
    "trapped as a text": _pdf(_told_in_words),
    "no press": _pdf(lambda pdf: _without("/OutputIntents")(pdf.Root)),
    "two presses": _pdf(lambda pdf: pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])),
    "no condition": _intent(_without("/OutputConditionIdentifier")),
    "an unknown condition": _intent(_unnamed),
    "no profile": _intent(_without("/DestOutputProfile")),
    "the profile of a screen": _pdf(_with_screen_profile),
    "an action": _put("/OpenAction", lambda pdf: Dictionary(S=Name.GoTo)),
    "an action of a page": _pdf(_turned),
    "a script by name": _put("/Names", lambda pdf: Dictionary(JavaScript=Dictionary())),
    "a script": _put("/Held", lambda pdf: pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("x")))),
    "PostScript": _held(Subtype=Name.PS),
    "a picture elsewhere": _held(Subtype=Name.Form, Ref=Dictionary()),
    "OPI": _held(OPI=Dictionary()),
    "other versions": _held(Alternates=Array()),
    "an outside file": _held(F=String("a.tif")),
    "a transfer curve": _state(TR=Name.Identity),
    "a second transfer curve": _state(TR2=Name.Identity),
    "the phase of the screen": _state(HTP=[0, 0]),
    "a page mixed in RGB": _group(lambda pdf: Name.DeviceRGB),
    "a page mixed in grey": _group(lambda pdf: Name.DeviceGray),
    "a page mixed by an RGB profile": _group(lambda pdf: Array([Name.ICCBased, Stream(pdf, b"", N=3)])),
    "a part mixed in RGB": _held(Subtype=Name.Form, Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)),
}
ALSO = {"document/actions", "document/sound"}


@pytest.mark.parametrize("space", ["DeviceCMYK", "ICC"])
def test_what_is_mixed_from_inks_passes(space: str) -> None:
    _, break_ = _group(lambda pdf: Name.DeviceCMYK if space == "DeviceCMYK"
                       else Array([Name.ICCBased, Stream(pdf, b"", N=4)]))
    assert messages("press/x4", break_(printed("press"))) == []


def test_each_fault_has_its_own_words() -> None:
    told = {way: messages("press/x4", break_(printed("press"))) for way, (_, break_) in BREAKS.items()}
    assert all(len(lines) == 1 for lines in told.values()), told
    assert len({lines[0] for lines in told.values()}) >= len(told) - 4, "a few ways lead to the same fault"
