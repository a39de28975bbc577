"""Plots lines of time against size as SVG, on logarithmic axes, without any library."""

import dataclasses
import html
import math

WIDTH, HEIGHT = 900, 540
LEFT, RIGHT, TOP, BOTTOM = 84, 200, 56, 64
# Eight colours that colour-blind people tell apart (Okabe and Ito, 2008), lightened for a dark background; shapes tell, too.
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#a8457f", "#8a6d00", "#3b7ea1", "#b23a2e", "#5b5b9e", "#4d4d4d", "#2e7d32"]
DARK_COLOURS = ["#56b4e9", "#ff8c42", "#2fd0a0", "#e58cc0", "#f0e442", "#9ad0f5", "#ff7b6e", "#aaaaf0", "#cccccc", "#8bd68f"]
SHAPES = ["circle", "square", "triangle", "diamond"]


@dataclasses.dataclass
class Line:
    """A name and its points: size and seconds, in the order of sizes."""

    name: str
    points: list[tuple[float, float]]
    is_reference: bool = False


def plot(title: str, description: str, horizontal: str, vertical: str, lines: list[Line]) -> str:
    """Returns an SVG document that follows the reader's light or dark scheme."""
    lines = [line for line in lines if line.points]
    axes = Axes.around(lines)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title description">',
        f'<title id="title">{html.escape(title)}</title>', f'<desc id="description">{html.escape(description)}</desc>',
        f"<style>{style(len(lines))}</style>", f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}" rx="6"/>',
        f'<text class="title" x="{LEFT}" y="30">{html.escape(title)}</text>', *axes.drawn(horizontal, vertical),
    ]  # fmt: skip
    for number, line in enumerate(lines):
        parts += drawn(line, number, axes)
    parts += labels(lines, axes)
    return "\n".join([*parts, "</svg>"]) + "\n"


def style(count: int) -> str:
    def rules(paper: str, ink: str, grid: str, colours: list[str]) -> str:
        basic = f".paper{{fill:{paper}}}text{{fill:{ink}}}.grid{{stroke:{grid}}}.axis{{stroke:{ink}}}"
        each = [f".c{n}{{stroke:{colours[n % 10]}}}.f{n}{{fill:{colours[n % 10]}}}" for n in range(count)]
        return basic + "".join(each)

    fixed = (
        "text{font:13px system-ui,sans-serif}.title{font-size:17px;font-weight:600}.grid{stroke-width:1}"
        ".line{fill:none;stroke-width:2}.mine{stroke-width:4}.reference{stroke-dasharray:6 5}.bold{font-weight:700}"
    )
    light, dark = rules("#ffffff", "#24292f", "#e3e6ea", COLOURS), rules("#0d1117", "#e6edf3", "#2b3138", DARK_COLOURS)
    return f"{fixed}{light}@media(prefers-color-scheme:dark){{{dark}}}"


@dataclasses.dataclass
class Axes:
    """The ranges of both axes, as logarithms to base ten, and the sizes that were measured."""

    left: float
    right: float
    low: float
    high: float
    sizes: list[float]

    @classmethod
    def around(cls, lines: list[Line]) -> "Axes":
        known = sorted({size for line in lines for size, _ in line.points})
        sizes = [math.log10(size) for size in known]
        times = [math.log10(seconds) for line in lines for _, seconds in line.points]
        return cls(min(sizes) - 0.08, max(sizes) + 0.08, math.floor(min(times) - 0.05), math.ceil(max(times) + 0.05), known)

    def x(self, size: float) -> float:
        share = (math.log10(size) - self.left) / (self.right - self.left)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, seconds: float) -> float:
        share = (math.log10(seconds) - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    def marked_sizes(self) -> list[float]:
        """Returns the sizes measured whose labels do not touch; whole powers of ten go first."""
        marked: list[float] = []
        for size in sorted(self.sizes, key=lambda size: (math.log10(size) % 1 != 0, size)):
            if all(abs(self.x(size) - self.x(other)) > 64 for other in marked):
                marked.append(size)
        return marked

    def drawn(self, horizontal: str, vertical: str) -> list[str]:
        bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
        parts = []
        for power in range(int(self.low), int(self.high) + 1):
            y = self.y(10.0**power)
            parts.append(f'<line class="grid" x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>')
            parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{duration(10.0**power)}</text>')
        for size in self.marked_sizes():
            x = self.x(size)
            parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{bottom}"/>')
            parts.append(f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{size:,.0f}</text>')
        parts.append(f'<line class="axis" x1="{LEFT}" x2="{right}" y1="{bottom}" y2="{bottom}"/>')
        parts.append(f'<line class="axis" x1="{LEFT}" x2="{LEFT}" y1="{TOP}" y2="{bottom}"/>')
        middle = (LEFT + right) / 2
        parts.append(f'<text x="{middle:.0f}" y="{HEIGHT - 18}" text-anchor="middle">{html.escape(horizontal)}</text>')
        turn = f'transform="translate(20 {(TOP + bottom) / 2:.0f}) rotate(-90)"'
        parts.append(f'<text {turn} text-anchor="middle">{html.escape(vertical)}</text>')
        return parts


def duration(seconds: float) -> str:
    return f"{seconds:g} s" if seconds >= 1 else f"{1000 * seconds:g} ms"


def drawn(line: Line, number: int, axes: Axes) -> list[str]:
    """Returns the line and a mark at each point; tick's own line is the widest, references are dashed."""
    points = [(axes.x(size), axes.y(seconds)) for size, seconds in line.points]
    kind = "reference" if line.is_reference else "mine" if number == 0 else ""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts = [f'<polyline class="line c{number} {kind}" points="{path}"/>']
    for (x, y), (size, seconds) in zip(points, line.points):
        told = html.escape(f"{line.name}: {size:,.0f} tickets, {seconds:.3g} s")
        parts.append(f'<g class="f{number}">{mark(SHAPES[number % 4], x, y)}<title>{told}</title></g>')
    return parts


def mark(shape: str, x: float, y: float) -> str:
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    corners = {
        "square": [(-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)],
        "triangle": [(0, -6), (5.5, 4.5), (-5.5, 4.5)],
        "diamond": [(0, -6), (6, 0), (0, 6), (-6, 0)],
    }[shape]
    return f'<polygon points="{" ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)}"/>'


def labels(lines: list[Line], axes: Axes) -> list[str]:
    """Returns the names on the right, beside the last points, moved apart where they would touch; a thin line leads to each."""
    wanted = sorted((axes.y(line.points[-1][1]), number) for number, line in enumerate(lines))
    places, step = [], 17.0
    for y, _ in wanted:
        places.append(max(y, places[-1] + step) if places else y)
    overflow = places[-1] - (HEIGHT - BOTTOM) if places else 0
    for index in range(len(places) - 1, -1, -1):
        # From the bottom up: nothing below the axis, and each above the next.
        most = HEIGHT - BOTTOM if index == len(places) - 1 else places[index + 1] - step
        if overflow > 0:
            places[index] = min(places[index], most)
    parts = []
    x = WIDTH - RIGHT + 22
    for (y, number), place in zip(wanted, places):
        line = lines[number]
        end = axes.x(line.points[-1][0]) + 8
        weight = ' class="bold"' if number == 0 else ""
        parts.append(f'<line class="c{number}" opacity="0.5" x1="{end:.1f}" y1="{y:.1f}" x2="{x - 4}" y2="{place:.1f}"/>')
        parts.append(f'<text{weight} x="{x}" y="{place + 4:.1f}">{html.escape(line.name)}</text>')
    return parts
