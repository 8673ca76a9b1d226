# Waymark. `make` alone lists what there is.

.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DEVELOPING := $(VENV)/.developing
# Two tests a core: each waits for sockets half of its time.
WORKERS := $(shell $(PYTHON) -c 'import os; print(2 * (os.cpu_count() or 1))')
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(VENV)-lock/bin/pip-compile --quiet \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras

.PHONY: help install demo test lint bench soak fleet pictures lock clean

help:  ## List these targets
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do \
		printf '  make %-9s %s\n' "$$name" "$$what"; done

install: $(INSTALLED)  ## Create .venv, which holds the waymark command

demo: $(INSTALLED)  ## See it work: the bot beside a local Slack, in the browser
	$(BIN)/waymark sandbox

# A worker that is done takes over half of another's tests. Bytecode: each worker loads every test.
test: $(DEVELOPING)  ## Run the tests
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

lint: $(DEVELOPING)  ## Check style, types and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict bot storage prompts tests
	$(BIN)/lint-imports --no-logo

bench: $(DEVELOPING)  ## Measure the ratios of speed (KEEP=1: keep the table to compare with)
	$(BIN)/python -m pytest tests/bench -m bench --timeout 1800 $(if $(KEEP),--keep-table) $(ARGS)

soak: $(DEVELOPING)  ## Run the long tests
	$(BIN)/python -m pytest -m soak --timeout 3600 $(ARGS)

fleet: $(DEVELOPING)  ## Run the conversations on two web and two workers that are killed in turn
	$(BIN)/python -m pytest tests/scenarios --fleet --timeout 600 $(ARGS)

pictures: $(DEVELOPING)  ## Draw the screenshots anew (needs chromium)
	$(BIN)/python -m tests.pictures

lock:  ## Resolve the dependencies again and write both lock files
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip --disable-pip-version-check --quiet install 'pip-tools>=7.6.2'
	$(COMPILE) --upgrade --output-file requirements.lock pyproject.toml
	$(COMPILE) --upgrade --extra dev --constraint requirements.lock \
		--output-file requirements-dev.lock pyproject.toml
	rm -rf $(VENV)-lock

clean:  ## Remove what these targets made, the data folder excepted
	rm -rf $(VENV) $(VENV)-lock build dist .coverage htmlcov
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find bot storage prompts tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment: made again only when a lock or pyproject.toml changed -----------------------

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps -e .
	@touch $@

$(DEVELOPING): requirements-dev.lock $(INSTALLED)
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
