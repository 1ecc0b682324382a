"""The QR of a signed voucher, drawn fast: always version 6, level M, mask 0, alphanumeric.

segno draws any QR and takes 4 ms for one of this size: half of the time of a printed sheet. With
the version and the mask fixed, only the words and their correction change, and a batch keeps its
pace (ISO/IEC 18004, §7.4 to §7.8). A test compares every module with segno's.
"""

import re
from collections.abc import Iterator
from functools import cache

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
SIZE = 41
LONGEST = 154
ALIGNMENT, TIMING = 34, 6
BLOCKS, DATA, CORRECTION = 4, 27, 16
FORMAT = 0b101010000010010  # level M, mask 0
MODE, LENGTH_BITS, PAIR_BITS, SIGN_BITS = "0010", 9, 11, 6
PADDING = (0b11101100, 0b00010001)
FIELD = 0x11D  # the field of the correction: x⁸ + x⁴ + x³ + x² + 1
DARK = re.compile(b"\x01+")


def dark_runs(text: str, /) -> list[tuple[int, int, int]]:
    """Give the dark runs of the QR of a text: column, row, width.

    Raises:
        ValueError: longer than the version holds, or a sign out of its alphabet.
    """
    if len(text) > LONGEST or not set(text) <= VALUES.keys():
        raise ValueError("not a text for this QR")
    grid, (order, mask) = bytearray(_ground()), _order()
    filled = (int.from_bytes(_codewords(text)) << 7) ^ mask  # seven bits are left over
    for spot, bit in zip(order, f"{filled:01383b}".encode(), strict=True):
        grid[spot] = bit & 1  # "0" is 48 and "1" is 49
    rows = (grid[start : start + SIZE] for start in range(0, SIZE * SIZE, SIZE))
    return [
        (run.start(), y, run.end() - run.start())
        for y, row in enumerate(rows)
        for run in DARK.finditer(row)
    ]


def _codewords(text: str) -> bytes:
    bits = MODE + f"{len(text):0{LENGTH_BITS}b}" + "".join(_pairs(text))
    bits += "0" * min(4, BLOCKS * DATA * 8 - len(bits))
    bits += "0" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8)
    left = BLOCKS * DATA - len(data)
    data += bytes(PADDING[at % 2] for at in range(left))
    blocks = [data[start : start + DATA] for start in range(0, len(data), DATA)]
    checks = [_correction(block) for block in blocks]
    # Interleaved: a stain spoils a little of each block, and each can be mended.
    return bytes(
        part[at] for parts in (blocks, checks) for at in range(len(parts[0])) for part in parts
    )


def _pairs(text: str) -> Iterator[str]:
    for at in range(0, len(text) - 1, 2):
        yield f"{VALUES[text[at]] * 45 + VALUES[text[at + 1]]:0{PAIR_BITS}b}"
    if len(text) % 2:
        yield f"{VALUES[text[-1]]:0{SIGN_BITS}b}"


def _correction(block: bytes) -> bytes:
    """Give the remainder of a block by the generator, a byte at a time."""
    products, rest, width = _products(), 0, CORRECTION * 8
    for byte in block:
        lead = (rest >> (width - 8)) ^ byte
        rest = ((rest << 8) & ((1 << width) - 1)) ^ products[lead]
    return rest.to_bytes(CORRECTION)


@cache
def _products() -> tuple[int, ...]:
    """Give the generator times each byte, its leading term left out."""
    generator = [1]
    root = 1
    for _ in range(CORRECTION):
        longer = [*generator, 0]
        for at, factor in enumerate(generator):
            longer[at + 1] ^= _times(factor, root)
        generator, root = longer, _times(root, 2)
    return tuple(
        int.from_bytes(bytes(_times(byte, factor) for factor in generator[1:]))
        for byte in range(256)
    )


def _times(one: int, other: int) -> int:
    product = 0
    while other:
        product ^= one * (other & 1)
        one = (one << 1) ^ (FIELD * (one >> 7))
        other >>= 1
    return product


@cache
def _ground() -> bytes:
    """Draw what never changes: the three eyes, the alignment, the timing, the format."""
    grid = bytearray(SIZE * SIZE)
    for row, column in ((3, 3), (3, SIZE - 4), (SIZE - 4, 3)):
        _rings(grid, row, column, dark={0, 1, 3})
    _rings(grid, ALIGNMENT, ALIGNMENT, dark={0, 2})
    for at in range(8, SIZE - 8):
        grid[TIMING * SIZE + at] = grid[at * SIZE + TIMING] = at % 2 == 0
    for bit, spots in enumerate(_format_spots()):
        for row, column in spots:
            grid[row * SIZE + column] = FORMAT >> bit & 1
    grid[(SIZE - 8) * SIZE + 8] = 1
    return bytes(grid)


def _rings(grid: bytearray, row: int, column: int, *, dark: set[int]) -> None:
    reach = max(dark)
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            ring = max(abs(down), abs(right))
            grid[(row + down) * SIZE + column + right] = ring in dark


def _format_spots() -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Give where each bit of the format is written, the lowest first: twice, two ways."""
    for bit in range(15):
        down = bit + (bit > 5) if bit < 8 else SIZE - 15 + bit  # noqa: PLR2004 (past the timing)
        across = SIZE - 1 - bit if bit < 8 else 15 - bit - (bit > 8)  # noqa: PLR2004 (the same)
        yield (down, 8), (8, across)


@cache
def _order() -> tuple[tuple[int, ...], int]:
    """Give the modules of the data as they are filled, and those that the mask flips."""
    spots, upward = [], True
    for right in (*range(SIZE - 1, TIMING, -2), *range(TIMING - 1, 0, -2)):
        rows = range(SIZE - 1, -1, -1) if upward else range(SIZE)
        spots += [
            row * SIZE + column
            for row in rows
            for column in (right, right - 1)
            if not _is_ground(row, column)
        ]
        upward = not upward
    flips = "".join(str(int((spot // SIZE + spot % SIZE) % 2 == 0)) for spot in spots)
    return tuple(spots), int(flips, 2)


def _is_ground(row: int, column: int) -> bool:
    eye, far = 8, SIZE - 8
    in_eye = (row <= eye and (column <= eye or column >= far)) or (row >= far and column <= eye)
    in_alignment = max(abs(row - ALIGNMENT), abs(column - ALIGNMENT)) <= 2  # noqa: PLR2004
    return in_eye or in_alignment or TIMING in {row, column}
