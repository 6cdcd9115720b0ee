"""What Prometheus may ask: pages by status, storage batches, queues, hashes."""

from collections.abc import Iterator

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from mockportal.portal.hashing import Hasher
from mockportal.portal.keys import Served
from mockportal.storage.engine import Engine


class Figures(Collector):
    """The figures of one process, read when they are asked for: a request pays an addition."""

    def __init__(self, served: Served, engine: Engine, hasher: Hasher) -> None:
        self._served = served
        self._engine = engine
        self._hasher = hasher

    def collect(self) -> Iterator[Metric]:
        """Return every figure."""
        pages = CounterMetricFamily(
            "mockportal_pages", "Answers of the portal", labels=("page", "status")
        )
        for (page, status), count in self._served.items():
            pages.add_metric((page, str(status)), count)
        yield pages
        yield self._batch_sizes()
        yield CounterMetricFamily(
            "mockportal_batch_seconds",
            "Time in the writer thread's batches",
            value=self._engine.batches.seconds,
        )
        yield GaugeMetricFamily(
            "mockportal_writes_waiting", "Use cases that wait", value=self._engine.depth()
        )
        yield CounterMetricFamily(
            "mockportal_password_hashes", "Password hashes made", value=self._hasher.count
        )
        yield CounterMetricFamily(
            "mockportal_password_hash_seconds", "Time in them", value=self._hasher.seconds
        )

    def _batch_sizes(self) -> Metric:
        total, buckets = 0, list[tuple[str, float]]()
        for most, count in self._engine.batches.sizes.items():
            total += count
            buckets.append((str(most), total))
        buckets.append(("+Inf", total))
        return HistogramMetricFamily(
            "mockportal_batch_size",
            "Use cases that shared a commit",
            buckets=buckets,
            sum_value=self._engine.batches.jobs,
        )
