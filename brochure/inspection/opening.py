"""Opens a PDF that anybody may have made: within limits, and with words for what cannot be read."""

from __future__ import annotations

import io
import logging
import zlib
from contextlib import suppress
from typing import Any

import pikepdf
from pikepdf.settings import set_qpdf_limits

from brochure.errors import BrochureError, Place, Unreadable

LIMIT_STREAM = 128_000_000      # bytes of one stream, unpacked
LIMIT_OBJECTS = 1_000_000
LIMIT_PAGES = 3_000
LIMIT_PIXELS = 300_000_000      # of one picture: A0 at 400 dpi
_MOST_UNPACKED = 1032           # times: Flate packs no better
_INLINE = 6                     # filters of a stream; more than two in a row serve no purpose

# What pikepdf notes of broken metadata is no message for users.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())

# For the whole process; nothing of ours comes near. Without them 200 kB unpack to gigabytes (qpdf 12.4).
set_qpdf_limits(flate_max_memory=LIMIT_STREAM, png_max_memory=LIMIT_STREAM, tiff_max_memory=LIMIT_STREAM,
                run_length_max_memory=LIMIT_STREAM, dct_max_memory=4 * LIMIT_STREAM, dct_max_progressive_scans=100,
                max_stream_filters=_INLINE, parser_max_container_size=LIMIT_OBJECTS)


def open_safely(content: bytes, file: str) -> pikepdf.Pdf:
    """Give a PDF from its bytes; raises BrochureError, with what to do, if it is locked, broken, empty or too large."""
    place = Place(file)
    try:
        pdf = pikepdf.open(io.BytesIO(content))
        pages, objects = len(pdf.pages), len(pdf.objects)
    except pikepdf.PasswordError:
        raise BrochureError("the file is locked with a password", place,
                            "Save it without a password, and try again.") from None
    except (pikepdf.PdfError, ValueError, MemoryError, RecursionError):
        raise BrochureError("the file is no PDF, or it is broken", place,
                            "Make it anew with the program that it comes from.") from None
    if not pages:
        raise BrochureError("the file has no pages", place, "Make it anew with the program that it comes from.")
    for count, most, what in ((pages, LIMIT_PAGES, "pages"), (objects, LIMIT_OBJECTS, "objects")):
        if count > most:
            raise BrochureError(f"the file has {count:,} {what}; {most:,} are the most", place,
                                "Split it, and check the parts.")
    return pdf


def content_for_others(pdf: pikepdf.Pdf, content: bytes, *, damaged: bool) -> bytes:
    """Give the bytes of a file for programs with fewer limits: mended, where qpdf had to mend it to read it.

    That a file is bound on the right is left out: pdfium would then turn round every line, those in Latin letters too.
    Raises Unreadable if something in it unpacks to more than LIMIT_STREAM, or has more than LIMIT_PIXELS.
    """
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            _check_stream(item)
    preferences: Any = pdf.Root.get("/ViewerPreferences")
    turned = isinstance(preferences, pikepdf.Dictionary) and preferences.get("/Direction") == "/R2L"
    if not damaged and not turned:
        return content
    mended = io.BytesIO()
    if turned:
        del preferences.Direction
    pdf.save(mended, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    if turned:
        preferences.Direction = pikepdf.Name.R2L
    return mended.getvalue()


def _check_stream(stream: Any) -> None:
    if stream.get("/Subtype") == "/Image":
        with suppress(TypeError, ValueError):
            pixels = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
            if pixels > LIMIT_PIXELS:
                raise Unreadable(f"a picture has {pixels / 1e6:,.0f} million pixels; {LIMIT_PIXELS / 1e6:.0f} are the "
                                 "most", hint="Export it again with smaller pictures.")
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    packed = sum(name in {"/FlateDecode", "/Fl", "/LZWDecode", "/LZW"} for name in names)
    if not packed or int(stream.get("/Length", 0)) * _MOST_UNPACKED ** packed <= LIMIT_STREAM:
        return
    if names in (["/FlateDecode"], ["/Fl"]):
        fits = _unpacks(stream.read_raw_bytes())
    else:
        try:
            fits = len(stream.read_bytes(pikepdf.StreamDecodeLevel.generalized)) <= LIMIT_STREAM
        except pikepdf.DataDecodingError as error:
            fits = "memory limit" not in str(error)
        except pikepdf.PdfError:
            fits = True   # another way of packing
    if not fits:
        raise Unreadable(f"a part of it unpacks to more than {LIMIT_STREAM / 1e6:.0f} MB",
                         hint="Export it again with smaller pictures.")


def _unpacks(packed: bytes) -> bool:
    """Whether Flate's bytes unpack to no more than the limit; nothing of them is kept."""
    unpacker, size = zlib.decompressobj(), 0
    with suppress(zlib.error):
        while packed and size <= LIMIT_STREAM:
            size += len(unpacker.decompress(packed, 1_000_000))
            packed = unpacker.unconsumed_tail
    return size <= LIMIT_STREAM
