/* Short names of hosts. */
#include "correlate/host_name.h"

#include "base/number.h"
#include "base/text.h"

enum { HOST_NAME_CAP = 64 };

/* A host as reports name it: FS01 for fs01.contoso.com. An address stays whole. */
static dpm_span host_short(dpm_span name, char buffer[HOST_NAME_CAP])
{
    const bool address = name.len && ascii_digit(name.ptr[0]) && name.ptr[name.len - 1] >= '0' && name.ptr[name.len - 1] <= '9';
    const dpm_span head = span_head_utf8(address ? name : span_cut(name, '.').head, HOST_NAME_CAP);
    for (size_t i = 0; i < head.len; i++) {
        const char ch = head.ptr[i];
        buffer[i] = ch >= 'a' && ch <= 'z' ? (char)(ch - 32) : ch;
    }
    return span_of(buffer, head.len);
}

dpm_status host_name_put(intern *names, dpm_span name, uint32_t *out)
{
    char buffer[HOST_NAME_CAP];
    return intern_put(names, host_short(name, buffer), out) ? DPM_OK : DPM_ENOMEM;
}
