# ssmlab. `make help` lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help quickstart test test-peers test-endpoint test-browser bench format setup

CONFIGURATION := release
SYSTEM_PACKAGES := libopenblas-dev libhdf5-dev libonig-dev zlib1g-dev pkg-config gnuplot-nox
FORMATTED := Package.swift $(wildcard Sources Plugins Tests docs/examples)
SSMLAB := .build/$(CONFIGURATION)/ssmlab
# An interpreter with the packages of requirements-peers.txt, to use instead of making one.
SSMLAB_PEERS_PYTHON ?=
PEERS_PYTHON := $(or $(SSMLAB_PEERS_PYTHON),.venv-peers/bin/python)
# The same for requirements-browser.txt.
SSMLAB_BROWSER_PYTHON ?=
BROWSER_PYTHON := $(or $(SSMLAB_BROWSER_PYTHON),.venv-browser/bin/python)

help: ## Say what the targets do
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 22

quickstart: setup ## Build, then train a small Mamba and compare it alone, with DeciMamba and with ReMamba
	swift build --configuration $(CONFIGURATION) --product ssmlab
	$(SSMLAB) run experiments/quickstart.yaml

test: setup ## Check the format, build with warnings as errors, run all tests
	@scripts/system-packages hdf5-tools
	@scripts/test $(CONFIGURATION) $(FORMATTED)

test-peers: setup ## Compare with torch and transformers, which are installed for it (about 5 GB)
	swift build --configuration $(CONFIGURATION) --product ssmlab
	$(if $(SSMLAB_PEERS_PYTHON),,scripts/python-environment Tests/Python/requirements-peers.txt .venv-peers)
	HF_HUB_OFFLINE=1 $(PEERS_PYTHON) Tests/Python/check_transformers.py $(SSMLAB)
	HF_HUB_OFFLINE=1 $(PEERS_PYTHON) Tests/Python/check_perplexity.py $(SSMLAB)

test-endpoint: setup ## Ask a real server of chat completions, which is installed for it (about 200 MB)
	swift build --configuration $(CONFIGURATION) --product ssmlab
	scripts/python-environment Tests/Python/requirements-endpoint.txt .venv-endpoint
	.venv-endpoint/bin/python Tests/Python/check_endpoint.py $(SSMLAB)

test-browser: setup ## Open reports in a headless Chromium, which is installed for it
	@scripts/system-packages chromium
	swift build --configuration $(CONFIGURATION) --product ssmlab
	$(if $(SSMLAB_BROWSER_PYTHON),,scripts/python-environment Tests/Python/requirements-browser.txt .venv-browser)
	rm -rf .build/browser
	$(SSMLAB) run experiments/quickstart.yaml 'seeds=[0, 1]' train.base.steps=60 train.adapt.steps=20 \
	    'evaluate.0.lengths=[128, 256, 512]' 'evaluate.0.depths=[0, 1]' --limit 2 --output .build/browser/quick
	$(SSMLAB) report .build/browser/quick .build/browser/quick --output .build/browser/several/report.html
	$(BROWSER_PYTHON) Tests/Python/check_report.py $$(command -v chromium) .build/browser/shots \
	    .build/browser/quick/report.html .build/browser/several/report.html

bench: setup ## Measure speed beside the limits of this machine
	swift build --configuration $(CONFIGURATION) --product ssmlab
	env -u OPENBLAS_CORETYPE $(SSMLAB) bench

format: ## Rewrite all Swift files in the project's format
	swift format format --in-place --parallel --recursive $(FORMATTED)

setup:
	@command -v swift >/dev/null || { echo 'error: Swift 6.2 or later is needed: https://www.swift.org/install' >&2; exit 1; }
	@scripts/system-packages $(SYSTEM_PACKAGES)
