# dpmlog: the build. `make help` lists what it can do; every variant builds in a folder of its own under build/.
# Variables, each with what it is when nobody sets it:
#   VARIANT=release     release, ci (warnings are errors), debug, asan, tsan, cov
#   BUILD=build         the folder that variants build in
#   V=                  1 shows the commands
#   CC=gcc AR=ar CFLAGS_EXTRA= LDFLAGS=                   the tools, and flags that are added to ours
#   WITHOUT=            libraries to leave out where they are there: libisal libarchive libevtx sqlite3
#   FOR="build test"    what `make deps` installs for, also: ci bench fuzz browser deb docs format, or all
#   PREFIX=/usr/local LIBDIR=PREFIX/lib DESTDIR=          where `make install` installs
#   TIMEOUT=120         seconds until a test is ended
#   F= FUZZ_SECONDS=60  which fuzzer runs, and how long
#   BENCH_SIZE=1G RUNS=5 BENCH_GROWTH=1 SEEDS=20          sizes of benchmarks and of `make accuracy`

ifneq ($(filter deps,$(MAKECMDGOALS)),)

# `make deps demo`: what is installed first decides what is built, so a make of its own does the rest.
OTHER_GOALS := $(filter-out deps,$(MAKECMDGOALS))
.PHONY: deps other-goals $(OTHER_GOALS)
deps: ## install what is missing to build and test (Debian, Ubuntu): make deps, make deps FOR=bench
	@tools/deps.sh install $(or $(FOR),build test)
other-goals: deps
	@+$(MAKE) --no-print-directory $(OTHER_GOALS)
$(OTHER_GOALS): other-goals
	@:

else

VARIANT ?= release
CLANG ?= clang
CC := $(if $(filter fuzz,$(VARIANT)),$(CLANG),$(if $(filter default,$(origin CC)),gcc,$(CC)))
HOSTCC ?= cc
AR ?= ar
OBJCOPY ?= objcopy
PKG_CONFIG ?= pkg-config
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib

BUILD ?= build
B := $(BUILD)/$(VARIANT)
SOVERSION := 0
VERSION := $(shell sed -n 's/^\#define DPMLOG_VERSION "\(.*\)"/\1/p' include/dpmlog/version.h)

# ---- what there is to build -------------------------------------------------------------------------------------------

