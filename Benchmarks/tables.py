"""The tables of docs/performance.md."""


def seconds(value: float | None) -> str:
    if value is None:
        return "–"
    if value < 0.1:
        return f"{1000 * value:.0f} ms" if value >= 0.01 else f"{1000 * value:.1f} ms"
    return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


def factor(value: float) -> str:
    """Returns a ratio with two digits that count."""
    return f"{value:.2g}" if value < 10 else f"{value:,.0f}"


def table(header: list[str], alignment: str, rows: list[list[str]]) -> str:
    marks = {"l": "---", "r": "--:"}
    lines = [header, [marks[letter] for letter in alignment], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def runs_table(parts: dict[str, dict]) -> str:
    """What was measured when, on what, and how busy the machine was."""
    machines: dict[tuple, list[str]] = {}
    for part, known in parts.items():
        for run in known["runs"]:
            before, after = run["load"]
            told = f"{part} on {run['date']} in {run['seconds'] / 60:.0f} min, load {before:.1f} before and {after:.1f} after"
            machines.setdefault((run["machine"], ", ".join(run["versions"])), []).append(told)
    return "\n\n".join(f"{machine}; {versions}.  \n" + "; ".join(told) + "." for (machine, versions), told in machines.items())


def budget_table(rows: list[dict]) -> str:
    lines = []
    for row in rows:
        times = f"{seconds(row['seconds'])} : {seconds(row['reference'])}" if "seconds" in row else ""
        digits = 0 if row["value"] >= 100 else 1 if row["value"] >= 10 else 2
        lines.append([
            row["work"], row["size"], times, f"{row['value']:.{digits}f} {row['unit']}", f"{row['budget']:g}",
            "yes" if row["met"] else "**no**",
        ])  # fmt: skip
    met = sum(row["met"] for row in rows)
    heading = f"{met} of {len(rows)} are met.\n\n"
    return heading + table(["work", "tickets", "times", "measured", "at most", "met"], "llrlrl", lines)


def tracker_table(trackers: dict[str, dict]) -> str:
    """Two tables: listing what is open, and changing one item; each figure with its ratio to tick's at the same size."""
    sizes = sorted({int(size) for tracker in trackers.values() for size in tracker["sizes"]})
    result = []
    for what, title in (("list", "List what is open"), ("change", "Change one item")):
        lines = []
        for name, tracker in trackers.items():
            cells = [cell(tracker, trackers["tick"], what, size) for size in sizes]
            lines.append([f"**{name}**" if name == "tick" else name, *cells, memory(tracker, what)])
        header = [title, *(f"{size:,}" for size in sizes), "memory"]
        result.append(table(header, "l" + "r" * (len(sizes) + 1), lines))
    return "\n\n".join(result)


def cell(tracker: dict, tick: dict, what: str, size: int) -> str:
    if tracker["version"] is None:
        return "not installed"
    measured = tracker["sizes"].get(str(size))
    if measured is None and tracker.get("failures"):
        return "failed"
    if measured is None:
        return "too slow" if size in tracker.get("not_measured", []) else ""
    if not measured.get(what):
        return "–"
    found, own = measured[what], tick["sizes"].get(str(size), {}).get(what)
    once = "¹" if found["runs"] == 1 else ""
    share = f" ({factor(found['seconds'] / own['seconds'])} ×)" if own and tick is not tracker else ""
    return seconds(found["seconds"]) + once + share


def memory(tracker: dict, what: str) -> str:
    known = [int(size) for size, figures in tracker["sizes"].items() if figures.get(what)]
    return f"{tracker['sizes'][str(max(known))][what]['megabytes']:.0f} MB" if known else "–"


def notes(trackers: dict[str, dict]) -> str:
    """What each tracker was given, and what changing one item means to it."""
    lines = []
    for name, tracker in trackers.items():
        version = tracker["version"] or "could not be installed"
        change = f"{tracker['change']}: {tracker['change_writes']}" if tracker["change"] else "changes nothing"
        if tracker.get("failures"):
            # What a program said of itself may name folders of the machine; it stays in the JSON.
            told = [failure if failure.startswith("lists ") else "a command failed" for failure in tracker["failures"]]
            change += "; " + "; ".join(told)
        lines.append([name, f"{tracker['package']} {version}", tracker["source"], tracker["data"], change])
    slow = [name for name, tracker in trackers.items() if tracker.get("not_measured")]
    told = "¹ measured once. `×`: of tick's time at the same size. Memory: the most that one process held, at the largest size."
    if slow:
        told += f" Too slow: {', '.join(slow)} would take more than twenty seconds a run, judged by the size before;"
        told += " measured once at the largest round size that takes less."
    return told + "\n\n" + table(["name", "version", "from", "where the tickets are", "change of one item"], "lllll", lines)


def growth_table(sizes: dict[str, dict]) -> str:
    known = sorted(int(size) for size in sizes)
    lines = []
    for kind, shown in (("seconds", seconds), ("megabytes", lambda value: f"{value:.0f} MB")):
        for name in sizes[str(known[0])][kind]:
            values = [sizes[str(size)][kind][name] for size in known]
            lines.append([name if kind == "seconds" else f"memory of {name}", *(shown(value) for value in values)])
    return table(["", *(f"{size:,}" for size in known)], "l" + "r" * len(known), lines)
