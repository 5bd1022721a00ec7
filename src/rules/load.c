/* Rule files to a draft, layer by layer: the built-in ones, then the user's. What a section holds is read by load_rule.c,
 * load_cause.c and load_code.c. */
#include "rules/load.h"

#include "base/hash.h"
#include "base/text.h"
#include "os/os.h"
#include "rules/draft.h"
#include "rules/yaml_pack.h"

#include <stdio.h>
#include <stdlib.h>

static const char top_keys[] = "schema engines products rules noise causes codes dpm_ids overrides";

static dpm_status read_section(draft *d, const yaml_file *file, const char *key)
{
    const node *const list = yaml_get(file->root, key);
    if (!list) {
        return DPM_OK;
    }
    TRY(yaml_list(file, list));
    for (const node *n = list->first; n; n = n->next) {
        switch (key[0]) {
        case 'r':
        case 'n': TRY(draft_add_rule(d, file, n, key[0] == 'n')); break;
        case 'o': TRY(draft_add_override(d, file, n)); break;
        case 'd': TRY(draft_add_code(d, file, n, TERM_DPM_ID)); break;
        default: TRY(key[1] == 'a' ? draft_add_cause(d, file, n) : draft_add_code(d, file, n, TERM_CODE)); break;
        }
    }
    return DPM_OK;
}

/* A later file that names engines replaces those of earlier ones. */
static dpm_status read_engines(draft *d, const yaml_file *file)
{
    const node *const list = yaml_get(file->root, "engines");
    if (!list) {
        return DPM_OK;
    }
    TRY(yaml_list(file, list));
    d->rules->engines = ARENA_ARRAY(&d->rules->memory, list->count, dpm_span);
    d->rules->engine_count = 0;
    if (!d->rules->engines) {
        return status_nomem(d->err);
    }
    for (const node *n = list->first; n; n = n->next) {
        TRY(yaml_text(file, n, &d->rules->engines[d->rules->engine_count++]));
    }
    return DPM_OK;
}

/* A later file that has products replaces those of earlier ones. */
static dpm_status read_products(draft *d, const yaml_file *file)
{
    const node *const map = yaml_get(file->root, "products");
    if (!map) {
        return DPM_OK;
    }
    if (map->kind != NODE_MAP) {
        return yaml_fail(file, map, "products are a mapping of names to versions");
    }
    dpm_rules *const r = d->rules;
    r->products = ARENA_ARRAY(&r->memory, map->count, dpm_product);
    r->product_count = 0;
    if (!r->products) {
        return status_nomem(d->err);
    }
    for (const node *key = map->first; key; key = key->next) {
        r->products[r->product_count].name = key->text;
        dpm_span *const version = &r->products[r->product_count++].version;
        TRY(yaml_text(file, key->value, version));
        if (!rules_is_version(*version)) {
            return yaml_fail(file, key->value, "'%.60s' is no version: four numbers with points, such as 4.2.1205.0",
                             version->ptr);
        }
    }
    return DPM_OK;
}

static dpm_status read_yaml(draft *d, const yaml_file *file)
{
    TRY(yaml_map(file, file->root, top_keys));
    const node *schema;
    uint64_t version = 0;
    TRY(yaml_need(file, file->root, "schema", &schema));
    TRY(yaml_number(file, schema, 1, 1, &version));
    const node *const overrides = yaml_get(file->root, "overrides");
    if (overrides && file->root->count > 2) {
        return yaml_fail(file, overrides, "overrides need a file of their own, with nothing but 'schema' beside them");
    }
    TRY(read_engines(d, file));
    TRY(read_products(d, file));
    static const char *const sections[] = {"rules", "noise", "causes", "codes", "dpm_ids", "overrides"};
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        TRY(read_section(d, file, sections[i]));
    }
    return DPM_OK;
}

static dpm_status read_file(draft *d, dpm_span name, dpm_span bytes, const builtin_file *builtin)
{
    yaml_file *const file = ARENA_NEW(&d->scratch, yaml_file);
    if (!file) {
        return status_nomem(d->err);
    }
    *file = (yaml_file){.strings = &d->rules->memory, .nodes = &d->scratch, .err = d->err};
    if (!arena_keep(&d->rules->memory, name, &file->name)) {
        return status_nomem(d->err);
    }
    d->hash = hash_words(d->hash, builtin && builtin->hash ? builtin->hash : rule_file_hash(bytes), 0);
    if (span_iends(name, SPAN(".tsv"))) {
        return draft_add_table(d, file, bytes, builtin);
    }
    TRY(builtin && builtin->tree ? yaml_unpack(file, builtin->tree) : yaml_read(file, bytes));
    return read_yaml(d, file);
}

