# `make` lists what there is. Two commands do all the set-up on a fresh Debian machine with Swift and git:
# `make demo` and `make test`.

PREFIX ?= /usr/local
DESTDIR ?=

SWIFT ?= swift
BUILD_PACKAGES := pkg-config libgit2-dev libyaml-dev zlib1g-dev nettle-dev libkainjow-mustache-dev libcmark-gfm-dev \
	libcmark-gfm-extensions-dev libstemmer-dev tzdata
TEST_PACKAGES := $(BUILD_PACKAGES) python3 python3-venv ripgrep

# The Swift runtime goes into the binary, so that it runs where there is no toolchain.
RELEASE_FLAGS := -c release --static-swift-stdlib --product tick
RELEASE_TICK = $(shell $(SWIFT) build $(RELEASE_FLAGS) --show-bin-path)/tick

DEMO_DESK := .build-demo/desk
VENV := .build-venv
BENCH_VENV := .build-venv-bench
STAGE := .build-stage

BIN = $(DESTDIR)$(PREFIX)/bin
SHARE = $(DESTDIR)$(PREFIX)/share
BASH_COMPLETIONS = $(SHARE)/bash-completion/completions
ZSH_COMPLETIONS = $(SHARE)/zsh/site-functions
FISH_COMPLETIONS = $(SHARE)/fish/vendor_completions.d
MAN = $(SHARE)/man/man1
# Where `tick demo` looks for what it replays.
DEMO_SAMPLES = $(SHARE)/tickdown/samples/helpdesk

.DEFAULT_GOAL := help
# SwiftPM locks its build folder, so that targets side by side would only wait for each other.
.NOTPARALLEL:
.PHONY: help demo release test test-swift test-scripts faults race weeks browser fuzz install uninstall stage format lint bench clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

demo: release ## Build, make a demo desk in .build-demo/desk and look at it
	@Scripts/demo "$(RELEASE_TICK)" "$(DEMO_DESK)"

release: ## Build the release binary
	@Scripts/ensure-swift
	@Scripts/ensure-packages $(BUILD_PACKAGES)
	$(SWIFT) build $(RELEASE_FLAGS)

test: test-swift test-scripts ## Install what the tests need and run them all

test-swift: ## Run the Swift tests only
	@Scripts/ensure-swift
	@Scripts/ensure-packages $(TEST_PACKAGES)
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --parallel

test-scripts: release $(VENV)/.ready ## Run only the checks of Tests/Scripts, on the release binary
	@Tests/Scripts/run "$(RELEASE_TICK)" "$(VENV)/bin/python"

EVERY ?= 1
faults: release ## Break every system call of tick's writes once (EVERY=10: each tenth only); fill disks
	@Scripts/ensure-packages python3 strace
	@Tests/Faults/run faults "$(RELEASE_TICK)" --every $(EVERY)

race: release ## Let 8 writers race beside a person's git, and see that nothing is lost
	@Scripts/ensure-packages python3
	@Tests/Faults/run race "$(RELEASE_TICK)"

SCREENSHOTS ?= .build-browser
browser: release $(VENV)/.ready ## Open the pages of tick report in chromium, narrow and wide, light and dark (SCREENSHOTS=.build-browser)
	@Scripts/ensure-packages chromium
	@$(VENV)/bin/python Tests/Browser/check_pages.py --tick "$(RELEASE_TICK)" --screenshots "$(SCREENSHOTS)"

SEED ?= 1
weeks: release $(VENV)/.ready ## Let the demo desk live through four simulated weeks, twice, with tick run every hour (SEED=1)
	@$(VENV)/bin/python Tests/Scripts/four_weeks.py --tick "$(RELEASE_TICK)" --seed $(SEED)
	@$(VENV)/bin/python Tests/Scripts/killed_runs.py --tick "$(RELEASE_TICK)" --kills 200 --seed $(SEED)

$(VENV)/.ready: Tests/Scripts/requirements.txt
	@Scripts/ensure-packages python3 python3-venv
	python3 -m venv --clear $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r Tests/Scripts/requirements.txt
	@touch $@

install: stage ## Install tick, git-tick, completions and man pages (PREFIX=/usr/local DESTDIR=)
	install -d "$(BIN)" "$(BASH_COMPLETIONS)" "$(ZSH_COMPLETIONS)" "$(FISH_COMPLETIONS)" "$(MAN)"
	install -m 755 $(STAGE)/tick "$(BIN)/tick"
	ln -sf tick "$(BIN)/git-tick"
	install -m 644 $(STAGE)/completions/tick "$(BASH_COMPLETIONS)/tick"
	install -m 644 $(STAGE)/completions/_tick "$(ZSH_COMPLETIONS)/_tick"
	install -m 644 $(STAGE)/completions/tick.fish "$(FISH_COMPLETIONS)/tick.fish"
	install -m 644 $(STAGE)/man1/*.1 "$(MAN)/"
	rm -rf "$(DEMO_SAMPLES)"
	install -d "$(dir $(DEMO_SAMPLES))"
	cp -R samples/helpdesk "$(DEMO_SAMPLES)"

# Everything that is installed, made without the rights that installing needs.
stage: release
	@Scripts/ensure-packages python3
	@rm -rf $(STAGE)
	@mkdir -p $(STAGE)/completions $(STAGE)/man1
	install -m 755 "$(RELEASE_TICK)" $(STAGE)/tick
	@strip $(STAGE)/tick 2>/dev/null || true
	@$(STAGE)/tick --generate-completion-script bash > $(STAGE)/completions/tick
	@$(STAGE)/tick --generate-completion-script zsh > $(STAGE)/completions/_tick
	@$(STAGE)/tick --generate-completion-script fish > $(STAGE)/completions/tick.fish
	@$(STAGE)/tick --experimental-dump-help | \
		python3 Scripts/man_pages.py --out $(STAGE)/man1 --version "$$($(STAGE)/tick --version | sed 's/^tick //')"

uninstall: ## Remove what install put there (same PREFIX and DESTDIR)
	rm -f "$(BIN)/tick" "$(BIN)/git-tick" "$(BASH_COMPLETIONS)/tick" "$(ZSH_COMPLETIONS)/_tick" \
		"$(FISH_COMPLETIONS)/tick.fish" "$(MAN)/tick.1" "$(MAN)/git-tick.1" "$(MAN)"/tick-*.1
	rm -rf "$(SHARE)/tickdown"

format: ## Format the Swift sources
	@Scripts/ensure-swift
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests

lint: ## Hold the Swift sources against .swift-format
	@Scripts/ensure-swift
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests

BENCH ?=
BENCH_RESULTS ?= .build-bench/results

bench: release ## Measure tick beside git, rg and other trackers; write docs/performance.md (BENCH="--only budgets")
	@Scripts/ensure-packages python3 ripgrep hyperfine time
	@Benchmarks/install-trackers $(BENCH_VENV)
	@Benchmarks/run --tick "$(RELEASE_TICK)" --programs $(BENCH_VENV)/bin --results $(BENCH_RESULTS) $(BENCH) || [ $$? -eq 1 ]
	@Benchmarks/write_page $(BENCH_RESULTS)

SECONDS ?= 60
TARGETS ?=

fuzz: ## Feed made-up files to the parsers (SECONDS=60 TARGETS="front-matter query …")
	@Scripts/ensure-swift
	@Scripts/ensure-packages $(BUILD_PACKAGES) python3
	@Tests/Fuzz/run $(SECONDS) $(TARGETS)

clean: ## Remove everything that was built
	rm -rf .build .build-bench .build-browser .build-demo .build-fuzz $(VENV) $(VENV)-* $(STAGE)
