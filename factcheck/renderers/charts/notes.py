"""Labelled points whose labels never overlap: they stand in rows above or below the drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from factcheck.renderers.charts import svg

ROW = 2 * svg.LINE + 4

Stretch = tuple[float, float]


@dataclass(frozen=True)
class Note:
    """A point (x, y) of the drawing with words above and a figure below them."""

    x: float
    y: float
    words: str
    figure: str

    @property
    def lines(self) -> list[str]:
        return [text for text in (self.words, self.figure) if text]

    @property
    def stretch(self) -> Stretch:
        """From where to where the label runs: centred on its point where the edges allow it."""
        width = max(map(len, self.lines)) * svg.LETTER
        left = min(max(self.x - width / 2, 0), max(svg.WIDTH - width, 0))
        return left, left + width


def rows(notes: Iterable[Note]) -> list[list[Note]]:
    """The notes in as few rows as hold them side by side, placed from the right."""
    found: list[list[Note]] = []
    for note in sorted(notes, key=lambda n: -n.x):
        row = next((row for row in found if all(_apart(note, other) for other in row)), None)
        if row is None:
            found.append(row := [])
        row.append(note)
    return found


def label(placed: list[list[Note]], top: float, *, above: bool) -> list[str]:
    """The rows from `top` down, each note with a thin line to its point."""
    leaders, texts = [], []
    for number, row in enumerate(placed):
        y = top + number * ROW
        for note in row:
            edge = y + len(note.lines) * svg.LINE + 2 if above else y
            leaders.append(svg.line("leader", (note.x, edge), (note.x, note.y)))
            texts += _texts(note, y)
    return leaders + texts


def _texts(note: Note, y: float) -> list[str]:
    x, pinned = _pin(note.stretch)
    styles = [f"halo {pinned}", f"halo {pinned} strong"][-len(note.lines) :]
    return [
        svg.text(x, y + (i + 1) * svg.LINE - 3, text, " ".join(style.split()))
        for i, (text, style) in enumerate(zip(note.lines, styles, strict=True))
    ]


def _pin(stretch: Stretch) -> tuple[float, str]:
    """Which end of a text to pin: estimated widths are wrong by a little, edges must not be."""
    left, right = stretch
    if right >= svg.WIDTH - 1:
        return svg.WIDTH, "right"
    return (0, "") if left <= 1 else ((left + right) / 2, "centre")


def _apart(note: Note, other: Note) -> bool:
    return free(note.stretch, [other.stretch], gap=12)


def free(stretch: Stretch, taken: Iterable[Stretch], gap: float = 8) -> bool:
    """Whether `stretch` keeps its distance from all that is `taken`."""
    return all(stretch[1] + gap <= left or right + gap <= stretch[0] for left, right in taken)
