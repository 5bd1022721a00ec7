/* The allow-list, made when a redactor is. */
#include "redact/allowed.h"

#include "base/arena.h"
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

/* `digits`: also words with digits. In grammars these are mostly codes, and machines of examples. */
static bool add_words(hashset *set, uint64_t seed, dpm_span text, bool digits)
{
    bool good = true, fresh;
    for (size_t i = 0; i < text.len && good;) {
        size_t end = i;
        bool plain = true;
        for (; end < text.len && is_word(text.ptr[end]); end++) {
            plain = plain && (digits || !ascii_digit(text.ptr[end]));
        }
        const uint64_t hash = end > i && plain ? hash_word(seed, span_of(text.ptr + i, end - i)) : 0;
        good = !hash || hashset_add(set, hash, &fresh);
        i = end > i ? end : i + 1;
    }
    return good;
}

/* All texts of a rule file but those of its samples, which name machines. */
static bool add_nodes(hashset *set, uint64_t seed, const node *n)
{
    bool good = true;
    if (n->kind == NODE_TEXT) {
        return add_words(set, seed, n->text, false);
    }
    for (const node *at = n->first; at && good; at = at->next) {
        if (n->kind == NODE_LIST) {
            good = add_nodes(set, seed, at);
        } else if (!span_eq(at->text, SPAN("samples"))) {
            good = add_words(set, seed, at->text, false) && add_nodes(set, seed, at->value);
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
        } else if (!add_words(set, seed, span_of((const char *)f->bytes, f->len), false)) {
            return DPM_ENOMEM;
        }
    }
    for (size_t i = 0; plain_words[i]; i++) {
        if (!add_words(set, seed, span_str(plain_words[i]), true)) {
            return DPM_ENOMEM;
        }
    }
    return DPM_OK;
}
