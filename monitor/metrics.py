"""Figures for Prometheus: what the books say of the monitor, and what this process did. Made when asked for."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from monitor.workers.worker import Worker
from registry.pulse import Pulse


def exposition(
    office: str, figures: Pulse, now: datetime, waiting: Mapping[str, float], worker: Worker | None
) -> bytes:
    """The text that Prometheus reads. ``waiting``: seconds the oldest job of each lane has waited."""
    registry = CollectorRegistry()
    registry.register(_Figures(office, figures, now, waiting, worker))
    return generate_latest(registry)


class _Figures(Collector):
    def __init__(
        self, office: str, figures: Pulse, now: datetime, waiting: Mapping[str, float], worker: Worker | None
    ) -> None:
        self._office, self._figures, self._now = office, figures, now
        self._waiting, self._worker = waiting, worker

    def collect(self) -> Iterator[Metric]:
        """All figures."""
        pulse = self._figures
        yield self._gauge("hosts", "Hosts of active targets", pulse.hosts)
        yield self._gauge("hosts_probed", "Hosts visited within two hours", pulse.probed)
        yield self._gauge("probes_behind_ratio", "Part of the hosts not visited when due", pulse.behind)
        lag = "How far the host that waits longest is behind its schedule"
        yield self._gauge("schedule_lag_seconds", lag, pulse.lag)
        yield self._gauge("blind", "1 when every visit of the last hour was put down to our own line", pulse.blind)
        if pulse.last_probe is not None:
            age = (self._now - pulse.last_probe).total_seconds()
            yield self._gauge("last_probe_age_seconds", "Since the last visit to any host", age)
        yield self._gauge("scans_running", "Scans under way", pulse.running)
        yield self._gauge("visits_planned", "Visits of running scans still to be made", pulse.planned)
        yield self._gauge("visits_failed_day", "Visits of a day that failed by a defect of ours", pulse.failed)
        yield self._gauge("pages_day", "Pages read in scans of a day", pulse.pages)
        yield self._by("probes_hour", "Visits of the last hour", "outcome", pulse.probes)
        yield self._by("judgements_day", "Judgements of a day", "outcome", pulse.outcomes)
        yield self._by("mails", "Mails", "state", pulse.mails)
        yield self._by("queue_age_seconds", "How long the oldest job of a lane has waited", "lane", self._waiting)
        if self._worker is not None:
            yield from self._of_worker(self._worker)

    def _of_worker(self, worker: Worker) -> Iterator[Metric]:
        for name, counts in (("errands_done", worker.counts.done), ("errands_failed", worker.counts.failed)):
            family = CounterMetricFamily(f"govwatch_{name}", "Errands of this worker", labels=["office", "what"])
            for what, number in counts.items():
                family.add_metric([self._office, what], number)
            yield family
        reaped = CounterMetricFamily("govwatch_reaped", "Jobs of dead workers brought back", labels=["office", "to"])
        reaped.add_metric([self._office, "again"], worker.counts.reaped)
        reaped.add_metric([self._office, "aside"], worker.counts.aside)
        yield reaped
        yield self._gauge("loop_lag_seconds", "Longest time the event loop stood still", worker.watchdog.worst)
        computed = "Most processor time used while it stood still"
        yield self._gauge("loop_lag_processor_seconds", computed, worker.watchdog.computed)
        yield self._gauge("loop_lag_now_seconds", "How long it stood still when last looked", worker.watchdog.last)

    def _gauge(self, name: str, about: str, value: float) -> Metric:
        family = GaugeMetricFamily(f"govwatch_{name}", about, labels=["office"])
        family.add_metric([self._office], value)
        return family

    def _by(self, name: str, about: str, label: str, values: Mapping[str, float]) -> Metric:
        family = GaugeMetricFamily(f"govwatch_{name}", about, labels=["office", label])
        for word, number in values.items():
            family.add_metric([self._office, word], number)
        return family
