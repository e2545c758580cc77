"""A simulation of the whole country: 14,000 hosts watched by a few machines that fail.

    .venv/bin/python -m benchmarks.national [MACHINES] [DAYS]

Discrete and seeded: the same figures in every run. It checks the computation in docs/scale.md. The parameters stand
below, each with where it comes from; what is assumed says so.
"""

import heapq
import json
import random
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

HOSTS = 14_000
SLOT = 3600.0  # monitor.timetable: a visit an hour, at a place of its own within 80 % of it
JITTER = 0.8
TICK = 60.0  # monitor.commands.serving: the clock looks every minute
STALLED = 60.0  # monitor.workers.reaper
REAPER = 15.0
PLACES = 20  # settings, worker.probes
PROBE_FAST, PROBE_SLOW, SLOW_PART = 0.5, 15.0, 0.02  # assumed: 2 % of the hosts hang until the limit of 15 s
QUEUE = 0.011  # seconds a job costs the queue: 0.009 to 0.011 measured by make bench-scale (docs/scale.md)
PER_SECOND = 80.0  # jobs the queue hands over in a second: assumed, below the 90 that follow from QUEUE
MEAN_UP, MEAN_DOWN = 2 * 86_400.0, 900.0  # assumed: a machine dies every two days and is back after a quarter hour
DATABASE_EVERY, DATABASE_DOWN = 7 * 86_400.0, 120.0  # assumed: a restart a week takes two minutes
CLOCK_MEAN_UP, CLOCK_DOWN = 3 * 86_400.0, 120.0  # assumed: the clock's process dies and systemd starts it again


@dataclass(slots=True)
class Machine:
    """A machine with a worker: how many of its places are taken, and by what."""

    free: int = PLACES
    up: bool = True
    life: int = 0
    busy: set[int] = field(default_factory=set)


@dataclass(slots=True)
class World:
    """Everything at one moment."""

    chance: random.Random
    machines: list[Machine]
    now: float = 0.0
    events: list[tuple[float, int, str, tuple[int, ...]]] = field(default_factory=list)
    number: int = 0
    queue: deque[int] = field(default_factory=deque)
    queued: set[int] = field(default_factory=set)
    orphans: list[tuple[float, int]] = field(default_factory=list)
    last: dict[int, float] = field(default_factory=dict)
    database_up: bool = True
    clock_up: bool = True
    next_fetch: float = 0.0
    due: int = 0
    in_slot: int = 0
    late: list[float] = field(default_factory=list)

    def at(self, when: float, what: str, *about: int) -> None:
        """Let something happen."""
        self.number += 1
        heapq.heappush(self.events, (when, self.number, what, about))


def place_of(host: int, slot: int) -> float:
    """When in its slot a host is visited: fixed for host and slot, as by the hash in monitor.timetable."""
    return slot * SLOT + SLOT * JITTER * random.Random(host * 1_000_003 + slot).random()


