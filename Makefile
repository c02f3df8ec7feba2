# Every target does its own set-up (.ci/bootstrap): a .venv, system packages, Python packages, each only when missing.

export OMP_WAIT_POLICY := PASSIVE
export GOMP_SPINCOUNT := 0

BIN := .venv/bin
SHELL := /bin/sh
.DEFAULT_GOAL := help

.PHONY: help setup demo test check bench soak tables policy clean

help:  ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup:  ## make .venv with guiwright in it, and get a browser
	@.ci/bootstrap

demo: setup  ## watch the embedded policy do 20 web tasks, and get a report
	@$(BIN)/guiwright demo

test:  ## run every test
	@.ci/bootstrap test
	@$(BIN)/python -m pytest

check:  ## lint, types, import directions
	@.ci/bootstrap test check
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup  ## measure steps per second of the web environments, and parses per second of every dialect
	@$(BIN)/python benchmarks/web_env.py
	@$(BIN)/python benchmarks/dialects.py

tables: setup  ## write the pages of the documentation that are made from the dialects and the MiniWoB tasks (half an hour)
	@$(BIN)/python docs/write_tables.py
	@$(BIN)/python docs/write_miniwob_tasks.py

soak:  ## the tests that count kills, seeds and random cases at their full counts; then hours of episodes, for leaks
	@.ci/bootstrap test
	@$(BIN)/python -m pytest --timeout 0 --fuzz 4000 --kills 200 --env-kills 200 --solver-seeds 20 \
		--mutations 1000000 --hostile 1000000 --replays 100 --reset-seeds 20 --settle-tries 200
	@$(BIN)/python benchmarks/soak.py

# What the embedded policy was shown: the tasks that it is scored on, many screens of the one that needs most, and others.
SCORED := click-test click-dialog focus-text enter-text click-test-2
OTHERS := click-button click-button-sequence click-checkboxes click-collapsible click-color click-dialog-2 click-link \
	click-option click-shape click-tab click-test-transfer click-widget enter-password enter-text-dynamic focus-text-2 \
	grid-coordinate login-user unicode-test
RECORD = $(BIN)/guiwright record --by solver --out runs/demonstrations

policy: setup  ## train the embedded policy anew (about an hour and a half on two cores)
	@$(RECORD) $(addprefix --task ,$(SCORED)) --episodes 870
	@$(RECORD) $(addprefix --task ,$(OTHERS)) --episodes 175
	@$(RECORD) --task click-test-2 --seed 1000 --episodes 2500
	@$(BIN)/guiwright train sft examples/embedded.toml
	@$(BIN)/python -m guiwright.agent.pretrained.ship runs/embedded/final

clean:  ## remove what set-up and tests made
	rm -rf .venv .links .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist
