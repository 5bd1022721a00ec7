/* A tree that was packed and unpacked is the tree. */
#include "rules/yaml_pack.h"

#include "base/text.h"

#include <criterion/criterion.h>
#include <string.h>

static const char yaml[] =
    "# a comment\nschema: 1\nempty: ''\nlist: [ a, 'it''s', [], {} ]\n\n\nmap:\n  \"two\\nlines\": { x: y }\n"
    "  long: |\n    text of\n    two lines\n  last: [ { deep: [ [ 1 ] ] } ]\n";

static size_t same(const node *a, const node *b)
{
    cr_assert(a->kind == b->kind && a->quoted == b->quoted && a->inlined == b->inlined);
    cr_assert(a->line == b->line && a->column == b->column && a->count == b->count, "line %u, column %u", a->line, a->column);
    cr_assert(a->kind != NODE_TEXT || (span_eq(a->text, b->text) && b->text.ptr[b->text.len] == '\0'));
    const node *y = b->first;
    size_t count = 1;
    for (const node *x = a->first; x; x = x->next, y = y->next) {
        cr_assert(y && !x->value == !y->value && (x->next || y == b->last));
        count += same(x, y) + (x->value ? same(x->value, y->value) : 0);
    }
    cr_assert_null(y);
    return count;
}

Test(yaml_pack, round_trip)
{
    arena memory = {0};
    strbuf packed = {0};
    dpm_error err = {.message = "none"};
    yaml_file from = {.name = SPAN("t.yaml"), .strings = &memory, .nodes = &memory, .err = &err}, to = from;
    cr_assert_eq(yaml_read(&from, span_str(yaml)), DPM_OK, "%s", err.message);
    yaml_pack(from.root, &packed);
    cr_assert(!packed.failed);
    cr_assert_eq(yaml_unpack(&to, (const unsigned char *)packed.ptr), DPM_OK);
    cr_expect_eq(same(from.root, to.root), 26);
    strbuf_free(&packed);
    arena_free(&memory);
}