def tick(world: World) -> None:
    """The clock queues what is due and was not made in this slot."""
    world.at(world.now + TICK, "tick")
    if not (world.clock_up and world.database_up):
        return
    slot = int(world.now // SLOT)
    for host in range(HOSTS):
        if host in world.queued or world.last.get(host, -1.0) >= slot * SLOT or PLACE[host][slot] > world.now:
            continue
        world.queued.add(host)
        world.queue.append(host)


def fetch(world: World) -> None:
    """Machines with a free place take jobs, as fast as the queue hands them over."""
    if not world.database_up:
        return
    world.next_fetch = max(world.next_fetch, world.now)
    for number, machine in enumerate(world.machines):
        while machine.up and machine.free and world.queue and world.next_fetch < world.now + 1:
            host = world.queue.popleft()
            world.next_fetch += 1 / PER_SECOND
            machine.free -= 1
            machine.busy.add(host)
            takes = QUEUE + (
                PROBE_SLOW if world.chance.random() < SLOW_PART else world.chance.expovariate(1 / PROBE_FAST)
            )
            world.at(world.next_fetch + takes, "done", number, machine.life, host)


def done(world: World, number: int, life: int, host: int) -> None:
    """A visit is entered, if its machine still lives and the database is there."""
    machine = world.machines[number]
    if machine.life != life:
        return
    machine.busy.discard(host)
    machine.free += 1
    if not world.database_up:  # the job is lost with its result, and brought back
        world.orphans.append((world.now + STALLED, host))
        return
    slot = int(world.now // SLOT)
    if world.last.get(host, -1.0) < slot * SLOT:
        world.last[host] = world.now
        world.in_slot += 1
        world.late.append(world.now - PLACE[host][slot])
    world.queued.discard(host)


def fail(world: World, number: int) -> None:
    """A machine dies with all it was doing."""
    machine = world.machines[number]
    machine.up = False
    machine.life += 1
    world.orphans += [(world.now + STALLED, host) for host in machine.busy]
    machine.busy.clear()
    world.at(world.now + world.chance.expovariate(1 / MEAN_DOWN), "up", number)


def rise(world: World, number: int) -> None:
    """A machine is back."""
    world.machines[number].up, world.machines[number].free = True, PLACES
    world.at(world.now + world.chance.expovariate(1 / MEAN_UP), "fail", number)


def reap(world: World) -> None:
    """Jobs of machines that gave no sign of life go to others."""
    world.at(world.now + REAPER, "reap")
    if not world.database_up:
        return
    ready = [host for when, host in world.orphans if when <= world.now]
    world.orphans = [one for one in world.orphans if one[0] > world.now]
    world.queue.extendleft(ready)


PLACE: list[list[float]] = []


def happen(world: World, what: str, about: tuple[int, ...]) -> None:
    """One event."""
    if what in WHAT:
        WHAT[what](world, *about)
    elif what == "second":
        world.at(world.now + 1, "second")
    elif what == "database":
        world.database_up = bool(about[0])
        world.at(world.now + (DATABASE_EVERY if about[0] else DATABASE_DOWN), "database", 1 - about[0])
    elif what == "clock":
        world.clock_up = bool(about[0])
        later = world.chance.expovariate(1 / CLOCK_MEAN_UP) if about[0] else CLOCK_DOWN
        world.at(world.now + later, "clock", 1 - about[0])


WHAT: dict[str, Callable[..., None]] = {"tick": tick, "done": done, "fail": fail, "up": rise, "reap": reap}


def simulate(machines: int, days: float, seed: int = 20261124) -> dict[str, object]:
    """Run the days; what came of it."""
    world = World(random.Random(seed), [Machine() for _ in range(machines)])
    slots = int(days * 24)
    PLACE[:] = [[place_of(host, slot) for slot in range(slots + 1)] for host in range(HOSTS)]
    for number in range(machines):
        world.at(world.chance.expovariate(1 / MEAN_UP), "fail", number)
    world.at(0.0, "tick")
    world.at(0.0, "reap")
    world.at(0.0, "second")
    world.at(DATABASE_EVERY / 2, "database", 0)
    world.at(world.chance.expovariate(1 / CLOCK_MEAN_UP), "clock", 0)
    while world.events and world.events[0][0] < days * 86_400:
        world.now, _, what, about = heapq.heappop(world.events)
        happen(world, what, about)
        fetch(world)
    due = HOSTS * slots
    late = sorted(world.late)
    return {
        "machines": machines, "days": days, "machines that died": sum(one.life for one in world.machines),
        "visits due": due,
        "made in their hour": world.in_slot, "on time": round(world.in_slot / due, 6),
        "late, median s": round(late[len(late) // 2]), "late, 99 % s": round(late[int(len(late) * 0.99)]),
        "late, worst s": round(late[-1]), "seed": seed,
    }  # fmt: skip


if __name__ == "__main__":
    asked = [float(one) for one in sys.argv[1:]]
    for count in [int(asked[0])] if asked else [2, 4, 8]:
        print(json.dumps(simulate(count, asked[1] if len(asked) > 1 else 7.0), ensure_ascii=False), flush=True)
