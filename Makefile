# Two commands: `make` builds everything, `make test` tests everything. `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(if $(filter Windows_NT,$(OS)),$(VENV)/Scripts,$(VENV)/bin)
SUBMITTED ?= grading/submitted
ASSIGNMENT ?= toy-conv
WORKERS ?= 3

# Tools call each other by name (nbgrader calls alembic), so the environment comes first on the path.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := all
.PHONY: all setup dev book pdf exercises release sample grade test mutants check format new-version clean help

all: setup book exercises sample  ## set up, build the book, release the exercises, grade the sample class
	@echo
	@echo "The book:             _build/html/index.html"
	@echo "The exercises:        exercises/toy-conv/toy-conv.ipynb"
	@echo "The sample's grades:  grading/results/sample/grades.csv"
	@echo "The sample's feedback: grading/results/sample/feedback/"

setup: $(VENV)/.course  ## make .venv with everything the course needs

# A stamp is newer than what it was made from, so the second time costs nothing.
$(VENV)/.course: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 to 3.13 is needed; this is " + sys.version.split()[0] + ". Say which: make PYTHON=python3.12" if not (3, 11) <= sys.version_info[:2] <= (3, 13) else 0)'
	@test -x $(BIN)/python || { echo "Making $(VENV) ..."; $(PYTHON) -m venv $(VENV); }
	@echo "Installing what the course needs (a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.course requirements-dev.txt
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

dev: $(VENV)/.dev  ## set up what a contributor needs: the tests' tools, and the hooks that git runs before a commit
	@pre-commit install

book: $(VENV)/.course  ## build the book into _build/html
	@echo "Building the book ..."
	jupyter-book build . -W -n --keep-going

pdf: $(VENV)/.dev  ## print the book into _build/convolution-by-hand.pdf (needs Chromium or Chrome)
	@echo "Building the book as one page ..."
	@jupyter-book build . --builder singlehtml --path-output _build/pdf -q
	@python book/print_pdf.py

exercises: _build/.exercises  ## make exercises/ from solutions/

# Made again when a solution changes, and when somebody has changed what was made.
_build/.exercises: $(VENV)/.course $(wildcard solutions/*.py solutions/*/*.py exercises/*/*.ipynb) nbgrader_config.py _config.yml autograder/notebook/sources.py autograder/notebook/install_cell.py
	@echo "Releasing the exercises ..."
	@for solution in solutions/*.py; do \
		name=$$(basename $$solution .py | tr _ -); \
		nbgrader generate_assignment $$name --log-level=ERROR || exit 1; \
		echo "  exercises/$$name/$$name.ipynb"; \
	done
	@mkdir -p _build && touch $@

release: exercises  ## make the students' package, _build/convolution-by-hand-students.zip: exercises, modlab and the judge, no answers
	@echo "Making the students' package ..."
	@autograder release

sample: $(VENV)/.course  ## grade a small class in which much goes wrong
	@echo "Grading the sample class ..."
	@autograder sample
	@autograder grade toy-conv --submitted grading/sample --out grading/results/sample --time-limit 3 --i-trust-these-submissions

grade: $(VENV)/.course  ## grade a class: make grade ASSIGNMENT=toy-conv SUBMITTED=folder
	autograder grade $(ASSIGNMENT) --submitted $(SUBMITTED)

# One process for the book, one for the grader, one for the rest: they wait so much that two cores are enough for three. Each computes with
# one thread, or three would fight over the cores. tests/conftest.py says which tests stay together.
test: export OPENBLAS_NUM_THREADS = 1
test: $(VENV)/.dev  ## run every test
	pytest -n $(WORKERS) --dist loadgroup

mutants: $(VENV)/.course  ## change every solution in every small way, and see that no check overlooks it (half an hour)
	autograder mutants --out book/data/mutants.json

check: $(VENV)/.dev  ## look for lint, wrong format, wrong types and imports that go astray; change nothing
	@failed=; for tool in "ruff check ." "ruff format --check ." mypy lint-imports; do \
		echo "$$tool"; $$tool || failed="$$failed  $$tool"; \
	done; test -z "$$failed" || { echo "Not in order:$$failed"; exit 1; }

format: $(VENV)/.dev  ## format the code and mend what can be mended
	ruff check --fix-only .
	ruff format .

new-version: $(VENV)/.dev  ## make a version: make new-version VERSION=0.2.0 (changelog, checks, students' package, commit, tag)
	@python .ci/new_version.py "$(VERSION)"

clean:  ## remove what the commands above made, but not grading/submitted
	rm -rf _build .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis

help:  ## show this
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14
