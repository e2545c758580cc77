"""The collector of garbage is calmed once a process, and what a scan leaves behind is still collected."""

import subprocess
import sys

PROGRAM = """
import asyncio.sslproto
import gc
from monitor.look.heap import settle_in

settle_in()
frozen, thresholds = gc.get_freeze_count(), gc.get_threshold()
late = [[] for _ in range(1_000)]
settle_in()
assert gc.get_freeze_count() == frozen > 1_000, "later calls freeze nothing"
assert gc.isenabled() and thresholds[0] > 700
ring = []
ring.append(ring)
del ring
assert gc.collect() >= 1
assert 16_384 < asyncio.sslproto.SSLProtocol.max_size < 65_536, "asyncio keeps that much for each connection"
"""


def test_the_program_itself_is_frozen_and_nothing_else() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
