# Everything happens in .venv, in this folder; `make clean` takes it all away.

PYTHON ?= python3
INPUT ?= seeds
OUTPUT ?= out
ARGS ?=
BENCH ?= extraction metadata language deduplicate scale memory isolation pipeline stream

BIN := .venv/bin
READY := .venv/.ready
READY_DEV := .venv/.ready-dev
READY_BENCH := .venv/.ready-bench
MADE_OF := pyproject.toml deploy/constraints.txt
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint deploy/constraints.txt
CHECK_PYTHON = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "Copydesk needs Python 3.11 or newer, and $(PYTHON) is not; name another: make PYTHON=python3.12" >&2; false; }

# An environment that does not start, or was moved here from elsewhere, is not ready.
$(shell $(BIN)/python -c '' 2>/dev/null && grep -qxF '$(CURDIR)' $(READY) 2>/dev/null || rm -f $(READY) $(READY_DEV) $(READY_BENCH))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run prism test test-runners test-kafka test-deploy check bench format lock clean

help: ## List what can be made
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 20

run: $(READY) ## Run the pipeline: INPUT=seeds OUTPUT=out ARGS="--format parquet"
	@$(BIN)/copydesk run --input $(INPUT) --output $(OUTPUT) $(ARGS)

test: $(READY_DEV) ## Run the tests: ARGS="tests/read -k gzip"
	@$(BIN)/python -m pytest --numprocesses auto $(ARGS)

test-runners: $(READY_DEV) ## Compare what each runner writes: ARGS="-k flink"
	@$(BIN)/python tests/runners/setup.py
	@$(BIN)/python -m pytest tests/runners $(ARGS)

test-kafka: $(READY_DEV) ## Test with a real broker of Apache Kafka: ARGS="-k retention"
	@$(BIN)/python tests/kafka/setup.py
	@$(BIN)/python -m pytest tests/kafka $(ARGS)

prism: $(READY_DEV) ## Build Prism, Beam's local runner for streams, with Go: .cache/prism
	@$(BIN)/python tests/runners/setup.py prism

test-deploy: ## Check deploy/ with hadolint, Kubernetes' schemas, Dataflow's runner and Airflow
	@PYTHON=$(PYTHON) tests/deploy/setup
	@.cache/deploy/tools/bin/python -m pytest tests/deploy $(ARGS)

check: $(READY_DEV) ## Lint, check the format, check the types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

bench: $(READY_BENCH) ## Measure beside peers: BENCH="extraction language" ARGS="--runs 1"
	@set -e; for each in $(BENCH); do echo "== $$each"; $(BIN)/python tests/benchmarks/bench_$$each.py $(ARGS); done

format: $(READY_DEV) ## Mend the format, and what the linter can mend
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

lock: ## Renew deploy/constraints.txt
	@deploy/lock $(PYTHON)

clean: ## Remove the environment, the output and what tools leave behind
	rm -rf .venv .cache out out-* build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): $(MADE_OF)
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { $(CHECK_PYTHON) && $(PYTHON) -m venv --clear .venv; }
	@echo "Installing Copydesk into .venv; the first time takes a minute or two"
	@$(INSTALL) --editable .
	@echo '$(CURDIR)' > $@

$(READY_DEV): $(READY)
	@echo "Installing the tools for development into .venv"
	@$(INSTALL) --editable '.[dev]'
	@touch $@

$(READY_BENCH): $(READY_DEV)
	@echo "Installing what is measured beside Copydesk into .venv"
	@$(INSTALL) --editable '.[dev,bench]'
	@touch $@
