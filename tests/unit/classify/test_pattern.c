/* Masked messages. */
#include "classify/pattern.h"
#include "base/text.h"

#include <criterion/criterion.h>

static const struct {
    const char *message, *masked;
} rows[] = {
    {"", ""},
    {"plain words stay", "plain words stay"},
    {"job 123 took 45ms", "job # took #ms"},
    {"task 8AE83798-7A85-466A-80CA-22CA66582965 ended", "task <guid> ended"},
    {"Failed: Hr: = [0x800706ba] : call", "Failed: Hr: = [0x800706ba] : call"},
    {"object 000000001A12E3F0 freed", "object <hex> freed"},
    {"cannot open C:\\Program Files\\x.dat", "cannot open <path> Files\\x.dat"},
    {"on \\\\fs01\\share$ now", "on <path> now"},
    {"host fs01.contoso.com.", "host <host>."},
    {"address 10.1.2.3 refused", "address <host> refused"},
    {"the name of FILESERVER is known, that of Otherserver is not", "the name of <host> is known, that of Otherserver is not"},
    {"file agent.cpp line", "file agent.cpp line"},
    {"two\r\nlines\tand tab", "two  lines and tab"},
};

Test(classify_pattern, masks)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[200];
        const size_t len = pattern_mask(span_str(rows[i].message), SPAN("Fileserver"), out, sizeof out);
        cr_expect(span_eq(span_of(out, len), span_str(rows[i].masked)), "'%s' gives '%.*s'", rows[i].message, (int)len, out);
    }
}

Test(classify_pattern, is_cut_at_its_room_and_at_a_character)
{
    char out[8];
    cr_expect_leq(pattern_mask(SPAN("a much longer message than that"), (dpm_span){0}, out, sizeof out), sizeof out);
    const size_t len = pattern_mask(SPAN("abcdefg\xC3\xA9"), (dpm_span){0}, out, sizeof out);
    cr_expect_eq(len, 7, "%zu", len);
}
