# Each target is one line. `make` sets a fresh machine up and prints both brochures.

VENV := .venv
BROCHURE := $(VENV)/bin/brochure
PYTHON ?= python3
READY := $(VENV)/ready

.PHONY: all setup test verify lint bench clean
all: $(READY)
	@$(BROCHURE) build

setup: $(READY)
$(READY): pyproject.toml constraints.txt setup.sh
	@PYTHON=$(PYTHON) sh setup.sh

test: $(READY)
	@$(VENV)/bin/pytest -m "not verify"

verify: $(READY)
	@$(VENV)/bin/pytest -m verify

lint: $(READY)
	@$(VENV)/bin/ruff check . && $(VENV)/bin/mypy && $(VENV)/bin/lint-imports

bench: $(READY)
	@$(VENV)/bin/python benchmarks/bench.py

clean:
	@rm -rf build
