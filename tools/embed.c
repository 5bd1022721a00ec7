/* Runs on the machine that builds: embed HEADER NAME [--sum HEX] FILE... prints a C source that holds the files, in their
 * order, as NAME_files and NAME_file_count, which HEADER declares. Rules (*.yaml) are written as their trees, and tables (*.tsv)
 * come with the indexes of src/rules/code_table.h, so that a program need not read them when it starts. --sum: the SHA-256 of the
 * next file, as sha256sum prints it; the source has it in base64, as a Content-Security-Policy wants it. */
#include "rules/builtin.h"
#include "rules/yaml_pack.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SUM_BYTES = 32, SUM_HEX = 64, SUM_BASE64 = 44 };

typedef struct file {
    const char *path;
    char sha256[SUM_BASE64 + 1]; /* base64; empty: not asked for */
    char *bytes;
    size_t len;
    strbuf tree; /* of YAML */
    code_table index;
    code_table_row *rows;
    uint32_t *names;
} file;

static const char *base_name(const char *path)
{
    const char *const slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool ends_with(const char *path, const char *end)
{
    const size_t len = strlen(path), end_len = strlen(end);
    return len > end_len && strcmp(path + len - end_len, end) == 0;
}

/* Of codes: one of events has no index. */
static bool is_table(const file *f)
{
    return ends_with(f->path, ".tsv") && !code_table_of_events((dpm_span){f->bytes, f->len});
}

static bool is_yaml(const char *path)
{
    return ends_with(path, ".yaml");
}

static int read_all(file *f)
{
    FILE *const in = fopen(f->path, "rb");
    if (!in) {
        perror(f->path);
        return -1;
    }
    size_t cap = 0, got = 1;
    while (got) {
        if (f->len == cap) {
            cap = cap ? cap * 2 : 1 << 16;
            f->bytes = realloc(f->bytes, cap);
        }
        got = f->bytes ? fread(f->bytes + f->len, 1, cap - f->len, in) : 0;
        f->len += got;
    }
    const int bad = ferror(in) || !f->bytes;
    if (fclose(in) != 0 || bad) {
        fprintf(stderr, "%s: cannot be read\n", f->path);
        return -1;
    }
    return 0;
}

static int make_tree(file *f)
{
    arena memory = {0};
    dpm_error err = {0};
    yaml_file yaml = {.name = {f->path, strlen(f->path)}, .strings = &memory, .nodes = &memory, .err = &err};
    const dpm_status status = yaml_read(&yaml, (dpm_span){f->bytes, f->len});
    if (status == DPM_OK) {
        yaml_pack(yaml.root, &f->tree);
    }
    arena_free(&memory);
    if (status != DPM_OK || f->tree.failed) {
        fprintf(stderr, "%s\n", status != DPM_OK ? err.message : "memory ran out");
        return -1;
    }
    return 0;
}

/* An array of no bytes is no C: one NUL more stands at the end, not counted. */
static void print_bytes(const file *f, int number)
{
    const char *const bytes = is_yaml(f->path) ? f->tree.ptr : f->bytes;
    const size_t len = is_yaml(f->path) ? f->tree.len : f->len;
    printf("static const unsigned char file_%d[] = {", number);
    for (size_t i = 0; i < len; i++) {
        printf("%s%d,", i % 32 == 0 ? "\n    " : "", (unsigned char)bytes[i]);
    }
    printf("\n    0};\n\n");
}

static int make_index(file *f)
{
    code_table_fault fault = code_table_open((dpm_span){f->bytes, f->len}, &f->index);
    if (!fault.what) {
        f->rows = calloc(code_table_lines(&f->index), sizeof *f->rows);
        f->names = calloc(code_table_lines(&f->index), sizeof *f->names);
        if (!f->rows || !f->names) {
            fprintf(stderr, "%s: memory ran out\n", f->path);
            return -1;
        }
        fault = code_table_index(&f->index, f->rows, f->names);
    }
    if (fault.what) {
        fprintf(stderr, "%s:%zu:%zu: %s\n", f->path, fault.line, fault.column, fault.what);
        return -1;
    }
    return 0;
}

static void print_index(const file *f, int number)
{
    printf("static const code_table_row rows_%d[] = {", number);
    for (size_t i = 0; i < f->index.row_count; i++) {
        printf("%s{%" PRIu32 "u,%" PRIu32 "u},", i % 8 == 0 ? "\n    " : "", f->rows[i].value, f->rows[i].at);
    }
    printf("{0,0}};\nstatic const uint32_t names_%d[] = {", number);
    for (size_t i = 0; i < f->index.name_count; i++) {
        printf("%s%" PRIu32 "u,", i % 12 == 0 ? "\n    " : "", f->names[i]);
    }
    printf("0};\n\n");
}

/* From hexadecimal digits to base64. */
static int read_sum(const char *hex, char out[SUM_BASE64 + 1])
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned char raw[SUM_BYTES + 1] = {0}; /* base64 takes three bytes at a time: the last one is not in the sum */
    if (strlen(hex) != SUM_HEX || strspn(hex, "0123456789abcdef") != SUM_HEX) {
        fprintf(stderr, "%s: not a SHA-256 of 64 hexadecimal digits\n", hex);
        return -1;
    }
    for (size_t i = 0; i < SUM_BYTES; i++) {
        const char digits[] = {hex[2 * i], hex[2 * i + 1], '\0'};
        raw[i] = (unsigned char)strtoul(digits, NULL, 16);
    }
    for (size_t i = 0, at = 0; i < SUM_BYTES; i += 3) {
        const unsigned long three =
            (unsigned long)raw[i] << 16 | (unsigned long)raw[i + 1] << 8 | (i + 2 < SUM_BYTES ? raw[i + 2] : 0);
        for (int bits = 18; bits >= 0; bits -= 6) {
            out[at++] = letters[three >> bits & 63];
        }
    }
    memcpy(out + SUM_BASE64 - 1, "=", 2);
    return 0;
}