PLATFORM_OTHER := $(if $(filter Windows_NT,$(OS)),src/%posix.c,src/%windows.c)
SOURCES  := $(filter-out $(PLATFORM_OTHER),$(sort $(wildcard src/*/*.c src/*/*/*.c)))
CLI_SRC  := $(filter src/cli/%,$(SOURCES))
LIB_SRC  := $(filter-out src/cli/%,$(SOURCES))
GRAMMARS := $(sort $(wildcard grammars/*.yaml)) $(sort $(wildcard grammars/*.tsv))
PAGE     := $(sort $(wildcard src/output/html/page.* src/output/html/*.js))
HEADERS  := $(wildcard include/*.h include/dpmlog/*.h)

UNIT_SRC    := $(sort $(wildcard tests/unit/*/*.c))
LAWS_SRC    := $(sort $(wildcard tests/laws/*.c))
THREADS_SRC := $(sort $(wildcard tests/threads/*.c))
FUZZ_SRC    := $(sort $(wildcard tests/fuzz/fuzz_*.c))
SUPPORT_SRC := $(sort $(wildcard tests/support/*.c))

object = $(patsubst %.c,$(B)/obj/%.o,$(1))
CLI_OBJ  := $(call object,$(CLI_SRC))
LIB_OBJ  := $(call object,$(LIB_SRC)) $(if $(wildcard src/rules/builtin.h),$(B)/gen/builtin.o) $(B)/gen/asset.o $(B)/gen/names.o
SUPPORT  := $(if $(SUPPORT_SRC),$(B)/tests/support.a)
THREADS  := $(patsubst tests/threads/%.c,$(B)/tests/%,$(THREADS_SRC))
REPLAYS  := $(patsubst tests/fuzz/%.c,$(B)/tests/replay_%,$(FUZZ_SRC))
SUITES   := $(if $(UNIT_SRC),$(B)/tests/unit) $(if $(LAWS_SRC),$(B)/tests/laws)
PROGRAMS := $(SUITES) $(THREADS) $(REPLAYS)

# ---- how ---------------------------------------------------------------------------------------------------------------

WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla

# asserts are for our own bugs: on in all variants but those that are delivered
# what makes an attack on a parser harder, as far as compiler and machine have it; HARDENED=0 leaves it out (bench: what it costs)
HARDENED  ?= 1
comma     := ,
HARD_WANT := -fstack-protector-strong -fstack-clash-protection -fcf-protection
HARD_CC   := $(if $(filter 1,$(HARDENED)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 $(foreach f,$(HARD_WANT),$(shell \
    $(CC) -Werror $(f) -c -x c /dev/null -o /dev/null 2>/dev/null && echo $(f))))
HARD_LD   := $(if $(filter 1,$(HARDENED)),-Wl$(comma)-z$(comma)relro -Wl$(comma)-z$(comma)now -Wl$(comma)-z$(comma)noexecstack)
FLAGS_release := -O2 -g -fvisibility=hidden -DNDEBUG $(HARD_CC)
FLAGS_ci      := $(FLAGS_release) -Werror
FLAGS_debug   := -O1 -g -fvisibility=hidden -fno-omit-frame-pointer
FLAGS_asan    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
FLAGS_tsan    := -O1 -g -fno-omit-frame-pointer -fsanitize=thread
FLAGS_cov     := -O0 -g --coverage
FLAGS_fuzz    := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -Wno-bitwise-instead-of-logical
VARIANTS      := release ci debug asan tsan cov fuzz
$(if $(filter $(VARIANT),$(VARIANTS)),,$(error VARIANT=$(VARIANT): there is no such variant, only $(VARIANTS)))
$(if $(filter-out 0 1,$(V)),$(error V=$(V): V=1 shows the commands; a variant is chosen by VARIANT=$(V)))

# what is used where it is there: faster inflating; tar, cab, 7z; event logs; databases; reports in JSON to compare with. WITHOUT="libisal libarchive libevtx sqlite3 jansson"
# leaves out, and so do WITH_ISAL=0, WITH_LIBARCHIVE=0, WITH_EVTX=0, WITH_SQLITE=0 and WITH_JANSSON=0.
LEFT_OUT  := $(WITHOUT) $(if $(filter 0,$(WITH_ISAL)),libisal) $(if $(filter 0,$(WITH_LIBARCHIVE)),libarchive) \
    $(if $(filter 0,$(WITH_EVTX)),libevtx) $(if $(filter 0,$(WITH_SQLITE)),sqlite3) $(if $(filter 0,$(WITH_JANSSON)),jansson)
OPTIONAL  := $(foreach lib,$(filter-out $(LEFT_OUT),libisal libarchive libevtx sqlite3 jansson),$(shell \
    $(PKG_CONFIG) --exists $(lib) $(if $(filter libarchive,$(lib)),liblzma) 2>/dev/null && echo $(lib)))
# libarchive and SQLite, with what they need themselves, are most of what a start links: where a library has a file name of its own
# (ELF), it is loaded when the first archive is opened or a database is begun. LAZY= links them instead.
LAZY      ?= libarchive sqlite3 jansson
soname     = $(if $(filter $(1),$(LAZY)),$(shell $(OBJCOPY:%objcopy=%objdump) -p "$$($(CC) -print-file-name=$(2))" 2>/dev/null | awk '$$1 == "SONAME" {print $$2}'))
LZMA_SO    := $(if $(filter libarchive,$(OPTIONAL)),$(call soname,libarchive,liblzma.so))
ARCHIVE_SO := $(if $(filter libarchive,$(OPTIONAL)),$(call soname,libarchive,libarchive.so))
SQLITE_SO  := $(if $(filter sqlite3,$(OPTIONAL)),$(call soname,sqlite3,libsqlite3.so))
JANSSON_SO := $(if $(filter jansson,$(OPTIONAL)),$(call soname,jansson,libjansson.so))
LIBS      := libpcre2-8 yaml-0.1 zlib $(OPTIONAL) $(if $(filter libarchive,$(OPTIONAL)),liblzma)
LINKED    := $(filter-out $(if $(ARCHIVE_SO),libarchive) $(if $(LZMA_SO),liblzma) $(if $(SQLITE_SO),sqlite3) $(if $(JANSSON_SO),jansson),$(LIBS))
# "libpcre2-8 10.42, yaml-0.1 0.2.5": what it is built with, for --version -v and the SBOM
LIB_VERSIONS := $(shell for lib in $(LIBS); do echo "$$lib $$($(PKG_CONFIG) --modversion $$lib 2>/dev/null)"; done | paste -sd, | sed 's/,/, /g')
LIB_FLAGS := $(shell $(PKG_CONFIG) --cflags $(LIBS) 2>/dev/null) \
    $(if $(filter libisal,$(OPTIONAL)),-DDPM_WITH_ISAL) $(if $(filter libarchive,$(OPTIONAL)),-DDPM_WITH_LIBARCHIVE) $(if $(filter libevtx,$(OPTIONAL)),-DDPM_WITH_LIBEVTX) \
    $(if $(filter sqlite3,$(OPTIONAL)),-DDPM_WITH_SQLITE) $(if $(filter jansson,$(OPTIONAL)),-DDPM_WITH_JANSSON) \
    $(if $(ARCHIVE_SO),-DDPM_LIBARCHIVE_FILE=$(ARCHIVE_SO)) $(if $(LZMA_SO),-DDPM_LZMA_FILE=$(LZMA_SO)) $(if $(SQLITE_SO),-DDPM_SQLITE_FILE=$(SQLITE_SO)) $(if $(JANSSON_SO),-DDPM_JANSSON_FILE=$(JANSSON_SO))
LDLIBS    := -Wl,--as-needed $(shell $(PKG_CONFIG) --libs $(LINKED) 2>/dev/null) $(if $(ARCHIVE_SO)$(SQLITE_SO)$(JANSSON_SO),-ldl) -lm
CRITERION  = $(shell $(PKG_CONFIG) --libs criterion 2>/dev/null || echo -lcriterion)
TEST_LIBS := $(if $(SQLITE_SO),$(shell $(PKG_CONFIG) --libs sqlite3)) # tests read the databases that are written

CFLAGS := -std=c11 -fPIC -pthread $(WARNINGS) $(FLAGS_$(VARIANT)) -Iinclude -Isrc $(LIB_FLAGS) $(CFLAGS_EXTRA)
LINK    = $(CC) -pthread $(filter -O% -g -fsanitize=% --coverage,$(filter-out $(HARD_CC),$(FLAGS_$(VARIANT)))) $(if $(filter release ci,$(VARIANT)),$(HARD_LD)) $(LDFLAGS)

Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),,@echo "  $(1) $(patsubst $(CURDIR)/%,%,$(2))")

# names what is missing for these purposes, and how to get it; nothing but `make deps` installs anything
need = @CC="$(CC)" tools/deps.sh check
# builds on all cores, also where plain `make` was typed
build = +@$(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 2))

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: FORCE
MAKEFLAGS += --no-builtin-rules

# ---- products ----------------------------------------------------------------------------------------------------------

.PHONY: all
all: $(B)/libdpmlog.a $(B)/libdpmlog.so $(if $(CLI_SRC),$(B)/dpmlog) ## build the library and the program (VARIANT=release, ci, debug, asan, tsan, cov)

# One object whose hidden names are local: a program may have its own decode() and link the static library all the same.
$(B)/libdpmlog.o: $(LIB_OBJ)
	$(call say,LD ,$@)
	$(Q)$(CC) -r -nostdlib -o $@ $^
	$(if $(HIDES),$(Q)$(OBJCOPY) --localize-hidden $@)

$(B)/libdpmlog.a: $(B)/libdpmlog.o $(B)/ldlibs
	$(call say,AR ,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $<

$(B)/libdpmlog.so.$(SOVERSION): $(LIB_OBJ) tools/exports.map
	$(call say,LD ,$@)
	$(Q)$(LINK) -shared -Wl,-soname,libdpmlog.so.$(SOVERSION) -Wl,--version-script=tools/exports.map -o $@ $(LIB_OBJ) $(LDLIBS)

$(B)/libdpmlog.so: $(B)/libdpmlog.so.$(SOVERSION)
	$(Q)ln -sf $(<F) $@

# The program links the builder of texts itself, because the library hides its own; in variants that hide nothing it is there.
HIDES := $(filter -fvisibility=hidden,$(CFLAGS))
$(B)/dpmlog: $(CLI_OBJ) $(if $(HIDES),$(call object,src/base/strbuf.c)) $(B)/libdpmlog.a
	$(call say,LD ,$@)
	$(Q)$(LINK) $(if $(filter 1,$(HARDENED)),-pie) -o $@ $^ $(LDLIBS)

$(B)/obj/src/api/version.o: CFLAGS += -DDPM_LIBRARIES='"$(LIB_VERSIONS)"'

$(B)/obj/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC ,$<)
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# tests may see what the library hides
$(B)/obj/tests/%.o: CFLAGS += -Itests/support -Wno-missing-prototypes

# the rules, and the style and script of the HTML report, turned into bytes that the library carries
EMBED_SRC := tools/embed.c $(addprefix src/rules/,code_table.c yaml.c yamlget.c yaml_pack.c) $(sort $(wildcard src/base/*.c))
$(BUILD)/embed: $(EMBED_SRC) $(addprefix src/rules/,builtin.h code_table.h yaml.h yaml_pack.h) $(wildcard src/base/*.h)
	@mkdir -p $(@D)
	$(call say,CC ,$<)
	$(Q)$(HOSTCC) -std=c11 -O1 -Wall -Wextra -Iinclude -Isrc $(shell $(PKG_CONFIG) --cflags yaml-0.1) -o $@ $(EMBED_SRC) \
	    $(shell $(PKG_CONFIG) --libs yaml-0.1)

$(B)/gen/builtin.c: $(BUILD)/embed $(GRAMMARS) $(B)/grammars
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)$(BUILD)/embed rules/builtin.h builtin $(GRAMMARS) > $@

$(B)/gen/asset.c: $(BUILD)/embed $(PAGE)
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)$(BUILD)/embed output/html/asset.h asset \
	    $(foreach file,$(PAGE),--sum "$$(sha256sum < $(file) | cut -c 1-64)" $(file)) > $@

$(B)/gen/names.c: tools/names.awk grammars/names.txt
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)awk -f $^ > $@

$(B)/gen/%.o: $(B)/gen/%.c $(B)/flags
	$(call say,CC ,$<)
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# Files that change only when what they state does: so that other flags or a removed grammar rebuild what depends on them.
state = @mkdir -p $(@D); printf '%s\n' '$(1)' | cmp -s - $@ || printf '%s\n' '$(1)' > $@
$(B)/flags: FORCE
	$(need) build
	$(call state,$(CC) $(CFLAGS))
$(B)/ldlibs: FORCE
	$(call state,$(LDLIBS))
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
	$(Q)$(LINK) -o $@ $^ $(CRITERION) $(LDLIBS) $(TEST_LIBS)

$(B)/tests/laws: $(call object,$(LAWS_SRC) tests/support/test_limit.c) $(SUPPORT) $(LIB_OBJ)
	@mkdir -p $(@D)
	$(call say,LD ,$@)
	$(Q)$(LINK) -o $@ $^ $(CRITERION) $(LDLIBS) $(TEST_LIBS)

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

.PHONY: check
check: ## build and run every test: unit, laws, command line, threads, examples, fixtures
	$(need) build test
	$(build) VARIANT=$(VARIANT) tests
	@tools/run_tests.sh $(B) $(TIMEOUT) $(PROGRAMS)

.PHONY: asan
asan: ## the same under AddressSanitizer and UBSan; a leak fails the run
	@+$(MAKE) --no-print-directory VARIANT=asan check

.PHONY: tsan
tsan: ## the thread programs and parallel runs of dpmlog under ThreadSanitizer
	$(need) build
	$(build) VARIANT=tsan all threads
	@tools/run_threads.sh $(BUILD)/tsan $(patsubst $(B)/%,$(BUILD)/tsan/%,$(THREADS))

.PHONY: browser
browser: all ## the HTML report in Chromium; PICTURE=docs/report.png, PICTURES=FOLDER: screenshots too
	$(need) build browser
	@tools/run_browser.sh $(B) $(BUILD)/browser $(if $(PICTURE),--picture $(PICTURE)) $(if $(PICTURES),--pictures $(PICTURES))

.PHONY: threads
threads: $(THREADS)

.PHONY: adversary
adversary: all ## work grows linearly with the input, counted in instructions
	@python3 -B tests/support/adversary.py $(B)/dpmlog

.PHONY: valgrind
valgrind: ## dpmlog under valgrind over some fixtures
	$(need) build instructions
	$(build) VARIANT=debug all
	@tools/run_valgrind.sh $(BUILD)/debug

.PHONY: cov
cov: ## line coverage of the tests, file by file
	$(need) build test
	$(build) VARIANT=cov tests
	@find $(BUILD)/cov -name '*.gcda' -delete
	@tools/run_tests.sh $(BUILD)/cov $(TIMEOUT) $(patsubst $(B)/%,$(BUILD)/cov/%,$(PROGRAMS))
	@tools/coverage.sh $(BUILD)/cov

.PHONY: golden
golden: all ## rewrite the expected output of the command-line tests; read the diff before you commit it
	@tools/run_cli.sh --golden $(B)

.PHONY: fixtures
fixtures: ## write the synthetic fixtures again
	python3 -B tests/support/make_fixtures.py fixtures

FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(FUZZ_SRC))
FUZZ_SECONDS ?= 60

.PHONY: fuzz
fuzz: ## fuzz one parser with libFuzzer, ASan and UBSan: make fuzz F=zip FUZZ_SECONDS=60
	@$(if $(filter $(F),$(FUZZERS)),,echo "F=$(F): there is no such fuzzer, only $(FUZZERS)" >&2; exit 2)
	$(need) build fuzz
	$(build) VARIANT=fuzz $(BUILD)/fuzz/tests/fuzz_$(F)
	@tools/fuzz.sh $(BUILD)/fuzz $(FUZZ_SECONDS) $(F)

.PHONY: check-long
check-long: ## fuzz every parser for FUZZ_SECONDS=60
	$(need) build fuzz
	$(build) VARIANT=fuzz $(FUZZERS:%=$(BUILD)/fuzz/tests/fuzz_%)
	@tools/fuzz.sh $(BUILD)/fuzz $(FUZZ_SECONDS) $(FUZZERS)

$(B)/tests/fuzz_%: $(B)/obj/tests/fuzz/fuzz_%.o $(LIB_OBJ)
	@mkdir -p $(@D)
	$(call say,LD ,$@)
	$(Q)$(LINK) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

# ---- judgement ---------------------------------------------------------------------------------------------------------

.PHONY: lint
lint: $(B)/gen/builtin.c ## clang-tidy, cppcheck, shellcheck, mandoc
	$(need) build ci
	@tools/lint.sh "$(SOURCES)" "-std=c11 -Iinclude -Isrc $(LIB_FLAGS)"

C_FILES := $(sort $(wildcard $(foreach root,src include tests bench tools,$(root)/*.[ch] $(root)/*/*.[ch] $(root)/*/*/*.[ch])))

