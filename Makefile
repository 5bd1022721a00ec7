# dpmlog: the build. `make help` lists what it can do; every variant builds in a folder of its own under build/.
# Variables: V (variant), BUILD (where: build), VERBOSE=1 (show commands), WITHOUT (libraries), CC, CFLAGS_EXTRA, PREFIX, DESTDIR, BENCH_SIZE.

V ?= release
CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
HOSTCC ?= cc
AR ?= ar
PKG_CONFIG ?= pkg-config
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
CLANG ?= clang

BUILD ?= build
B := $(BUILD)/$(V)
SOVERSION := 0
VERSION := $(shell sed -n 's/^\#define DPMLOG_VERSION "\(.*\)"/\1/p' include/dpmlog/version.h)

# ---- what there is to build -------------------------------------------------------------------------------------------

PLATFORM_OTHER := $(if $(filter Windows_NT,$(OS)),src/%posix.c,src/%windows.c)
SOURCES  := $(filter-out $(PLATFORM_OTHER),$(sort $(wildcard src/*/*.c src/*/*/*.c)))
CLI_SRC  := $(filter src/cli/%,$(SOURCES))
LIB_SRC  := $(filter-out src/cli/%,$(SOURCES))
GRAMMARS := $(sort $(wildcard grammars/*.yaml)) $(sort $(wildcard grammars/*.tsv))
PAGE     := $(sort $(wildcard src/output/html/page.*))
HEADERS  := $(wildcard include/*.h include/dpmlog/*.h)

UNIT_SRC    := $(sort $(wildcard tests/unit/*/*.c))
LAWS_SRC    := $(sort $(wildcard tests/laws/*.c))
THREADS_SRC := $(sort $(wildcard tests/threads/*.c))
FUZZ_SRC    := $(sort $(wildcard tests/fuzz/fuzz_*.c))
SUPPORT_SRC := $(sort $(wildcard tests/support/*.c))

object = $(patsubst %.c,$(B)/obj/%.o,$(1))
CLI_OBJ  := $(call object,$(CLI_SRC))
LIB_OBJ  := $(call object,$(LIB_SRC)) $(if $(wildcard src/rules/builtin.h),$(B)/gen/builtin.o) $(B)/gen/asset.o
SUPPORT  := $(if $(SUPPORT_SRC),$(B)/tests/support.a)
THREADS  := $(patsubst tests/threads/%.c,$(B)/tests/%,$(THREADS_SRC))
REPLAYS  := $(patsubst tests/fuzz/%.c,$(B)/tests/replay_%,$(FUZZ_SRC))
SUITES   := $(if $(UNIT_SRC),$(B)/tests/unit) $(if $(LAWS_SRC),$(B)/tests/laws)
PROGRAMS := $(SUITES) $(THREADS) $(REPLAYS)

# ---- how ---------------------------------------------------------------------------------------------------------------

WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla

FLAGS_release := -O2 -g -fvisibility=hidden
FLAGS_ci      := -O2 -g -fvisibility=hidden -Werror
FLAGS_debug   := -O1 -g -fvisibility=hidden -fno-omit-frame-pointer
FLAGS_asan    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
FLAGS_tsan    := -O1 -g -fno-omit-frame-pointer -fsanitize=thread
FLAGS_cov     := -O0 -g --coverage
VARIANTS      := release ci debug asan tsan cov
$(if $(filter $(V),$(VARIANTS)),,$(error V=$(V): there is $(VARIANTS)))

# what is used where it is there: faster inflating; tar, cab, 7z; databases. WITHOUT="libisal libarchive sqlite3" leaves out, and so do
# WITH_ISAL=0, WITH_LIBARCHIVE=0 and WITH_SQLITE=0.
LEFT_OUT  := $(WITHOUT) $(if $(filter 0,$(WITH_ISAL)),libisal) $(if $(filter 0,$(WITH_LIBARCHIVE)),libarchive) \
    $(if $(filter 0,$(WITH_SQLITE)),sqlite3)
OPTIONAL  := $(foreach lib,$(filter-out $(LEFT_OUT),libisal libarchive sqlite3),$(shell $(PKG_CONFIG) --exists $(lib) 2>/dev/null && echo $(lib)))
LIBS      := libpcre2-8 yaml-0.1 zlib $(OPTIONAL)
LIB_FLAGS := $(shell $(PKG_CONFIG) --cflags $(LIBS) 2>/dev/null) \
    $(if $(filter libisal,$(OPTIONAL)),-DDPM_WITH_ISAL) $(if $(filter libarchive,$(OPTIONAL)),-DDPM_WITH_LIBARCHIVE) \
    $(if $(filter sqlite3,$(OPTIONAL)),-DDPM_WITH_SQLITE)
LDLIBS    := -Wl,--as-needed $(shell $(PKG_CONFIG) --libs $(LIBS) 2>/dev/null) -lm
CRITERION  = $(shell $(PKG_CONFIG) --libs criterion 2>/dev/null || echo -lcriterion)

CFLAGS := -std=c11 -fPIC -pthread $(WARNINGS) $(FLAGS_$(V)) -Iinclude -Isrc $(LIB_FLAGS) $(CFLAGS_EXTRA)
LINK    = $(CC) -pthread $(filter -O% -g -fsanitize=% --coverage,$(FLAGS_$(V))) $(LDFLAGS)

Q := $(if $(VERBOSE),,@)
say = $(if $(VERBOSE),,@echo "  $(1) $(patsubst $(CURDIR)/%,%,$(2))")

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: FORCE
MAKEFLAGS += --no-builtin-rules

# ---- products ----------------------------------------------------------------------------------------------------------

.PHONY: all
all: $(B)/libdpmlog.a $(B)/libdpmlog.so $(if $(CLI_SRC),$(B)/dpmlog) ## build the library and the program (V=release, debug, asan, tsan, cov)

$(B)/libdpmlog.a: $(LIB_OBJ)
	$(call say,AR ,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/libdpmlog.so.$(SOVERSION): $(LIB_OBJ) tools/exports.map
	$(call say,LD ,$@)
	$(Q)$(LINK) -shared -Wl,-soname,libdpmlog.so.$(SOVERSION) -Wl,--version-script=tools/exports.map -o $@ $(LIB_OBJ) $(LDLIBS)

$(B)/libdpmlog.so: $(B)/libdpmlog.so.$(SOVERSION)
	$(Q)ln -sf $(<F) $@

$(B)/dpmlog: $(CLI_OBJ) $(B)/libdpmlog.a
	$(call say,LD ,$@)
	$(Q)$(LINK) -o $@ $^ $(LDLIBS)

$(B)/obj/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC ,$<)
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# tests may see what the library hides
$(B)/obj/tests/%.o: CFLAGS += -Itests/support -Wno-missing-prototypes

# the rules, and the style and script of the HTML report, turned into bytes that the library carries
$(BUILD)/embed: tools/embed.c
	@mkdir -p $(@D)
	$(call say,CC ,$<)
	$(Q)$(HOSTCC) -std=c11 -O1 -Wall -Wextra -o $@ $<

$(B)/gen/builtin.c: $(BUILD)/embed $(GRAMMARS) $(B)/grammars
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)$(BUILD)/embed rules/builtin.h builtin $(GRAMMARS) > $@

$(B)/gen/asset.c: $(BUILD)/embed $(PAGE)
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)$(BUILD)/embed output/html/asset.h asset $(PAGE) > $@

$(B)/gen/%.o: $(B)/gen/%.c $(B)/flags
	$(call say,CC ,$<)
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# Files that change only when what they state does: so that other flags or a removed grammar rebuild what depends on them.
state = @mkdir -p $(@D); printf '%s\n' '$(1)' | cmp -s - $@ || printf '%s\n' '$(1)' > $@
$(B)/flags: FORCE
	$(call state,$(CC) $(CFLAGS))
$(B)/grammars: FORCE
	$(call state,$(GRAMMARS))

# ---- tests -------------------------------------------------------------------------------------------------------------

TIMEOUT ?= 120

# an archive: a test gets what it uses of it
$(B)/tests/support.a: $(call object,$(filter-out %/fuzz_replay.c %/test_limit.c,$(SUPPORT_SRC)))
	@mkdir -p $(@D)
	$(call say,AR ,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# of the program, what needs neither terminal nor clock
$(B)/tests/unit: $(call object,$(UNIT_SRC) tests/support/test_limit.c src/cli/progress_text.c) $(SUPPORT) $(LIB_OBJ)
	@mkdir -p $(@D)
	$(call say,LD ,$@)
	$(Q)$(LINK) -o $@ $^ $(CRITERION) $(LDLIBS)

$(B)/tests/laws: $(call object,$(LAWS_SRC) tests/support/test_limit.c) $(SUPPORT) $(LIB_OBJ)
	@mkdir -p $(@D)
	$(call say,LD ,$@)
	$(Q)$(LINK) -o $@ $^ $(CRITERION) $(LDLIBS)

$(THREADS): $(B)/tests/%: $(B)/obj/tests/threads/%.o $(SUPPORT) $(LIB_OBJ)
	@mkdir -p $(@D)
	$(call say,LD ,$@)
	$(Q)$(LINK) -o $@ $^ $(LDLIBS)

$(REPLAYS): $(B)/tests/replay_%: $(B)/obj/tests/fuzz/%.o $(B)/obj/tests/support/fuzz_replay.o $(LIB_OBJ)
	@mkdir -p $(@D)
	$(call say,LD ,$@)
	$(Q)$(LINK) -o $@ $^ $(LDLIBS)

.PHONY: tests
tests: all $(PROGRAMS)

.PHONY: run-tests
run-tests: tests
	@tools/run_tests.sh $(B) $(TIMEOUT) $(PROGRAMS)

.PHONY: check
check: ## build and run every test: unit, laws, command line, threads, examples, fixtures
	@tools/install_deps.sh build test
	@+$(MAKE) --no-print-directory V=$(V) tests
	@tools/run_tests.sh $(B) $(TIMEOUT) $(PROGRAMS)

.PHONY: asan
asan: ## the same under AddressSanitizer and UBSan; a leak fails the run
	@+$(MAKE) --no-print-directory V=asan run-tests

.PHONY: tsan
tsan: ## the thread programs and parallel runs of dpmlog under ThreadSanitizer
	@+$(MAKE) --no-print-directory V=tsan all threads
	@tools/run_threads.sh $(BUILD)/tsan $(patsubst $(B)/%,$(BUILD)/tsan/%,$(THREADS))

.PHONY: browser
browser: all ## the HTML report in Chromium; PICTURE=docs/report.png, PICTURES=FOLDER: screenshots too
	@tools/install_deps.sh build browser
	@tools/run_browser.sh $(B) $(BUILD)/browser $(if $(PICTURE),--picture $(PICTURE)) $(if $(PICTURES),--pictures $(PICTURES))

.PHONY: threads
threads: $(THREADS)

.PHONY: adversary
adversary: all ## work grows linearly with the input, counted in instructions
	@python3 -B tests/support/adversary.py $(B)/dpmlog

.PHONY: valgrind
valgrind: ## dpmlog under valgrind over some fixtures
	@+$(MAKE) --no-print-directory V=debug all
	@tools/run_valgrind.sh $(BUILD)/debug

.PHONY: cov
cov: ## line coverage of the tests, file by file
	@+$(MAKE) --no-print-directory V=cov tests
	@find $(BUILD)/cov -name '*.gcda' -delete
	@tools/run_tests.sh $(BUILD)/cov $(TIMEOUT) $(patsubst $(B)/%,$(BUILD)/cov/%,$(PROGRAMS))
	@tools/coverage.sh $(BUILD)/cov

.PHONY: golden
golden: all ## rewrite the expected output of the command-line tests; read the diff before you commit it
	@tools/run_cli.sh --golden $(B)

.PHONY: fixtures
fixtures: ## write the synthetic fixtures again
	python3 -B tests/support/make_fixtures.py fixtures

.PHONY: fuzz
fuzz: ## fuzz with libFuzzer: make fuzz F=scan SECONDS=60
	@tools/fuzz.sh "$(F)" "$(or $(SECONDS),60)" "$(CLANG)" "$(LIB_FLAGS) $(LDLIBS)"

# ---- judgement ---------------------------------------------------------------------------------------------------------

.PHONY: lint
lint: $(B)/gen/builtin.c ## clang-tidy, cppcheck, shellcheck, mandoc
	@tools/lint.sh "$(SOURCES)" "-std=c11 -Iinclude -Isrc $(LIB_FLAGS)"

.PHONY: format
format: ## put sources into the house's format, tables excepted: make format F="src/os/posix.c"
	clang-format -i $(F)

.PHONY: layers
layers: ## no include reaches up: the table in ARCHITECTURE.md decides
	@tools/layers.sh ARCHITECTURE.md

.PHONY: symbols
symbols: all ## the shared library exports dpm_* alone, and no object has writable globals
	@tools/symbols.sh $(B)

.PHONY: ci
ci: ## the whole CI, with -Werror
	@tools/install_deps.sh build test ci browser
	@+tools/ci.sh "$(MAKE)"

# ---- use ---------------------------------------------------------------------------------------------------------------

.PHONY: demo
demo: ## install what the build needs, build, analyze the fixtures
	@tools/install_deps.sh build
	@+$(MAKE) --no-print-directory V=$(V) all
	@tools/demo.sh $(B)

BENCH := $(BUILD)/bench/loggen $(BUILD)/bench/measure

.PHONY: bench
bench: ## compare with searchers over generated logs: make bench BENCH_SIZE=1G RUNS=5 BENCH_GROWTH=1
	@tools/install_deps.sh build bench
	@+$(MAKE) --no-print-directory V=release all $(BENCH)
	@bench/run.sh $(BUILD)/release "$(or $(BENCH_SIZE),1G)"

.PHONY: bench-check
bench-check: all $(BENCH) ## instructions on a byte of log: a rise of more than 5 % fails
	@tools/install_deps.sh build instructions
	@CC="$(CC)" bench/check.sh $(B)

.PHONY: bench-record
bench-record: all $(BENCH) ## write bench/instructions.tsv, which bench-check compares with
	@tools/install_deps.sh build instructions
	@CC="$(CC)" bench/check.sh $(B) --record

$(BUILD)/bench/%: bench/%.c
	@mkdir -p $(@D)
	$(call say,CC ,$<)
	$(Q)$(CC) -std=c11 -O2 -g $(WARNINGS) -o $@ $<

.PHONY: accuracy
accuracy: all ## how often the injected cause is named first, over simulated sites: make accuracy SEEDS=20
	@python3 -B tests/scenarios/accuracy.py $(B)/dpmlog --seeds $(or $(SEEDS),20)

COMPLETIONS := bash-completion/completions/dpmlog zsh/site-functions/_dpmlog fish/vendor_completions.d/dpmlog.fish

.PHONY: install
install: all $(B)/dpmlog.pc ## install under PREFIX (/usr/local), below DESTDIR if given
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/include/dpmlog $(DESTDIR)$(LIBDIR)/pkgconfig
	install -m 755 $(B)/dpmlog $(DESTDIR)$(PREFIX)/bin/
	install -m 644 include/dpmlog.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 include/dpmlog/*.h $(DESTDIR)$(PREFIX)/include/dpmlog/
	install -m 644 $(B)/libdpmlog.a $(DESTDIR)$(LIBDIR)/
	install -m 755 $(B)/libdpmlog.so.$(SOVERSION) $(DESTDIR)$(LIBDIR)/
	ln -sf libdpmlog.so.$(SOVERSION) $(DESTDIR)$(LIBDIR)/libdpmlog.so
	install -m 644 $(B)/dpmlog.pc $(DESTDIR)$(LIBDIR)/pkgconfig/
	$(if $(wildcard docs/dpmlog.1),install -D -m 644 docs/dpmlog.1 $(DESTDIR)$(PREFIX)/share/man/man1/dpmlog.1)
	install -d $(addprefix $(DESTDIR)$(PREFIX)/share/,$(dir $(COMPLETIONS)))
	$(B)/dpmlog completions bash > $(DESTDIR)$(PREFIX)/share/$(word 1,$(COMPLETIONS))
	$(B)/dpmlog completions zsh > $(DESTDIR)$(PREFIX)/share/$(word 2,$(COMPLETIONS))
	$(B)/dpmlog completions fish > $(DESTDIR)$(PREFIX)/share/$(word 3,$(COMPLETIONS))

.PHONY: uninstall
uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/dpmlog $(DESTDIR)$(PREFIX)/include/dpmlog.h $(DESTDIR)$(PREFIX)/share/man/man1/dpmlog.1
	rm -f $(patsubst include/%,$(DESTDIR)$(PREFIX)/include/%,$(filter include/dpmlog/%,$(HEADERS)))
	rm -f $(addprefix $(DESTDIR)$(LIBDIR)/,libdpmlog.a libdpmlog.so libdpmlog.so.$(SOVERSION) pkgconfig/dpmlog.pc)
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/share/,$(COMPLETIONS))
	-rmdir $(DESTDIR)$(PREFIX)/include/dpmlog

.PHONY: deb
deb: all ## make a Debian package: build/dpmlog_VERSION_ARCH.deb
	@tools/deb.sh "$(MAKE)" $(V) $(BUILD) $(VERSION)

.PHONY: debcheck
debcheck: ## install, run and remove the Debian package on a clean Debian, made by debootstrap; needs root and a network
	@tools/install_deps.sh build deb
	@+$(MAKE) --no-print-directory V=$(V) deb
	@tools/deb_check.sh $(BUILD)/dpmlog_$(VERSION)_$$(dpkg --print-architecture).deb $(BUILD)/debcheck

$(B)/dpmlog.pc: tools/dpmlog.pc.in Makefile FORCE
	@sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@LIBS@|$(LIBS)|' $< > $@

.PHONY: tags
tags: ## an index for editors: tags, compile_commands.json (by bear)
	ctags -R --languages=C include src
	bear -- $(MAKE) -B V=debug all

.PHONY: clean
clean: ## remove build/
	rm -rf $(BUILD)

.PHONY: help
help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-12s %s\n", $$1, $$2}' Makefile

-include $(shell find $(B) -name '*.d' 2>/dev/null)
