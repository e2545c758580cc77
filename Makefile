# What a developer or an office types. Every target does its own set-up first; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help install demo test test-long lint fix types docs lock clean
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

lock: install  ## write requirements.lock anew from pyproject.toml
	@scripts/lock

clean:  ## remove the environment, caches and the demo's files; never an office's database or mail
	@rm -rf .venv build dist ./*.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache demo-city
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