.PHONY: format
format: ## put the C sources into the house's format
	$(need) format
	@clang-format -i $(C_FILES)

.PHONY: format-check
format-check: ## fails where `make format` would change something, or a line is longer than 130 columns
	$(need) format
	@tools/format_check.sh $(C_FILES)

.PHONY: docs
docs: ## the manual of the library, from the comments of its headers: build/docs/html/index.html
	$(need) docs
	@tools/docs.sh $(BUILD)/docs $(VERSION)

.PHONY: layers
layers: all ## includes and bounds as in ARCHITECTURE.md, no circles of calls, no unused and no long function
	@tools/layers.sh ARCHITECTURE.md
	@python3 -B tools/circles.py $(B)
	@python3 -B tools/limits.py
	@python3 -B tools/functions.py $(B)

.PHONY: symbols
symbols: all ## both libraries export dpm_* alone, and no object has writable globals
	@tools/symbols.sh $(B)

.PHONY: ci
ci: ## the whole CI, with -Werror
	$(need) build test ci docs format browser
	@+tools/ci.sh "$(MAKE)"

# ---- use ---------------------------------------------------------------------------------------------------------------

.PHONY: demo
demo: ## build, and analyze a sample folder
	$(need) build
	$(build) VARIANT=$(VARIANT) all
	@tools/demo.sh $(B)

