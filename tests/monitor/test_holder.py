"""Who holds a lease, and whether that process still lives."""

import socket
import subprocess
import sys

from monitor.holder import is_gone, this_process


def test_this_process_is_not_gone() -> None:
    assert not is_gone(this_process())


def test_a_process_that_ended_is_gone() -> None:
    ask = "from monitor.holder import this_process; print(this_process())"
    ended = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert is_gone(ended.stdout.strip())


def test_a_later_process_of_the_same_number_is_another() -> None:
    host, pid, start = this_process().rsplit("/", 2)
    assert is_gone(f"{host}/{pid}/{int(start) - 1}")


def test_what_cannot_be_told_counts_as_alive() -> None:
    _, pid, start = this_process().rsplit("/", 2)
    for holder in (f"elsewhere.test/{pid}/{start}", "", "someone", f"{socket.gethostname()}/x/1"):
        assert not is_gone(holder)
