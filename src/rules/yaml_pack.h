/* A YAML tree as bytes, so that the built-in files are parsed when dpmlog is built and not at each start: the nodes in the order
 * of the file, each a head, its place and what it holds. Made by tools/embed.c. */
#ifndef DPM_RULES_YAML_PACK_H
#define DPM_RULES_YAML_PACK_H

#include "base/strbuf.h"
#include "rules/yaml.h"

/* Append the tree to `out`, whose `failed` tells whether memory ran out. */
void yaml_pack(const node *root, strbuf *out);

/* Fill file->root with the tree of `packed`, as yaml_pack made it: nothing is checked. Texts are not copied, so `packed` must
 * live as long as they do. DPM_ENOMEM is the only failure. */
dpm_status yaml_unpack(yaml_file *file, const unsigned char *packed);

#endif
