"""``make bench-crawl``: the product and its peers on the same site in one run; writes benchmarks/results/crawl.json.

Everything that visits runs on one core and the server on the other. Costs of a process are those of all of it, start-up
included; the ratios to lxml are measured within one process (:mod:`benchmarks.inside`).
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.measured import CORE, Cost, measured
from benchmarks.office import HOST, PROGRAM, set_up
from benchmarks.peers import START, Peer, peers
from benchmarks.site.generate import generate
from benchmarks.site.plan import Plan
from benchmarks.site.serve import Server, serving
from checks.check import load_checks
from checks.evidence import Page
from reports.files import write_whole

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "crawl.json"
PEER_SECONDS = 60.0
_LINKS = ("site.links", "site.links-home")


def main() -> None:
    """Run everything and write the results."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, default=HERE / ".work")
    options.add_argument("--rounds", type=int, default=5, help="rounds beside lxml")
    options.add_argument("--no-peers", action="store_true")
    options.add_argument("--gate", action="store_true", help="only the ratios to lxml; fails above their floors")
    chosen = options.parse_args()
    work: Path = chosen.work.absolute()
    work.mkdir(parents=True, exist_ok=True)
    plan = generate(work / "site")
    with serving(work / "site", work / "nginx") as server:
        result: dict[str, Any] = {"machine": machine()}
        inside = {mode: beside_lxml(mode, chosen.rounds, work) for mode in ("links", "every")}
        if not chosen.gate:
            result["govwatch"] = product(plan, work, server) | lxml_figures(inside["every"])
            result["govwatch_links_only"] = links_only(plan, inside["links"])
            result["peers"] = (
                {} if chosen.no_peers else {one.name: peer(one, plan, work, server) for one in peers(work)}
            )
            result["https_probes"] = https_probes(chosen.rounds, work)
            result["lxml_parse_ms"] = round(inside["links"]["lxml_parse_ms"], 3)
            write_whole(RESULTS, (json.dumps(result, ensure_ascii=False, indent=2) + "\n").encode())
            print(json.dumps(result, ensure_ascii=False, indent=2))
    ratios = {mode: round(inside[mode]["ratio"], 2) for mode in inside}
    print("ratio to lxml's bare parse:", ratios)
    if chosen.gate and (ratios["links"] > 2.0 or ratios["every"] > 4.5):
        sys.exit("above the floor: links 2.0, every check 4.5")


def machine() -> dict[str, Any]:
    """What this was measured on."""
    model = next((line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), "")  # fmt: skip
    return {"cpu": model, "cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}


def beside_lxml(mode: str, rounds: int, work: Path) -> dict[str, Any]:
    """Scans and lxml in one process of its own, on the visitors' core."""
    command = [sys.executable, "-m", "benchmarks.inside", mode, str(rounds), str(work)]
    done = subprocess.run(["taskset", "-c", str(CORE), *command], check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def https_probes(rounds: int, work: Path) -> dict[str, Any]:
    """Verified HTTPS visits a second, in a process of their own (:mod:`benchmarks.probes`)."""
    command = [sys.executable, "-m", "benchmarks.probes", str(rounds), str(work)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def lxml_figures(inside: dict[str, Any]) -> dict[str, Any]:
    """What was measured within one process."""
    return {
        "inside_cpu_ms_per_page": round(inside["cpu_ms_per_page"], 3),
        "ratio_to_lxml": round(inside["ratio"], 2),
        "worst_stall_ms": round(1000 * inside["worst_stall"]),
        "stalls_over_50_ms": inside["stalls"],
    }


def product(plan: Plan, work: Path, server: Server) -> dict[str, Any]:
    """``govwatch scan`` with every check, as an office runs it."""
    folder, result = work / "office", work / "scan.json"
    shutil.rmtree(folder, ignore_errors=True)
    config = set_up(folder)
    server.forget()
    cost = measured([*PROGRAM, "scan", "--config", str(config), "--json", str(result)], work / "scan.txt", 600)
    pages = server.pages()
    target = json.loads(result.read_text("utf-8"))["targets"][0]
    broken = {finding["about"] for finding in target["findings"] if finding["indicator"] in _LINKS}
    entered = [one.indicator for one in load_checks() if one.wants is Page]
    checks = [
        {"indicator": one["indicator"], "outcome": one["outcome"], "checked": one.get("checked", 0),
         "pages": pages if one["indicator"] in entered else None}
        for one in target["results"]
    ]  # fmt: skip
    return costs(cost, pages) | scored(broken, plan, f"http://{HOST}") | {"checks": checks}


def links_only(plan: Plan, inside: dict[str, Any]) -> dict[str, Any]:
    """Crawling and testing links alone."""
    figures = {"cpu_ms_per_page": round(inside["cpu_ms_per_page"], 3), "pages": inside["pages"]}
    rate = {"pages_per_second": round(inside["pages_per_second"])}
    return figures | rate | scored(set(inside["broken"]), plan, f"http://{HOST}") | lxml_figures(inside)


def peer(one: Peer, plan: Plan, work: Path, server: Server) -> dict[str, Any]:
    """What a peer cost and found, in both cores' time as it likes to run, within its time."""
    server.forget()
    output = work / f"{one.name}.txt"
    cost = measured(one.command, output, PEER_SECONDS, folder=work)
    pages = server.pages()
    version = subprocess.run(one.version, capture_output=True, text=True, check=False).stdout.strip().splitlines()
    broken = one.broken(output.read_text("utf-8", "replace"))
    return costs(cost, pages) | scored(broken, plan, START.rstrip("/")) | {"version": version[0] if version else ""}


def costs(cost: Cost, pages: int) -> dict[str, Any]:
    """What one process cost, a page."""
    return {
        "cpu_ms_per_page": round(1000 * cost.cpu / max(pages, 1), 3),
        "pages_per_second": round(pages / cost.wall, 1),
        "peak_mb": round(cost.peak),
        "pages": pages,
        "stopped": cost.stopped,
    }


def scored(broken: set[str], plan: Plan, origin: str) -> dict[str, Any]:
    """How many of the planted faults were found, and how much else was said to be broken."""
    planted = {(origin + address if address.startswith("/") else address) for address in plan.faults}
    return {"found": len(planted & broken), "planted": len(planted), "false_alarms": len(broken - planted)}


if __name__ == "__main__":
    main()
