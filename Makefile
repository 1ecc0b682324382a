# A fresh machine needs Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
BIN = $(VENV)/bin
# The locks name every package with its version: nothing is left for pip to resolve, and a release
# of the day cannot slip in by the back door of an extra.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
export PYTHONPATH := $(CURDIR)/src:$(CURDIR)
export PYTHONUTF8 = 1

.PHONY: help setup science run test check bench lock docs clean

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /  /'

$(VENV)/run.stamp: requirements/run.lock
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed.") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --no-deps --require-hashes -r requirements/run.lock
	@printf '#!/bin/sh\nPYTHONPATH="$(CURDIR)/src" exec "$(CURDIR)/$(VENV)/bin/python" -m coupdepouce "$$@"\n' > $(BIN)/coupdepouce
	@chmod +x $(BIN)/coupdepouce
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.lock
	$(INSTALL) --no-deps --require-hashes -r requirements/dev.lock
	@touch $@

$(VENV)/science.stamp: $(VENV)/run.stamp requirements/science.lock
	$(INSTALL) --no-deps --require-hashes -r requirements/science.lock
	@touch $@

setup: $(VENV)/dev.stamp $(VENV)/science.stamp ## Create the environment with everything for development

science: $(VENV)/science.stamp ## Add what choosing a territory needs to the environment

run: $(VENV)/run.stamp ## Start the demonstration on PORT (8000)
	@COUPDEPOUCE_SITE_URL=$${COUPDEPOUCE_SITE_URL:-http://localhost:$(PORT)} $(BIN)/python -m coupdepouce demo
	@$(BIN)/python -m coupdepouce serve --port $(PORT)

test: setup ## Run the whole suite on SQLite, then on PostgreSQL
	$(BIN)/python -m tests.run

check: setup ## Style, types, contracts, docs in sync: runs all, counts failures
	$(BIN)/python -m tests.check

docs: setup ## Write docs/reference again from the code
	$(BIN)/python -m tests.reference --write

$(VENV)/bench.stamp: $(VENV)/dev.stamp $(VENV)/science.stamp requirements/bench.lock
	$(INSTALL) --no-deps --require-hashes -r requirements/bench.lock
	@touch $@

bench: setup $(VENV)/bench.stamp ## Measure speed and memory, as ratios in the same run
	$(BIN)/python -m benchmarks

lock: setup ## Renew the lock files
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade pyproject.toml -o requirements/run.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade --group dev -c requirements/run.lock pyproject.toml -o requirements/dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade --extra science -c requirements/run.lock -c requirements/dev.lock pyproject.toml -o requirements/science.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade --group bench -c requirements/run.lock -c requirements/dev.lock -c requirements/science.lock pyproject.toml -o requirements/bench.lock

clean: ## Remove the environment and the demonstration's data
	rm -rf $(VENV) var .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
