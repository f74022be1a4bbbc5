# The few commands a developer needs. Every scratch path is its own, because a change of flags rebuilds everything.
SWIFT ?= swift
PYTHON ?= python3
PREFIX ?= $(HOME)/.local
CHECKS = -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error

.PHONY: help build release test test-hosts soak bench install uninstall format lint clean

help:
	@echo "make build      debug build, warnings are errors"
	@echo "make release    release build: static Swift runtime and libraries, stripped, in .build-release/products"
	@echo "make test       everything: lint, architecture, build, unit, process, viewer and docs checks"
	@echo "make test-hosts the tests with real hosts, Codex CLI and Claude Code fetched, 10,000 fuzzed payloads"
	@echo "make soak       20 hosts with 500 sessions each, while hosts, hooks and the daemon are killed at random"
	@echo "make bench      release build, then the figures of Benchmarks/ as one table"
	@echo "make install    ./install.sh --prefix $(PREFIX)"
	@echo "make format     lay the sources out by .swift-format"
	@echo "make clean      remove build folders and the environments of tests and benchmarks"

build:
	$(SWIFT) build --scratch-path .build-debug $(CHECKS)

release:
	scripts/build-release

test:
	$(PYTHON) scripts/run-tests

test-hosts:
	MEMOS_TEST_HOSTS=download MEMOS_TEST_FUZZ=10000 $(PYTHON) scripts/run-tests hosts

soak:
	MEMOS_TEST_SESSIONS=500 $(PYTHON) scripts/run-tests soak

bench:
	scripts/build-release --with-bench
	MEMOS_BIN="$(CURDIR)/.build-release/products" $(PYTHON) Benchmarks/bench.py

install:
	./install.sh --prefix "$(PREFIX)"

uninstall:
	./install.sh --prefix "$(PREFIX)" --uninstall

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests
	$(PYTHON) scripts/check-architecture

clean:
	rm -rf .build .build-debug .build-release .venv .venv-bench .venv-hosts
