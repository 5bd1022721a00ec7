/* Packing and unpacking of trees. Numbers are written seven bits at a time, the lowest first; lines as the distance to the node
 * before. */
#include "rules/yaml_pack.h"

#include <assert.h>

/* A node's head: its kind in the lowest two bits. */
enum { KIND_BITS = 3, HEAD_QUOTED = 4, HEAD_INLINED = 8 };

static size_t count_nodes(const node *n)
{
    size_t count = 1;
    for (const node *item = n->first; item; item = item->next) {
        count += count_nodes(item) + (item->value ? count_nodes(item->value) : 0);
    }
    return count;
}

static void put_number(strbuf *out, size_t value)
{
    for (; value > 0x7F; value >>= 7) {
        strbuf_addc(out, (char)(unsigned char)(value | 0x80));
    }
    strbuf_addc(out, (char)value);
}

/* Recursion is bounded by YAML_DEPTH. */
static void pack_node(const node *n, size_t *line, strbuf *out)
{
    assert(n->line >= *line);
    put_number(out, (size_t)n->kind | (n->quoted ? HEAD_QUOTED : 0) | (n->inlined ? HEAD_INLINED : 0));
    put_number(out, n->line - *line);
    put_number(out, n->column);
    *line = n->line;
    if (n->kind == NODE_TEXT) {
        put_number(out, n->text.len);
        strbuf_add(out, n->text);
        strbuf_addc(out, '\0');
        return;
    }
    put_number(out, n->count);
    for (const node *item = n->first; item; item = item->next) {
        pack_node(item, line, out);
        if (n->kind == NODE_MAP) {
            pack_node(item->value, line, out);
        }
    }
}

void yaml_pack(const node *root, strbuf *out)
{
    size_t line = 0;
    put_number(out, count_nodes(root));
    pack_node(root, &line, out);
}

typedef struct unpacker {
    const unsigned char *at;
    node *next; /* of the nodes that were made for all */
    size_t line;
} unpacker;

static size_t get_number(unpacker *u)
{
    size_t value = 0;
    unsigned shift = 0;
    while (*u->at & 0x80) {
        value |= (size_t)(*u->at++ & 0x7F) << shift;
        shift += 7;
    }
    return value | (size_t)*u->at++ << shift;
}

static node *unpack_node(unpacker *u)
{
    node *const n = u->next++;
    const size_t head = get_number(u);
    u->line += get_number(u);
    n->kind = (node_kind)(head & KIND_BITS);
    n->quoted = (head & HEAD_QUOTED) != 0;
    n->inlined = (head & HEAD_INLINED) != 0;
    n->line = (uint32_t)u->line;
    n->column = (uint32_t)get_number(u);
    const size_t count = get_number(u);
    if (n->kind == NODE_TEXT) {
        n->text = (dpm_span){(const char *)u->at, count};
        u->at += count + 1;
        return n;
    }
    n->count = (uint32_t)count;
    node **place = &n->first;
    for (size_t i = 0; i < count; i++) {
        node *const item = unpack_node(u);
        item->value = n->kind == NODE_MAP ? unpack_node(u) : NULL;
        *place = n->last = item;
        place = &item->next;
    }
    return n;
}

dpm_status yaml_unpack(yaml_file *file, const unsigned char *packed)
{
    unpacker u = {.at = packed};
    u.next = ARENA_ARRAY(file->nodes, get_number(&u), node);
    if (!u.next) {
        return status_nomem(file->err);
    }
    file->root = unpack_node(&u);
    return DPM_OK;
}
