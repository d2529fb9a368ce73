"""Line up cells for people to read."""

from collections.abc import Iterable, Sequence


def columns(lines: Sequence[Sequence[str]]) -> str:
    """Line up cells: words to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(aligned(line, widths)).rstrip() for line in lines)


def aligned(line: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    """Pad the cells of one line."""
    for index, (cell, width) in enumerate(zip(line, widths, strict=True)):
        yield cell.ljust(width) if index == 0 or cell[:1].isalpha() else cell.rjust(width)
