/* What the library carries of src/output/html: made by tools/embed.c. */
#ifndef DPM_OUTPUT_HTML_ASSET_H
#define DPM_OUTPUT_HTML_ASSET_H

#include <stddef.h>

typedef struct asset_file {
    const char *name; /* "page.css" */
    const unsigned char *bytes;
    size_t len;
    const char *sha256; /* of the bytes, in base64 */
} asset_file;

extern const asset_file asset_files[];
extern const size_t asset_file_count;

/* The file of this name: there is one. */
const asset_file *html_asset(const char *name);

#endif