static int prepare(file *f)
{
    if (read_all(f) < 0) {
        return -1;
    }
    return is_table(f) ? make_index(f) : is_yaml(f->path) ? make_tree(f) : 0;
}

static void print_entry(const file *f, int number)
{
    printf("    {.name = \"%s\"", base_name(f->path));
    if (is_yaml(f->path)) {
        printf(", .tree = file_%d", number);
    } else {
        printf(", .bytes = file_%d, .len = sizeof(file_%d) - 1", number, number);
    }
    if (is_yaml(f->path) || is_table(f)) {
        printf(", .hash = UINT64_C(%" PRIu64 ")", rule_file_hash((dpm_span){f->bytes, f->len}));
    }
    if (f->sha256[0]) {
        printf(", .sha256 = \"%s\"", f->sha256);
    }
    if (is_table(f)) {
        printf(", .rows = rows_%d, .row_count = %zu, .names = names_%d, .name_count = %zu", number, f->index.row_count, number,
               f->index.name_count);
    }
    printf("},\n");
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: embed HEADER NAME [--sum HEX] FILE...\n");
        return 2;
    }
    const char *const name = argv[2];
    file *const files = calloc((size_t)argc, sizeof *files);
    int count = 0;
    printf("/* Made by tools/embed.c. Do not edit. */\n#include \"%s\"\n\n", argv[1]);
    for (int i = 3; files && i < argc; i++, count++) {
        if (strcmp(argv[i], "--sum") == 0 && i + 2 < argc) {
            if (read_sum(argv[i + 1], files[count].sha256) < 0) {
                return 1;
            }
            i += 2;
        }
        files[count].path = argv[i];
        if (prepare(&files[count]) < 0) {
            return 1;
        }
        print_bytes(&files[count], count);
        if (is_table(&files[count])) {
            print_index(&files[count], count);
        }
    }
    printf("const %s_file %s_files[] = {\n", name, name);
    for (int i = 0; i < count; i++) {
        print_entry(&files[i], i);
    }
    printf("    {.name = NULL}};\nconst size_t %s_file_count = %d;\n", name, count);
    return !files || fflush(stdout) != 0 || ferror(stdout);
}
