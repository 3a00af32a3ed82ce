# Every target installs what it needs; the second run finds it done.
# Needs Python 3.11 or newer, make and a package index. Another Python: make test PYTHON=python3.12
PYTHON ?= python3
VENV := .venv
OLDEST := .venv-oldest
RUN := $(VENV)/bin/python -m
BUILD := build
TEST_TOOLS := "pytest>=8.2" "hypothesis>=6.100" "mpmath>=1.3"
COMMA := ,

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types notebook docs bench slow acceptance browser oldest clean

help:
	@echo "make demo      what a newcomer sees: pictures and tables from the sample, in demo/"
	@echo "make test      tests and docstring examples"
	@echo "make check     all that a change must pass: lint types test notebook docs"
	@echo "make browser   pages in a real browser; needs chromium"
	@echo "make oldest    unit and reference tests with the oldest supported versions"
	@echo "make slow      long simulations;  make bench: timings as ratios"
	@echo "make clean     remove environments and build folders"

demo: $(VENV)/.demo
	@$(RUN) scnvariation demo --out demo
	@echo "The command lies in $(VENV)/bin: type $(VENV)/bin/scnvariation, or activate the environment first: . $(VENV)/bin/activate"

test: $(VENV)/.dev | $(BUILD)
	$(RUN) pytest -n auto --junitxml=$(BUILD)/test.xml

check: lint types test notebook docs

lint: $(VENV)/.dev
	$(RUN) ruff check .
	$(RUN) ruff format --check .

types: $(VENV)/.dev
	$(RUN) mypy

notebook: $(VENV)/.dev
	$(VENV)/bin/python tools/run_notebooks.py notebooks

docs: $(VENV)/.docs
	$(RUN) sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

bench: $(VENV)/.bench
	$(VENV)/bin/python benchmarks/run.py

slow: $(VENV)/.dev | $(BUILD)
	$(RUN) pytest -n auto -m slow --junitxml=$(BUILD)/slow.xml

acceptance: $(VENV)/.dev | $(BUILD)
	$(RUN) pytest tests/acceptance -rs --junitxml=$(BUILD)/acceptance.xml

browser: $(VENV)/.dev
	$(RUN) pytest tests/browser -rs

oldest: $(OLDEST)/.installed | $(BUILD)
	$(OLDEST)/bin/python -m pytest tests/unit tests/reference --junitxml=$(BUILD)/oldest.xml

clean:
	rm -rf $(VENV) $(OLDEST) $(BUILD) dist demo docs/_build docs/api/generated

$(BUILD):
	mkdir -p $@

# Environments. A stamp is newer than what it was installed from, so that nothing is installed twice.

define create
	@command -v $(PYTHON) >/dev/null || { echo "No $(PYTHON) here. Install Python 3.11 or newer, or say which: make $(MAKECMDGOALS) PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is $$($(PYTHON) --version 2>&1); 3.11 or newer is needed. Say which to use: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(1) || { rm -rf $(1); echo "$(PYTHON) cannot create a virtual environment. On Debian and Ubuntu: sudo apt install python3-venv; then type the same command again."; exit 1; }
endef

$(VENV)/bin/python:
	$(call create,$(VENV))

define install
	@echo "Installing into $(1); the first time takes a few minutes."
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check $(2)
	@touch $@
endef

$(VENV)/.demo: pyproject.toml | $(VENV)/bin/python
	$(call install,$(VENV),-e ".[report]")

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(call install,$(VENV),-e ".[dev]")

$(VENV)/.docs: pyproject.toml | $(VENV)/bin/python
	$(call install,$(VENV),-e ".[dev$(COMMA)docs]")

$(VENV)/.bench: pyproject.toml | $(VENV)/bin/python
	$(call install,$(VENV),-e ".[dev$(COMMA)bench]")

$(OLDEST)/bin/python:
	$(call create,$(OLDEST))

$(OLDEST)/.installed: pyproject.toml constraints/oldest.txt | $(OLDEST)/bin/python
	$(call install,$(OLDEST),-c constraints/oldest.txt -e ".[report$(COMMA)interactive]" $(TEST_TOOLS))
