/* The examples of docs/rules.md: each block that is a complete rule file loads over the built-in rules. */
#define _POSIX_C_SOURCE 200809L /* mkstemp */

#include "base/strbuf.h"
#include "base/text.h"
#include "dpmlog/rules.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static strbuf read_document(const char *path)
{
    strbuf text = {0};
    FILE *const in = fopen(path, "rb");
    cr_assert_not_null(in, "%s opens from the repository's root", path);
    for (int c = getc(in); c != EOF; c = getc(in)) {
        strbuf_addc(&text, (char)c);
    }
    fclose(in);
    cr_assert_not(text.failed);
    return text;
}

static void expect_loads(dpm_span block, size_t number)
{
    char path[] = "/tmp/dpmlog-docs-XXXXXX";
    const int file = mkstemp(path);
    cr_assert_geq(file, 0);
    cr_assert_eq(write(file, block.ptr, block.len), (ssize_t)block.len);
    close(file);
    const char *const paths[] = {path};
    dpm_rules *rules = NULL;
    dpm_error err = {.message = "none"};
    cr_expect_eq(dpm_rules_load(&rules, paths, 1, &err), DPM_OK, "block %zu: %s", number, err.message);
    dpm_rules_free(rules);
    unlink(path);
}

Test(rules_docs, examples)
{
    strbuf text = read_document("docs/rules.md");
    const dpm_span open = SPAN("```yaml rules\n"), close = SPAN("\n```\n");
    size_t count = 0;
    for (dpm_span rest = strbuf_span(&text);;) {
        const size_t at = span_find(rest, open);
        if (at == SIZE_MAX) {
            break;
        }
        rest = span_from(rest, at + open.len);
        const size_t end = span_find(rest, close);
        cr_assert_neq(end, SIZE_MAX, "block %zu has an end", count);
        expect_loads(span_head(rest, end + 1), ++count);
        rest = span_from(rest, end);
    }
    cr_expect_eq(count, 6);
    strbuf_free(&text);
}