static dpm_status read_builtin(draft *d, const builtin_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *const slash = strrchr(files[i].name, '/');
        strbuf name = {0};
        strbuf_addf(&name, "<built-in>/%s", slash ? slash + 1 : files[i].name);
        const dpm_span bytes = span_of((const char *)files[i].bytes, files[i].len);
        const dpm_status status = name.failed ? status_nomem(d->err) : read_file(d, strbuf_span(&name), bytes, &files[i]);
        strbuf_free(&name);
        TRY(status);
    }
    return DPM_OK;
}

/* All of a file, at most RULE_FILE_CAP. */
static dpm_status slurp(const char *path, strbuf *out, dpm_error *err)
{
    os_file *file;
    TRY(os_open(&file, path, err));
    dpm_status status = DPM_OK;
    char piece[4096];
    for (size_t got = 1; got && status == DPM_OK;) {
        got = 0;
        status = os_read(file, piece, sizeof piece, &got, err);
        if (status == DPM_OK) {
            strbuf_add(out, span_of(piece, got));
        }
        if (out->failed) {
            status = status_nomem(err);
        } else if (out->len > RULE_FILE_CAP) {
            status = status_fail(err, DPM_ERULE, "%s:1:1: a rule file of more than %d bytes", path, RULE_FILE_CAP);
        }
    }
    os_close(file);
    return status;
}

static dpm_status read_path_file(draft *d, const char *path)
{
    strbuf bytes = {0};
    dpm_status status = slurp(path, &bytes, d->err);
    if (status == DPM_OK) {
        status = read_file(d, span_str(path), strbuf_span(&bytes), NULL);
    }
    strbuf_free(&bytes);
    return status;
}

/* One name of a folder: read when it is a YAML file. */
static dpm_status read_entry(draft *d, const char *folder, const char *name, size_t *read)
{
    if (!span_iends(span_str(name), SPAN(".yaml"))) {
        return DPM_OK;
    }
    strbuf path = {0};
    strbuf_adds(&path, folder);
    if (path.len) {
        os_path_end(&path);
    }
    strbuf_adds(&path, name);
    os_info info = {0};
    dpm_status status = path.failed ? status_nomem(d->err) : os_stat(path.ptr, &info, d->err);
    if (status == DPM_OK && info.kind == OS_FILE) {
        status = read_path_file(d, path.ptr);
        ++*read;
    }
    strbuf_free(&path);
    return status;
}

static dpm_status read_folder(draft *d, const char *folder)
{
    strbuf names = {0};
    size_t count = 0, read = 0;
    dpm_status status = os_list(folder, &names, &count, d->err);
    const char *name = names.ptr;
    for (size_t i = 0; i < count && status == DPM_OK; i++) {
        status = read_entry(d, folder, name, &read);
        name += strlen(name) + 1;
    }
    strbuf_free(&names);
    if (status == DPM_OK && read == 0) {
        return status_fail(d->err, DPM_ERULE, "%s: no *.yaml file in this folder", folder);
    }
    return status;
}

static dpm_status read_path(draft *d, const char *path)
{
    os_info info = {0};
    TRY(os_stat(path, &info, d->err));
    if (info.kind == OS_MISSING) {
        return status_fail(d->err, DPM_EIO, "%s: no such file or folder", path);
    }
    return info.kind == OS_FOLDER ? read_folder(d, path) : read_path_file(d, path);
}

static dpm_status build(draft *d, const builtin_file *builtin, size_t builtin_count, const char *const *paths, size_t path_count)
{
    TRY(read_builtin(d, builtin, builtin_count));
    for (size_t i = 0; i < path_count; i++) {
        d->layer++;
        TRY(read_path(d, paths[i]));
    }
    TRY(draft_finish_codes(d));
    TRY(draft_override_all(d));
    TRY(draft_compile(d));
    TRY(draft_link(d));
    snprintf(d->rules->hash, sizeof d->rules->hash, "%016llx", (unsigned long long)d->hash);
    return DPM_OK;
}

dpm_status rules_build(dpm_rules **out, const builtin_file *builtin, size_t builtin_count, const char *const *paths,
                       size_t path_count, dpm_error *err)
{
    *out = NULL;
    draft d = {.rules = calloc(1, sizeof *d.rules), .err = err};
    if (!d.rules) {
        return status_nomem(err);
    }
    d.rules->seed = os_seed();
    const dpm_status status = build(&d, builtin, builtin_count, paths, path_count);
    draft_free(&d);
    if (status != DPM_OK) {
        rules_destroy(d.rules);
        return status;
    }
    *out = d.rules;
    return DPM_OK;
}

void rules_destroy(dpm_rules *rules)
{
    if (!rules) {
        return;
    }
    for (size_t i = 0; i < rules->rule_count; i++) {
        pcre2_code_free(rules->rules[i].lent ? NULL : rules->rules[i].regex);
    }
    pcre2_match_context_free(rules->match_context);
    pcre2_general_context_free(rules->pcre_context);
    arena_free(&rules->memory);
    free(rules);
}
