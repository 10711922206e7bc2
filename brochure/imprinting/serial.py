"""A PDF as bytes of which most are the same in every edition: written once, and only the rest anew for each.

The only module that knows how a PDF is laid out in its file: objects, object streams, the cross-reference (ISO 32000-1,
7.5). What stays comes first, so that its places stay, too; what differs follows, then the cross-reference.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf

_HEAD = b"%%PDF-%b\n%%\xe2\xe3\xcf\xd3\n"
_PACKED = 100   # objects in one object stream: readers unpack it whole to see one
_USED = b"\x01%b\x00\x00"   # a line of the cross-reference: its fields are of 1, 4 and 2 bytes
_FREE = b"\x00\x00\x00\x00\x00\xff\xff"
_ID_BYTES = 16


@dataclass(frozen=True)
class Serial:
    """The bytes that stay, `fixed` and behind them `more`; `count` is the number of the last object.

    `lines` are those of the cross-reference for what stays, by object number; an object without one is left open.
    """

    fixed: bytes
    more: bytes
    count: int
    lines: Mapping[int, bytes]
    trailer: bytes
    digest: bytes

    def extended(self, objects: Mapping[int, bytes], count: int) -> Serial:
        """Give a serial in which some more objects stay; `count` is the number of the last one, if that is left open.

        The objects are some that were left open, and new ones, which are numbered on from `count`.
        """
        lines, more = dict(self.lines), bytearray(self.more)
        for number, body in objects.items():
            lines[number] = _USED % (len(self.fixed) + len(more)).to_bytes(4)
            more += _object(number, body)
        return Serial(self.fixed, bytes(more), count, lines, self.trailer, hashlib.sha256(self.digest + more).digest())

    @cached_property
    def _told(self) -> tuple[list[tuple[bytes, bytes, int]], bytes, bytes]:
        """The lines as they are and packed (RFC 1951), before each object that is left open, and after the last."""
        found: list[tuple[bytes, bytes, int]] = []
        raw: list[bytes] = []
        for number in range(self.count + 1):
            if number in self.lines:
                raw.append(self.lines[number])
            else:
                found.append((b"".join(raw), _flushed(b"".join(raw)), number))
                raw = []
        return found, b"".join(raw), _flushed(b"".join(raw))

    def edition(self, objects: Mapping[int, bytes]) -> bytes:
        """Give the file with the objects that differ, by their numbers: those that were left open, and new ones.

        New objects are numbered on from `count`. The same objects give the same bytes.
        """
        parts, places, place = [self.fixed, self.more], {}, len(self.fixed) + len(self.more)
        for number, body in objects.items():
            raw = _object(number, body)
            places[number] = _USED % place.to_bytes(4)
            parts.append(raw)
            place += len(raw)
        last = max(self.count, *objects) + 1
        places[last] = _USED % place.to_bytes(4)
        told, rest, packed_rest = self._told
        lines: list[bytes] = []
        data = [b"\x78\xda"]
        for before, packed_before, number in told:
            line = places[number]
            lines += before, line
            data += packed_before, _LINE, line
        new = b"".join([places[number] for number in range(self.count + 1, last + 1)])
        lines += rest, new
        data += packed_rest, _stored(new, last=True), zlib.adler32(b"".join(lines)).to_bytes(4)
        name = hashlib.sha256(b"".join([self.digest, *parts[2:]])).hexdigest()[:2 * _ID_BYTES].encode()
        keys = b"/Type/XRef/Size %d/W[1 4 2]/Filter/FlateDecode%b/ID[<%b><%b>]" % (last + 1, self.trailer, name, name)
        parts.append(b"%bstartxref\n%d\n%%%%EOF\n" % (_object(last, stream(b"".join(data), keys)), place))
        return b"".join(parts)


def _object(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%b\nendobj\n" % (number, body)


def _flushed(content: bytes) -> bytes:
    """A part of a packed stream, which ends with a whole byte."""
    if not content:
        return b""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(content: bytes, *, last: bool = False) -> bytes:
    """A part of a packed stream that is not packed (RFC 1951, 3.2.4): a few bytes more, in much less time."""
    size = len(content)
    return b"%b%b%b%b" % (b"\x01" if last else b"\x00", size.to_bytes(2, "little"),
                          (size ^ 0xFFFF).to_bytes(2, "little"), content)


def serial(content: bytes, open_objects: frozenset[int]) -> Serial:
    """Give the serial of a PDF, whose objects are numbered from 1 on; those that are left open are not written.

    Streams are written as they are; all else goes into object streams, which are packed.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        count, version = len(pdf.objects), pdf.pdf_version.encode()
        bodies = {number: pdf.get_object(number, 0) for number in range(1, count + 1) if number not in open_objects}
        plain = {number: body.unparse(resolved=True) for number, body in bodies.items()
                 if not isinstance(body, pikepdf.Stream)}
        streams = {number: _stream(body) for number, body in bodies.items() if isinstance(body, pikepdf.Stream)}
        trailer = b"".join(b"%b %b" % (key.encode(), pdf.trailer[key].unparse()) for key in ("/Root", "/Info")
                           if key in pdf.trailer)
    fixed, lines = bytearray(_HEAD % version), {0: _FREE}
    holders = list(_holders(plain, count + 1))
    for number, body in [*streams.items(), *((number, body) for number, body, _ in holders)]:
        lines[number] = _USED % len(fixed).to_bytes(4)
        fixed += _object(number, body)
    for holder, _, members in holders:
        for index, number in enumerate(members):
            lines[number] = b"\x02" + holder.to_bytes(4) + index.to_bytes(2)
    return Serial(bytes(fixed), b"", count + len(holders), lines, trailer, hashlib.sha256(fixed).digest())


