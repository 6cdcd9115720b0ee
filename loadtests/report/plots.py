"""Plots as inline SVG: styled by the page, named for screen readers, sharp in print."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from loadtests.report import scales
from loadtests.report.scales import Scale

Points = Sequence[tuple[float, float | None]]

_LEFT, _TOP, _BOTTOM = 58, 12, 28
_ROOMY = 500  # pixels: below, marks have no words
_GAP = 14  # pixels between two labels at the end of lines


@dataclass(frozen=True)
class Line:
    """One curve: its name stands at its end; ``style`` is a class of the style sheet."""

    name: str
    points: Points
    style: str
    filled: bool = False


@dataclass(frozen=True)
class Frame:
    """Size and axes of a plot."""

    width: int = 760
    height: int = 230
    right: int = 104
    until: float = 60.0
    unit: Callable[[float], str] = "{:g}".format
    logarithmic: bool = False
    floor: float = 0.0  # the least height of the axis, so that calm looks calm
    limit: tuple[float, str] | None = None  # a line that should not be crossed
    mark: tuple[float, str] | None = None  # an instant worth seeing
    stations: Sequence[tuple[float, str]] | None = None  # of the lower axis; none: instants


def plot(title: str, told: str, lines: Sequence[Line], frame: Frame) -> str:
    """Return a plot; ``told`` says in words what is to be seen."""
    x, y, values = _scales(lines, frame)
    inside = [
        _grid(values, y, frame),
        _instants(x, frame),
        _mark(x, frame),
        *(_curve(line, x, y, frame) for line in lines),
        _limit(y, frame),
        _names(lines, y, frame),
    ]
    return (
        f'<svg class="plot" viewBox="0 0 {frame.width} {frame.height}" role="img" '
        f'aria-label="{escape(title)}. {escape(told)}">{"".join(inside)}</svg>'
    )


def spark(points: Points, high: float, width: int = 120, height: int = 26) -> str:
    """Return a small curve without axes, for a cell of a table."""
    until = max((at for at, _ in points), default=1.0) or 1.0
    x, y = Scale(0, until, 1, width - 1), Scale(0, high or 1.0, height - 2, 2)
    path = _path(points, x, y)
    return (
        f'<svg class="spark" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-hidden="true"><path class="line p95" d="{path}"/></svg>'
    )


def _scales(lines: Sequence[Line], frame: Frame) -> tuple[Scale, Scale, list[float]]:
    x = Scale(0, frame.until or 1.0, _LEFT, frame.width - frame.right)
    seen = [value for line in lines for _, value in line.points if value is not None]
    seen += [frame.limit[0]] if frame.limit else []
    bottom, top = frame.height - _BOTTOM, _TOP
    if frame.logarithmic:
        positive = [value for value in seen if value > 0] or [0.001, 1.0]
        values = scales.log_ticks(min(positive), max(positive))
        return x, Scale(values[0], values[-1], bottom, top, True), values
    values = scales.ticks(max([frame.floor, *seen]) or 1.0, 4)
    return x, Scale(0, values[-1], bottom, top), values


def _grid(values: Sequence[float], y: Scale, frame: Frame) -> str:
    parts = []
    for value in values:
        at = y.at(value)
        parts.append(f'<path class="grid" d="M{_LEFT} {at:.1f}H{frame.width - frame.right}"/>')
        word = escape(frame.unit(value))
        parts.append(f'<text class="tick" x="{_LEFT - 8}" y="{at + 4:.1f}">{word}</text>')
    return "".join(parts)


def _instants(x: Scale, frame: Frame) -> str:
    bottom = frame.height - _BOTTOM
    parts = [f'<path class="axis" d="M{_LEFT} {bottom}H{frame.width - frame.right}"/>']
    stations = frame.stations or [(t, scales.clock(t)) for t in scales.time_ticks(frame.until)]
    for instant, word in stations:
        at = x.at(instant)
        parts.append(f'<path class="axis" d="M{at:.1f} {bottom}v4"/>')
        parts.append(f'<text class="instant" x="{at:.1f}" y="{bottom + 18}">{word}</text>')
    return "".join(parts)


def _mark(x: Scale, frame: Frame) -> str:
    if frame.mark is None or frame.mark[0] >= frame.until:
        return ""
    at, word = x.at(frame.mark[0]), escape(frame.mark[1])
    line = f'<path class="mark" d="M{at:.1f} {_TOP}V{frame.height - _BOTTOM}"/>'
    return (
        line
        if frame.width < _ROOMY
        else (f'{line}<text class="marked" x="{at - 5:.1f}" y="{_TOP + 9}">{word}</text>')
    )


def _limit(y: Scale, frame: Frame) -> str:
    if frame.limit is None:
        return ""
    at, word = y.at(frame.limit[0]), escape(frame.limit[1])
    right = frame.width - frame.right
    return (
        f'<path class="limit" d="M{_LEFT} {at:.1f}H{right}"/>'
        f'<text class="limited" x="{_LEFT + 6}" y="{at - 5:.1f}">{word}</text>'
    )


def _curve(line: Line, x: Scale, y: Scale, frame: Frame) -> str:
    path = _path(line.points, x, y)
    if not path:
        return ""
    area = _area(line.points, x, y, frame.height - _BOTTOM) if line.filled else ""
    filled = f'<path class="area {line.style}" d="{area}"/>' if area else ""
    return f'{filled}<path class="line {line.style}" d="{path}"/>'


def _path(points: Points, x: Scale, y: Scale) -> str:
    parts, drawing = [], False
    for at, value in points:
        if value is None:
            drawing = False
            continue
        parts.append(f"{'L' if drawing else 'M'}{x.at(at):.1f} {y.at(value):.1f}")
        if not drawing:
            parts.append("h0")  # a lone point shows as a dot, thanks to round caps
        drawing = True
    return "".join(parts)


def _area(points: Points, x: Scale, y: Scale, bottom: float) -> str:
    known = [(at, value) for at, value in points if value is not None]
    if len(known) < 2:
        return ""
    top = "".join(f"L{x.at(at):.1f} {y.at(value):.1f}" for at, value in known)
    first, last = x.at(known[0][0]), x.at(known[-1][0])
    return f"M{first:.1f} {bottom}{top}L{last:.1f} {bottom}Z"


def _names(lines: Sequence[Line], y: Scale, frame: Frame) -> str:
    """Write each name at the end of its curve, one under the other where they would meet."""
    ends = [(y.at(last), line) for line in lines if (last := _last(line)) is not None]
    placed: list[tuple[float, Line]] = []
    for at, line in sorted(ends, key=lambda end: end[0]):
        at = max(at, placed[-1][0] + _GAP) if placed else at
        placed.append((at, line))
    over = placed[-1][0] - (frame.height - _BOTTOM) if placed else 0
    shift = max(over, 0)
    left = frame.width - frame.right + 8
    return "".join(
        f'<text class="name {line.style}" x="{left}" y="{at - shift + 4:.1f}">'
        f"{escape(line.name)}</text>"
        for at, line in placed
    )


def _last(line: Line) -> float | None:
    return next((value for _, value in reversed(line.points) if value is not None), None)