BENCH := $(BUILD)/bench/loggen $(BUILD)/bench/measure

.PHONY: bench
bench: ## compare with searchers over generated logs, a grid of costs: make bench BENCH_SIZE=1G RUNS=5 BENCH_GROWTH=1
	$(need) build bench
	$(build) VARIANT=release all $(BENCH)
	@bench/run.sh $(BUILD)/release "$(or $(BENCH_SIZE),1G)"

.PHONY: bench-check
bench-check: all $(BENCH) ## instructions and cache misses of a record of some cells of the grid: a rise fails
	$(need) build instructions
	@CC="$(CC)" bench/check.sh $(B)

.PHONY: bench-record
bench-record: all $(BENCH) ## write bench/instructions.tsv, which bench-check compares with
	$(need) build instructions
	@CC="$(CC)" bench/check.sh $(B) --record

# what each rule costs: build/bench/rule_cost [PATH...]
$(BUILD)/bench/rule_cost: bench/rule_cost.c $(LIB_OBJ)
	@mkdir -p $(@D)
	$(call say,LD ,$@)
	$(Q)$(LINK) $(CFLAGS) -o $@ $^ $(LDLIBS)

LOGGEN_SRC := $(sort $(wildcard bench/loggen/*.c))
BENCH_CC = mkdir -p $(@D); $(CC) -std=c11 -O2 -g $(WARNINGS) -o $@

$(BUILD)/bench/loggen: $(LOGGEN_SRC) bench/loggen/loggen.h
	$(call say,CC ,$@)
	$(Q)$(BENCH_CC) $(LOGGEN_SRC)

$(BUILD)/bench/measure: bench/measure.c
	$(call say,CC ,$@)
	$(Q)$(BENCH_CC) $<

.PHONY: fleet-check
fleet-check: all ## merge by GNU parallel, Gearman and Slurm for real, workers killed: the bytes of a serial run
	@tools/fleet_check.sh $(B)/dpmlog

.PHONY: accuracy
accuracy: all ## how often the injected cause is named first, over simulated sites: make accuracy SEEDS=20
	@python3 -B tests/scenarios/accuracy.py $(B)/dpmlog --seeds $(or $(SEEDS),20)

.PHONY: articles
articles: all ## the causes of the public articles, each played as its article tells it; writes docs/articles.md
	@rm -f docs/articles.md
	@python3 -B tests/scenarios/articles.py $(B)/dpmlog --doc docs/articles.md

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
	@tools/deb.sh "$(MAKE)" $(VARIANT) $(BUILD) $(VERSION)

.PHONY: debcheck
debcheck: ## install, run and remove the Debian package on a clean Debian, made by debootstrap; needs root and a network
	$(need) build deb
	@+$(MAKE) --no-print-directory VARIANT=$(VARIANT) deb
	@tools/deb_check.sh $(BUILD)/dpmlog_$(VERSION)_$$(dpkg --print-architecture).deb $(BUILD)/debcheck

$(B)/dpmlog.pc: tools/dpmlog.pc.in Makefile FORCE
	@sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@LIBS@|$(LINKED)|' $< > $@

# ---- Windows: the library, by mingw-w64 --------------------------------------------------------------------------------

WIN_HOST := x86_64-w64-mingw32
WIN_DEPS := $(BUILD)/windows/deps
WIN_LIB  := $(BUILD)/windows/release/libdpmlog.a
WIN_EXE  := $(BUILD)/windows/release/dpmlog.exe
WIN_FLAGS = -isystem $(WIN_DEPS)/include -D_WIN32_WINNT=0x0601 -DPCRE2_STATIC -DYAML_DECLARE_STATIC -DLIBARCHIVE_STATIC -DLZMA_API_STATIC \
    -DDPM_WITH_ISAL -DDPM_WITH_LIBARCHIVE -DDPM_WITH_SQLITE -DDPM_WITH_JANSSON
WIN_LIBS  = -L$(WIN_DEPS)/lib -larchive -llzma -lbz2 -lzstd -lz -lisal -lpcre2-8 -lyaml -lsqlite3 -ljansson -lbcrypt -lws2_32 -ladvapi32 -static
# "zlib 1.2.13, libyaml 0.2.5": of the table of sources
WIN_VERSIONS = $(shell awk -F'\t' '!/^\#/ && !seen[$$1]++ {split($$2, part, /_|\.orig|\+dfsg|\.dfsg/); print $$1, part[2]}' tools/windows_deps.tsv | paste -sd, | sed 's/,/, /g')
# a build for Windows in build/windows/release
WIN_MAKE  = $(MAKE) --no-print-directory BUILD=$(BUILD)/windows CC=$(WIN_HOST)-gcc AR=$(WIN_HOST)-ar OBJCOPY=$(WIN_HOST)-objcopy WINDRES=$(WIN_HOST)-windres \
    OS=Windows_NT HARDENED=0 OPTIONAL="libisal libarchive sqlite3 jansson" LAZY= LIB_FLAGS="$(WIN_FLAGS)" LDLIBS="$(WIN_LIBS)" LIB_VERSIONS="$(WIN_VERSIONS)"

.PHONY: deps-windows
deps-windows: ## the cross compiler, and libraries compiled from Debian's sources, for `make windows-lib`
	@tools/deps.sh install build windows
	@tools/windows_deps.sh $(WIN_DEPS)

.PHONY: windows-lib
windows-lib: ## the library for Windows, without .evtx: build/windows/release/libdpmlog.a
	$(need) build windows
	@tools/windows_deps.sh $(WIN_DEPS)
	+@$(WIN_MAKE) $(WIN_LIB)

.PHONY: windows
windows: ## the program for Windows: build/windows/release/dpmlog.exe
	$(need) build windows
	@tools/windows_deps.sh $(WIN_DEPS)
	+@$(WIN_MAKE) $(WIN_EXE)

# 8 MiB of stack as on Linux; no time in the file, so that the same sources give the same bytes
$(B)/dpmlog.exe: $(CLI_OBJ) $(B)/gen/resource.o $(B)/libdpmlog.a
	$(call say,LD ,$@)
	$(Q)$(CC) -s -Wl,--stack,8388608 -Wl,--no-insert-timestamp -Wl,--dynamicbase -Wl,--nxcompat -Wl,--high-entropy-va -o $@ $^ $(LDLIBS)

$(B)/gen/resource.o: $(wildcard packaging/windows/dpmlog.*) include/dpmlog/version.h
	@mkdir -p $(@D)
	$(call say,RES,$@)
	$(Q)$(WINDRES) -DVERSION_WORDS='\"$(VERSION)\"' -DVERSION_NUMBERS=$(subst .,$(comma),$(VERSION)),0 -I packaging/windows packaging/windows/dpmlog.rc $@

.PHONY: windows-check
windows-check: windows windows-lib all ## library and program under wine: what they write beside what those of Linux do
	@tools/windows_check.sh $(BUILD) $(WIN_LIB) "$(WIN_LIBS)" $(WIN_HOST)
	@tools/windows_compare.sh $(B)/dpmlog $(WIN_EXE)

.PHONY: windows-cli
windows-cli: windows ## the command-line tests under wine, but those that need a POSIX system
	@tools/windows_cli.sh $(WIN_EXE) $(BUILD)/windows

.PHONY: windows-zip
windows-zip: windows ## build/windows/dpmlog-VERSION-windows-x86_64.zip, its SHA-256, and manifests for winget and Scoop (URL=)
	@tools/windows_zip.sh $(WIN_EXE) $(WIN_DEPS) $(VERSION) $(BUILD)/windows

.PHONY: windows-sign
windows-sign: windows ## sign dpmlog.exe before it is zipped: make windows-sign CERT=cert.pem KEY=key.pem TIMESTAMP=URL
	@TIMESTAMP=$(TIMESTAMP) tools/windows_sign.sh $(WIN_EXE) "$(CERT)" "$(KEY)"

.PHONY: sbom
sbom: all ## the bill of materials of the program, SPDX in JSON: build/dpmlog.spdx.json
	@python3 -B tools/sbom.py $(B)/dpmlog >$(BUILD)/dpmlog.spdx.json && echo "sbom: $(BUILD)/dpmlog.spdx.json"

.PHONY: tags
tags: ## an index for editors: tags, compile_commands.json (by bear)
	ctags -R --languages=C include src
	bear -- $(MAKE) -B VARIANT=debug all

.PHONY: clean
clean: ## remove build/
	rm -rf $(BUILD)

.PHONY: help
help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-12s %s\n", $$1, $$2}' Makefile

-include $(shell find $(B) -name '*.d' 2>/dev/null)

endif
