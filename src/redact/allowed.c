/* The allow-list, made when a redactor is. */
#include "redact/allowed.h"

#include "base/arena.h"
#include "base/error_words.h"
#include "base/hash.h"
#include "base/text.h"
#include "rules/builtin.h"
#include "rules/yaml_pack.h"

static bool is_word(char c)
{
    return ascii_alpha(c) || ascii_digit(c) || c == '_';
}

static uint64_t hash_word(uint64_t seed, dpm_span word)
{
    enum { WORD_MAX = 64 }; /* longer ones are no words */
    char small[WORD_MAX];
    if (word.len > WORD_MAX) {
        return 0;
    }
    for (size_t i = 0; i < word.len; i++) {
        small[i] = ascii_lower(word.ptr[i]);
    }
    const uint64_t hash = hash_bytes(seed, span_of(small, word.len));
    return hash ? hash : 1;
}

bool allowed_word(const hashset *set, uint64_t seed, dpm_span word)
{
    const uint64_t hash = hash_word(seed, word);
    return hash && hashset_has(set, hash);
}

static bool add_word(hashset *set, uint64_t seed, dpm_span word)
{
    bool fresh;
    const uint64_t hash = word.len ? hash_word(seed, word) : 0;
    return !hash || hashset_add(set, hash, &fresh);
}

/* Get-Disk, Hyper-V: the words that begin at `from`, joined. */
static bool add_joined(hashset *set, uint64_t seed, dpm_span text, size_t from)
{
    size_t end = from;
    while (end < text.len && (ascii_alpha(text.ptr[end]) || text.ptr[end] == '-')) {
        end++;
    }
    return (from && (is_word(text.ptr[from - 1]) || text.ptr[from - 1] == '-')) ||
           add_word(set, seed, span_of(text.ptr + from, end - from));
}

/* But for those with digits: in grammars these are mostly codes, and machines of examples. */
static bool add_words(hashset *set, uint64_t seed, dpm_span text)
{
    bool good = true;
    for (size_t i = 0; i < text.len && good;) {
        size_t end = i;
        bool plain = true;
        for (; end < text.len && is_word(text.ptr[end]); end++) {
            plain = plain && !ascii_digit(text.ptr[end]);
        }
        const dpm_span word = span_of(text.ptr + i, plain ? end - i : 0);
        if (!add_joined(set, seed, text, i)) {
            return false;
        }
        good = add_word(set, seed, word) &&
               (i == 0 || text.ptr[i - 1] != '\\' || add_word(set, seed, span_from(word, 1))); /* \bword */
        i = end > i ? end : i + 1;
    }
    return good;
}

/* All texts of a rule file but those of its samples, which name machines. */
static bool add_nodes(hashset *set, uint64_t seed, const node *n)
{
    bool good = true;
    if (n->kind == NODE_TEXT) {
        return add_words(set, seed, n->text);
    }
    for (const node *at = n->first; at && good; at = at->next) {
        if (n->kind == NODE_LIST) {
            good = add_nodes(set, seed, at);
        } else if (!span_eq(at->text, SPAN("samples"))) {
            good = add_words(set, seed, at->text) && add_nodes(set, seed, at->value);
        }
    }
    return good;
}

static dpm_status add_rules(hashset *set, uint64_t seed, const builtin_file *f)
{
    arena strings = {0}, nodes = {0};
    yaml_file file = {.name = span_str(f->name), .strings = &strings, .nodes = &nodes};
    dpm_status status = yaml_unpack(&file, f->tree);
    if (status >= 0 && !add_nodes(set, seed, file.root)) {
        status = DPM_ENOMEM;
    }
    arena_free(&strings);
    arena_free(&nodes);
    return status;
}

dpm_status allowed_fill(hashset *set, uint64_t seed)
{
    for (size_t i = 0; i < builtin_file_count; i++) {
        const builtin_file *const f = &builtin_files[i];
        if (f->tree) {
            TRY(add_rules(set, seed, f));
        } else if (!add_words(set, seed, span_of((const char *)f->bytes, f->len))) {
            return DPM_ENOMEM;
        }
    }
    for (const dpm_span *word = error_words; word->len; word++) {
        if (!add_word(set, seed, *word)) {
            return DPM_ENOMEM;
        }
    }
    for (size_t i = 0; plain_words[i]; i++) {
        cut c = {.tail = span_str(plain_words[i]), .found = true};
        while (c.found) {
            c = span_cut(c.tail, ' ');
            if (!add_word(set, seed, c.head)) {
                return DPM_ENOMEM;
            }
        }
    }
    return DPM_OK;
}
