"""A PDF as bytes of which most are the same in every edition: written once, and only the rest anew for each.

The only module that knows how a PDF is laid out in its file: objects, object streams, the cross-reference (ISO 32000-1,
7.5). What stays comes first, so that its places stay, too; what differs follows, then the cross-reference.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

_HEAD = b"%%PDF-%b\n%%\xe2\xe3\xcf\xd3\n"
_PACKED = 100   # objects in one object stream: readers unpack it whole to see one
_USED = b"\x01%b\x00\x00"   # a line of the cross-reference: its fields are of 1, 4 and 2 bytes
_ID_BYTES = 16


@dataclass(frozen=True)
class Serial:
    """The bytes that stay; `count` is the number of the last object that stays, or is left open.

    `lines` are those of the cross-reference for what stays, packed, `sum` their check sum and length, and `ranges` the
    numbers that they are for.
    """

    fixed: bytes
    count: int
    lines: bytes
    sum: int
    ranges: bytes
    trailer: bytes
    digest: bytes

    def edition(self, objects: Mapping[int, bytes]) -> bytes:
        """Give the file with the objects that differ, by their numbers: those that were left open, and new ones.

        New objects are numbered on from `count`. The same objects give the same bytes.
        """
        last = max(self.count, *objects) + 1
        parts, places, place = [self.fixed], {}, len(self.fixed)
        for number, body in objects.items():
            raw = b"%d 0 obj\n%b\nendobj\n" % (number, body)
            places[number] = place
            parts.append(raw)
            place += len(raw)
        places[last] = place
        numbers = sorted(places)
        lines = b"".join([_USED % places[number].to_bytes(4) for number in numbers])
        packer = _packer()
        told = b"".join((self.lines, packer.compress(lines), packer.flush(), zlib.adler32(lines, self.sum).to_bytes(4)))
        name = hashlib.sha256(b"".join([self.digest, *parts[1:]])).hexdigest()[:2 * _ID_BYTES].encode()
        keys = b"/Type/XRef/Size %d/W[1 4 2]/Index[%b%b]/Filter/FlateDecode%b/ID[<%b><%b>]" % (
            last + 1, self.ranges, _ranges(numbers), self.trailer, name, name)
        parts.append(b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last, stream(told, keys), place))
        return b"".join(parts)


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
    fixed, lines = bytearray(_HEAD % version), {0: b"\x00\x00\x00\x00\x00\xff\xff"}
    holders = list(_holders(plain, count + 1))
    for number, body in [*streams.items(), *((number, body) for number, body, _ in holders)]:
        lines[number] = _USED % len(fixed).to_bytes(4)
        fixed += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    for holder, _, members in holders:
        for index, number in enumerate(members):
            lines[number] = b"\x02" + holder.to_bytes(4) + index.to_bytes(2)
    numbers = sorted(lines)
    told = b"".join(lines[number] for number in numbers)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    begun = b"\x78\xda" + packer.compress(told) + packer.flush(zlib.Z_FULL_FLUSH)
    return Serial(bytes(fixed), count + len(holders), begun, zlib.adler32(told), _ranges(numbers), trailer,
                  hashlib.sha256(fixed).digest())


def _ranges(numbers: Sequence[int]) -> bytes:
    """Runs of numbers, each as its first one and how many there are.

    >>> _ranges([1, 2, 3, 7])
    b'1 3 7 1 '
    """
    starts = [number for index, number in enumerate(numbers) if not index or numbers[index - 1] != number - 1]
    ends = [number for index, number in enumerate(numbers) if numbers[index + 1:index + 2] != [number + 1]]
    return b"".join(b"%d %d " % (start, end - start + 1) for start, end in zip(starts, ends, strict=True))


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


@dataclass(frozen=True)
class Between:
    """What stands before and behind the middle of a stream, packed once (RFC 1950 and 1951); the middle differs."""

    before: bytes
    after: bytes
    behind: bytes
    sum: int

    def stream(self, middle: bytes, keys: bytes = b"") -> bytes:
        """Give the stream object with a middle."""
        packer = _packer()
        check = zlib.adler32(self.behind, zlib.adler32(middle, self.sum))
        content = b"".join((self.before, packer.compress(middle), packer.flush(zlib.Z_FULL_FLUSH), self.after,
                            check.to_bytes(4)))
        return stream(content, keys + b"/Filter/FlateDecode")


def between(before: bytes, after: bytes) -> Between:
    """Give what stands around the middle of a stream."""
    first, last = (zlib.compressobj(9, zlib.DEFLATED, -15) for _ in range(2))
    head = b"\x78\xda" + first.compress(before) + first.flush(zlib.Z_FULL_FLUSH)
    return Between(head, last.compress(after) + last.flush(), after, zlib.adler32(before))


def _packer() -> Any:
    """What packs a few kB, in two thirds of the usual time: a window of 16 kB is sooner ready, and 3 % are let be."""
    return zlib.compressobj(4, zlib.DEFLATED, -14, 7)


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
