"""What may have gone wrong, and on which side: errors, messages, generator, portal."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from loadtests.quantities import spoken
from loadtests.report.plots import Line, Points
from loadtests.report.telling import (
    STYLES,
    Section,
    Table,
    Told,
    drawn,
    peak,
    said,
    seconds,
    summary,
)


def errors(told: Told) -> Section:
    """Tell what went wrong, by kind."""
    kinds = told.curves.by_kind()
    shown = list(kinds.items())[: len(STYLES)]
    lines = [
        Line(kind, told.curves.rates(sums), style)
        for (kind, sums), style in zip(shown, STYLES, strict=False)
    ]
    rows = [
        [kind, line["journey"], line["name"], str(times)]
        for line in (*told.lines("step"), *told.lines("message"))
        for kind, times in line["errors"].items()
    ]
    whole = sum(sum(sums) for sums in kinds.values())
    drawing = drawn(
        "Errors per second by kind",
        f"{whole} errors",
        lines,
        told.frame(height=170, right=150, unit=lambda v: f"{v:g}/s"),
        "« timeout » is a voter whose patience ended, « status 503 » a portal that says it cannot, "
        "« refused » a page that answered no, « strayed » a page that was not the promised one.",
    )
    words = "No click failed." if not whole else f"{whole} clicks had no answer or a wrong one."
    return Section(
        "errors",
        "Errors",
        words,
        [drawing] if whole else [],
        [Table("Errors", ["kind", "journey", "step", "times"], sorted(rows))] if rows else [],
    )


def messages(told: Told) -> Iterator[Section]:
    """Tell how long mails and texts took to arrive."""
    lines = told.lines("message")
    if not lines:
        return
    curves = [
        Line(
            f"{line['name'].removeprefix('✉ ').split(' by ')[-1]} p95",
            told.curves.percentiles([f"message\t{line['journey']}\t{line['name']}"], 95),
            style,
        )
        for line, style in zip(lines, STYLES, strict=False)
    ]
    rows = [
        [
            f"{line['journey']}: {line['name']}",
            str(line["felt"]["count"]),
            *(seconds(line["felt"][key]) for key in ("p50", "p95", "p99", "p100")),
        ]
        for line in lines
    ]
    heads = ["message", "received", "p50", "p95", "p99", "longest"]
    yield Section(
        "messages",
        "Messages",
        "From the answer to the request until the message is in the inbox.",
        [
            drawn(
                "Delay of messages",
                "p95 by kind",
                curves,
                told.frame(height=170, unit=spoken, logarithmic=True),
                "A gap means that no message was asked for in that while. Delays that grow to the "
                "right are an outbox that fills faster than it is emptied.",
            )
        ],
        [Table("Delay of messages", heads, rows)],
    )


def generator(told: Told) -> Section:
    """Tell whether the generator kept up."""
    limit = told.rush.generator.lateness_p99
    late = [
        Line("lateness p99", told.curves.percentiles(["generator\tlateness"], 99), "p99"),
        Line("wake-up p99", told.curves.percentiles(["generator\tlag"], 99), "sent"),
    ]
    workers: dict[int, list[tuple[float, float | None]]] = {}
    for one in told.results["health"]:
        workers.setdefault(one["worker"], []).append((max(one["at"], 0), one["cpu"] * 100))
    cpu = [
        Line(f"worker {worker + 1}", points, style)
        for (worker, points), style in zip(sorted(workers.items()), STYLES * 11, strict=False)
    ]
    overall = told.figures.overall("generator\tlateness")
    rows = [
        ["lateness of arrivals", *summary(overall)],
        ["lateness of its own wake-ups", *summary(told.figures.overall("generator\tlag"))],
    ]
    return Section(
        "generator",
        "The generator's own health",
        f"Voters must start on time for the run to count: p99 of at most {spoken(limit)}.",
        [
            drawn(
                "Lateness",
                said(overall),
                late,
                told.frame(height=170, unit=spoken, logarithmic=True, limit=(limit, "allowed")),
                "How long after their intended instant voters really began, and how late the "
                "generator woke from its own pauses. Above the dashed line its own load is in the "
                "figures.",
            ),
            drawn(
                "Processor of each worker, in percent of a core",
                "",
                cpu,
                told.frame(height=150, unit=lambda v: f"{v:g} %", floor=100),
                "One worker can use one core: above 80 % add workers, or lower the rate.",
            ),
        ],
        [Table("Lateness", ["", "p50", "p95", "p99", "longest"], rows)],
    )


def portal(told: Told) -> Iterator[Section]:
    """Tell what the portal looked like, where it can be seen."""
    samples = [one for one in told.results["portal"] if one["at"] >= -1]
    cpu = _slopes(samples, "cpu", 100.0)
    if not cpu:
        return
    memory = [(max(one["at"], 0), one["memory"] / 2**20) for one in samples if "memory" in one]
    drawings = [
        drawn(
            "Processor of the portal, in percent of a core",
            f"At most {peak(cpu):.0f} percent",
            [Line("portal", cpu, "one", filled=True)],
            told.frame(height=170, unit=lambda v: f"{v:g} %", floor=100),
            "One process can use a little more than one core. When it is full while latency "
            "rises, the processor is the limit; when it is not, look at locks, disk or network.",
        ),
        drawn(
            "Memory of the portal",
            f"At most {peak(memory):.0f} MB",
            [Line("memory", memory, "two", filled=True)],
            told.frame(height=130, unit=lambda v: f"{v:g} MB"),
            "Memory that goes on growing after the arrivals have settled is a leak.",
        ),
    ]
    sizes = _quotients(samples, "batched", "batches")
    if sizes:
        line = Line("writes", sizes, "three")
        reading = "Writes that share one commit to the disk: more company under load is right."
        frame = told.frame(height=130, floor=4)
        drawings.append(drawn("Writes per commit", "", [line], frame, reading))
    requests = told.figures.sum("requests")
    spent = samples[-1].get("cpu", 0) - samples[0].get("cpu", 0)
    words = f"{spent:.1f} s of processor for {requests} requests"
    each = f": {spent / requests * 1000:.2f} ms each" if requests else ""
    yield Section("portal", "The portal", f"{words}{each}.", drawings)


def _slopes(samples: Sequence[Mapping[str, Any]], key: str, unit: float) -> Points:
    known = [one for one in samples if key in one]
    return [
        (max(b["at"], 0), (b[key] - a[key]) / max(b["at"] - a["at"], 1e-6) * unit)
        for a, b in itertools.pairwise(known)
    ]


def _quotients(samples: Sequence[Mapping[str, Any]], part: str, whole: str) -> Points:
    known = [one for one in samples if part in one and whole in one]
    return [
        (max(b["at"], 0), (b[part] - a[part]) / (b[whole] - a[whole]))
        for a, b in itertools.pairwise(known)
        if b[whole] > a[whole]
    ]
