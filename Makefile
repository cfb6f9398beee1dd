# `make help` lists the targets. Everything happens in a virtual environment made from constraints.txt.

PYTHON ?= python3
VENV   ?= .venv
JOBS   ?= 2
CONFIG ?= configs/base.toml

BIN   := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
STAMP := $(VENV)/stamp
# The Pythons that pyproject.toml names: every pin of constraints.txt has a wheel for them, which `make resolve` checks.
SUPPORTED := $(shell sed -n 's/.*"Programming Language :: Python :: \(3\.[0-9]*\)".*/\1/p' pyproject.toml)
# Two makes at once take turns where flock exists; elsewhere they must not be started together.
LOCK  := $(if $(shell command -v flock 2>/dev/null),flock $(VENV).lock,)

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test gates docs resolve bench coverage clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  Variables: PYTHON=$(PYTHON) VENV=$(VENV) JOBS=$(JOBS) CONFIG=$(CONFIG); bench takes QUICK=1, test takes TESTS=path, ENGINE=compiled"

setup: $(STAMP)  ## make or refresh the environment

run: $(STAMP)  ## simulate the base case: `sim run $(CONFIG)`
	@$(BIN)/sim run $(CONFIG)
	@echo "  To go on: $(BIN)/sim, or sim alone after: . $(BIN)/activate"

TESTS ?= tests
ENGINE ?= simpy
test: $(STAMP)  ## the test suite
	@$(BIN)/python -m pytest -n $(JOBS) --engine $(ENGINE) $(TESTS)

gates: $(STAMP)  ## lint, layout, types, layers
	@failed=; for gate in "ruff check --quiet ." "ruff format --quiet --check ." "mypy --no-error-summary" "lint-imports --no-logo --no-cache"; do \
	  echo "$$gate"; $(BIN)/$$gate || failed="$$failed $${gate%% *}"; \
	done; [ -z "$$failed" ] || { echo "gates:$$failed" >&2; exit 1; }

docs: $(VENV)/docs-stamp  ## the documentation as a site, build/docs/index.html; a warning is an error
	@$(BIN)/python -m sphinx -b html -c docs -d build/doctrees -E -q -W --keep-going . build/docs
	@echo "build/docs/index.html: $$(find build/docs -name '*.html' | grep -c .) pages"

resolve: $(STAMP)  ## every pin has a wheel for every supported Python (ONLY=3.14: for that); installs nothing
	@for version in $(or $(ONLY),$(SUPPORTED)); do \
	  $(BIN)/python -m pip install -qq --dry-run --no-deps --ignore-installed --target $(VENV)/none \
	    --only-binary :all: --implementation cp --python-version $$version -r constraints.txt || { \
	    echo "A pin of constraints.txt has no wheel for Python $$version on this kind of machine." >&2; exit 1; }; \
	  echo "Python $$version: all $$(grep -c == constraints.txt) pins have wheels"; \
	done

bench: $(STAMP)  ## benchmarks; QUICK=1 runs each once, for what it asserts
	@$(BIN)/python -m pytest benchmarks $(if $(QUICK),-n $(JOBS) --benchmark-disable,--benchmark-columns=min,median,stddev,rounds)

coverage: $(STAMP)  ## the test suite under coverage, worker processes included
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -n $(JOBS) $(TESTS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

clean:  ## remove the environment and all caches; results stay
	@rm -rf $(VENV) $(VENV).lock .venv-3.1[0-9] .venv-3.1[0-9].lock build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis \
	  .import_linter_cache .benchmarks .coverage .coverage.* htmlcov
	@find sim tests $(wildcard benchmarks docs) -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is written last and removed first: without it the environment is rebuilt from nothing, so an interrupted
# make leaves no half of one behind. Its age is looked at again once the lock is held: another make may have done the work.
# The build backend is installed from the same constraints and used without isolation, so it is pinned like the rest.
define SETUP
set -eu
if [ $(STAMP) -nt pyproject.toml ] && [ $(STAMP) -nt constraints.txt ] && [ -x $(BIN)/sim ]; then exit 0; fi
if [ -e $(STAMP) ] && $(BIN)/python -m pip --version >/dev/null 2>&1; then
  echo "$(VENV): refreshing"
  rm -f $(STAMP)
else
  echo "$(VENV): installing, about a minute"
  $(PYTHON) -m venv --clear $(VENV)
fi
$(BIN)/python -m pip install -qq -c constraints.txt hatchling editables
$(BIN)/python -m pip install -qq -c constraints.txt --no-build-isolation -e ".[dev]"
touch $(STAMP)
echo "$(VENV): ready, $$($(BIN)/python --version)"
endef
export SETUP

# What only the site needs is added when it is first made.
$(VENV)/docs-stamp: $(STAMP)
	@$(BIN)/python -m pip install -qq -c constraints.txt --no-build-isolation -e ".[docs]"
	@touch $@

$(STAMP): pyproject.toml constraints.txt
	@sh .ci/supported "$(PYTHON)" $(or $(firstword $(MAKECMDGOALS)),setup) $(SUPPORTED)
	@$(LOCK) sh -c "$$SETUP"
