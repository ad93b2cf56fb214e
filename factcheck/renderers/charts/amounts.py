"""amounts: how much of each session, from zero up, and the level that the last one is held against."""

from __future__ import annotations

from factcheck.readings import Chart
from factcheck.renderers.charts import svg

MOST_BARS = 61  # sixty sessions and the one that is spoken of
WIDEST = 44
ROOM = svg.LINE + 4  # over the bars: the last one's figure


def amounts(chart: Chart) -> svg.Drawn | None:
    found = [(day, value) for day, value in svg.dated(chart.points) if value >= 0][-MOST_BARS:]
    level = chart.base if svg.finite(chart.base) else None
    if len(found) + (level is not None) < 2 or not found:
        return None  # nothing to compare
    pitch = min(svg.WIDTH / len(found), WIDEST)
    left = svg.WIDTH - pitch * len(found)
    tall = [0.0, *(value for _, value in found), *([level] if level is not None else [])]
    axis = svg.upward(tall, ROOM + svg.PLOT, ROOM)
    tips = [(left + (i + 0.5) * pitch, axis(value)) for i, (_, value) in enumerate(found)]
    width = max(pitch * 0.7, 2)
    foot = ROOM + svg.PLOT + svg.LINE
    last = svg.shortened(found[-1][1])
    body = [
        svg.columns("steps", width, axis(0), tips[:-1]),
        svg.columns("steps in", width, axis(0), tips[-1:]),
        svg.line("zero", (left, axis(0)), (svg.WIDTH, axis(0))),
        svg.text(svg.WIDTH, tips[-1][1] - 5, last, "right strong halo"),
        svg.text(svg.WIDTH, foot, svg.day_words(found[-1][0]), "right"),
    ]
    said = f"{svg.day_words(found[-1][0])}: {last}"
    if len(found) > 1:
        said = f"{len(found)} sessions. {said}"
        if svg.WIDTH - left > 200:  # else the dates would touch
            body.append(svg.text(left, foot, svg.day_words(found[0][0])))
    if level is not None:
        body.append(svg.line("base", (0, axis(level)), (svg.WIDTH, axis(level))))
        body.append(svg.text(0, max(axis(level) - 4, 10), svg.shortened(level), "halo stated"))
        said += f"; dashed: {svg.shortened(level)}"
    return foot + 6, f"{said}.", body
