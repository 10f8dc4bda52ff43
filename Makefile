# make run        set up, build, run the whole chain on corpora/, then serve the studio until Ctrl-C
# make test       set up and run all tests
# make setup      install the Debian packages that are missing and check Swift (run and test do this first)
# make build      build the program (release)
# make lint       formatting and rules, without changing anything
# make format     format all sources
# make bench      the product's own benchmarks, with their figures
# make reference  remake the golden files with the live reference libraries and compare
# make measure    text and tables beside other tools, on ../shared/fixtures (FIXTURES=DIR)
# make fuzz       10,000 mutants of good PDFs, then every parser FUZZ_SECONDS=60 long: damaged files, and libFuzzer
# make torture    kill a run on the whole corpora twenty times and compare the datasets
# make clean      remove what was built (documents and output/ stay)

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test setup setup-test build lint format bench reference measure fuzz torture clean

PACKAGES := pkg-config libpoppler-glib-dev libpoppler-private-dev poppler-data fonts-ipaexfont-gothic libsqlite3-dev libdnnl-dev \
            libmicrohttpd-dev libsodium-dev zlib1g-dev
# A browser for the tests of the pages; nothing that a user of the program needs.
TEST_PACKAGES := $(PACKAGES) chromium chromium-driver
# One configuration for program and tests: nothing is built twice, and models run at full speed in the tests.
CONFIGURATION := -c release
PROGRAM := .build/release/shikomi
PORT := 8420
FUZZ_SECONDS := 60
FIXTURES := ../shared/fixtures

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

setup:
	@./.ci/setup $(PACKAGES)

setup-test:
	@./.ci/setup $(TEST_PACKAGES)

build:
	swift build $(CONFIGURATION) --product shikomi-reader
	swift build $(CONFIGURATION) --product shikomi

run: setup build
	$(PROGRAM) run
	$(PROGRAM) studio --open --port $(PORT)

test: setup-test
	swift build $(CONFIGURATION) --build-tests -Xswiftc -enable-testing
	@./.ci/test $(CONFIGURATION) --skip-build --disable-xctest -Xswiftc -enable-testing

lint:
	swift format lint --strict --parallel --recursive Package.swift Sources Tests

format:
	swift format format --in-place --parallel --recursive Package.swift Sources Tests

bench: setup build
	@./.ci/bench $(PROGRAM)

reference: setup-test
	@./.ci/reference
	swift test $(CONFIGURATION) --disable-xctest -Xswiftc -enable-testing --filter LiveReferenceTests

measure: setup build
	@./.ci/measure $(PROGRAM) $(FIXTURES)

# The first inputs of the parsers are made from the golden files by a script.
fuzz: setup-test
	@./.ci/setup python3
	@./.ci/fuzz $(FUZZ_SECONDS)
	SHIKOMI_FUZZ_SECONDS=$(FUZZ_SECONDS) swift test $(CONFIGURATION) --disable-xctest -Xswiftc -enable-testing --filter Fuzz

torture: setup-test
	SHIKOMI_TORTURE=1 swift test $(CONFIGURATION) --disable-xctest -Xswiftc -enable-testing --filter Torture

clean:
	rm -rf .build