def _holders(bodies: Mapping[int, bytes], first: int) -> Iterator[tuple[int, bytes, list[int]]]:
    """Object streams (7.5.7), numbered from one number on: the number, the stream, and whose objects it holds."""
    numbers = sorted(bodies)
    for index, start in enumerate(range(0, len(numbers), _PACKED)):
        members = numbers[start:start + _PACKED]
        heads, texts, place = [], [], 0
        for number in members:
            heads.append(b"%d %d" % (number, place))
            texts.append(bodies[number])
            place += len(bodies[number]) + 1
        head = b" ".join(heads) + b"\n"
        keys = b"/Type/ObjStm/N %d/First %d" % (len(members), len(head))
        yield first + index, packed(head + b"\n".join(texts), keys), members


def packed(content: bytes, keys: bytes = b"") -> bytes:
    """Give a stream object, compressed."""
    return stream(zlib.compress(content, 6), keys + b"/Filter/FlateDecode")


def stream(content: bytes, keys: bytes = b"") -> bytes:
    """Give a stream object with some keys of its dictionary."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (keys, len(content), content)


_LINE = _stored(_FREE)[:-len(_FREE)]   # what stands before a line that is not packed


@dataclass(frozen=True)
class Between:
    """What stands before and behind the middle of a stream, packed once (RFC 1950 and 1951); the middle differs."""

    before: bytes
    after: bytes
    behind: bytes
    sum: int

    def stream(self, middle: bytes, keys: bytes = b"") -> bytes:
        """Give the stream object with a middle."""
        # In a quarter of the usual time: a window of 8 kB is sooner ready, and some bytes are let be.
        packer = zlib.compressobj(1, zlib.DEFLATED, -13, 6)
        check = zlib.adler32(self.behind, zlib.adler32(middle, self.sum))
        content = b"".join((self.before, packer.compress(middle), packer.flush(zlib.Z_FULL_FLUSH), self.after,
                            check.to_bytes(4)))
        return stream(content, keys + b"/Filter/FlateDecode")


def between(before: bytes, after: bytes) -> Between:
    """Give what stands around the middle of a stream."""
    last = zlib.compressobj(9, zlib.DEFLATED, -15)
    return Between(b"\x78\xda" + _flushed(before), last.compress(after) + last.flush(), after, zlib.adler32(before))


def text_string(text: str) -> bytes:
    """Give a text as a string of a PDF: plain where it is ASCII, else in UTF-16 (7.9.2.2)."""
    if text.isascii():
        return literal(text)
    return b"<feff%b>" % text.encode("utf-16-be").hex().encode()


def literal(text: str) -> bytes:
    """Give a text of ASCII as a string of a PDF."""
    raw = text.encode("ascii", "replace")
    return b"(%b)" % raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _stream(body: Any) -> bytes:
    """A stream object as it stands in a PDF; its length is that of today."""
    raw = body.read_raw_bytes()
    keys = pikepdf.Dictionary({name: value for name, value in body.stream_dict.items() if name != "/Length"}).unparse()
    return stream(raw, keys.strip()[2:-2])
