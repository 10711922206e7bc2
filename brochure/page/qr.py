"""An address becomes a QR code."""

from __future__ import annotations

from brochure.codes import squares


def booking_code(address: str) -> bytes:
    """Give a clinic's QR code as SVG, of the same squares as those that the fast way prints."""
    size, rows = squares(address)
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in rows)
    return _svg(size, path)


def qr_code(address: str) -> bytes:
    """Give a QR code of an address as SVG: error correction M, with a quiet zone of 4 modules (ISO/IEC 18004)."""
    import segno

    code = segno.make_qr(address, error="m", boost_error=False)
    matrix = [list(row) for row in code.matrix_iter(border=4)]
    path = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            if row[x]:
                end = x
                while end < len(row) and row[end]:
                    end += 1
                path.append(f"M{x} {y}h{end - x}v1h{x - end}z")
                x = end
            x += 1
    return _svg(len(matrix), "".join(path))


def _svg(size: int, path: str) -> bytes:
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
            f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
            f'<path fill="#000" d="{path}"/></svg>').encode()
