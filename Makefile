# Each target is one line. `make` sets a fresh machine up and prints every language; PYTHON=… names the Python to use.
# `make all` prints every language in every format.

READY := .venv/ready
DEV := .venv/ready-dev

# Python may keep what it compiled: the second `make` takes half the time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := print
.PHONY: print all release setup pins test verify lint bench clean
print: $(READY)
	@.venv/bin/brochure build

all: $(READY)
	@.venv/bin/brochure build --format all

release: $(READY)
	@.venv/bin/brochure release

test: $(DEV)
	@.venv/bin/pytest -m "not verify" -n auto --dist loadfile

verify: $(DEV)
	@.venv/bin/pytest -m verify -n auto --dist loadfile --durations=15

lint: $(DEV)
	@.venv/bin/ruff check . && .venv/bin/mypy && .venv/bin/lint-imports

bench: $(DEV)
	@.venv/bin/python benchmarks/bench.py
	@.venv/bin/python benchmarks/clinics.py

# Looks at the machine again, and mends what is missing.
setup:
	@PYTHON='$(PYTHON)' sh setup.sh

# Writes constraints.txt anew: the newest versions that pyproject.toml allows.
pins:
	@PYTHON='$(PYTHON)' sh setup.sh pins

clean:
	@rm -rf build

$(READY): pyproject.toml constraints.txt setup.sh .venv/bin/python
	@PYTHON='$(PYTHON)' sh setup.sh

$(DEV): $(READY)
	@PYTHON='$(PYTHON)' sh setup.sh dev

# Without a recipe: the rest is made anew when the Python is gone, for instance after an upgrade of the system.
.venv/bin/python:

# The folder was moved: .venv holds its old path in many places.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
.PHONY: $(READY)
endif
