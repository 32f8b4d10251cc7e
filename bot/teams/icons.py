"""The app's icons, drawn here: two people's speech side by side, the one filled, the one beside it
in outline.

Teams wants a colour icon of 192 by 192 and an outline of 32 by 32, white on nothing.
"""

import struct
import zlib
from collections.abc import Callable

Pixel = tuple[int, int, int, int]

ACCENT = "#1F5C66"
_TEAL: Pixel = (0x1F, 0x5C, 0x66, 255)
_WHITE: Pixel = (255, 255, 255, 255)
_NOTHING: Pixel = (255, 255, 255, 0)
_FINE = 4


def colour_icon() -> bytes:
    """192 by 192, in colour, as a PNG."""
    return _png(192, lambda x, y: _mixed(_TEAL, _share(_mark, x, y, 192)))


def outline_icon() -> bytes:
    """32 by 32, white on nothing, as a PNG."""
    return _png(32, lambda x, y: (*_NOTHING[:3], round(255 * _share(_mark, x, y, 32))))


def _mark(x: float, y: float) -> bool:
    """Whether a point of the unit square belongs to the mark: a chair's bubble in outline, and one
    beside it, filled.
    """
    large = _bubble(x, y, 0.40, 0.42, 0.27, 0.20)
    inside = _bubble(x, y, 0.40, 0.42, 0.20, 0.13)
    small = _bubble(x, y, 0.68, 0.66, 0.18, 0.13)
    around = _bubble(x, y, 0.68, 0.66, 0.24, 0.19)
    return small or (large and not inside and not around)


def _bubble(x: float, y: float, middle_x: float, middle_y: float, wide: float, high: float) -> bool:
    """A rounded box around a middle, half as wide and high as said."""
    corner = min(wide, high) * 0.7
    over_x, over_y = abs(x - middle_x) - wide + corner, abs(y - middle_y) - high + corner
    if over_x <= 0 or over_y <= 0:
        return max(over_x, over_y) <= corner
    return over_x**2 + over_y**2 <= corner**2


def _share(shape: Callable[[float, float], bool], x: int, y: int, size: int) -> float:
    """How much of a pixel a shape covers, by looking at a few points in it."""
    steps = [(n + 0.5) / _FINE for n in range(_FINE)]
    return sum(shape((x + dx) / size, (y + dy) / size) for dx in steps for dy in steps) / _FINE**2


def _mixed(ground: Pixel, share: float) -> Pixel:
    red, green, blue, _ = (
        round(low + (high - low) * share) for low, high in zip(ground, _WHITE, strict=True)
    )
    return red, green, blue, 255


def _png(size: int, pixel: Callable[[int, int], Pixel]) -> bytes:
    rows = b"".join(b"\0" + b"".join(bytes(pixel(x, y)) for x in range(size)) for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
