"""The collector of garbage is calmed once a process, and what a scan leaves behind is still collected."""

import platform
import subprocess
import sys

import pytest

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


GIVING_BACK = """
from monitor.look.heap import give_back, settle_in

def held():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

settle_in()
pages, kept = [], []
for number in range(4_000):
    pages.append(bytes([number % 256]) * 10_000)
    kept.append(bytes([number % 256]) * (1_000 if number % 100 else 1_001))
full = held()
del pages
give_back()
assert full - held() > 20_000_000, "what was freed between things that stay is given back as well"
assert sum(map(len, kept)) == 4_000_040
"""


def test_the_program_itself_is_frozen_and_nothing_else() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries give back as they like")
def test_what_pages_left_behind_is_given_back() -> None:
    ran = subprocess.run([sys.executable, "-c", GIVING_BACK], check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
