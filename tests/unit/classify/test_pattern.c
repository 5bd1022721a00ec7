/* Masked messages. */
#include "classify/pattern.h"
#include "classify/pattern_map.h"
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

/* Words, and pieces of words, that random messages are put together from. */
static const char *const pieces[] = {
    " ",
    " ",
    " ",
    "\t",
    "\r\n",
    ", ",
    ".",
    ":",
    "-",
    "...",
    "\xC3\xA9",
    "\xE6\x97\xA5",
    "\xF0\x9F\x98\x80",
    "word",
    "a",
    "deadbeef",
    "deadbeef:",
    "BEEFCAFE0",
    "12",
    "4711",
    "0x8007",
    "0X",
    "0xZZ",
    "\\",
    "\\\\fs01\\share",
    "C:\\",
    "c:\\x y",
    "FILESERVER",
    "fileserver",
    "8AE83798-7A85-466A-80CA-22CA66582965",
    "8AE83798-7A85-466A-80CA-22CA6658296",
    "fs01.contoso.com",
    "10.1.2.3",
    "file.ext",
    "_",
    "$",
    "/",
    "a/b.c.d",
    "@",
    "(",
    "[",
    "000000001A12E3F0",
    "averylongwordthatisquiteplainandgoesonforquiteawhile",
};

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static dpm_span random_message(char *bytes, size_t cap, uint64_t *seed)
{
    size_t len = 0;
    for (size_t left = next_random(seed) % 120; left; left--) {
        const dpm_span piece = span_str(pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)]);
        if (cap - len < piece.len) {
            break;
        }
        memcpy(bytes + len, piece.ptr, piece.len);
        len += piece.len;
    }
    return span_of(bytes, len);
}

Test(classify_pattern, both_ways_agree)
{
    static const dpm_span hosts[] = {{NULL, 0}, SPAN_INIT("Fileserver"), SPAN_INIT("12"), SPAN_INIT("."), SPAN_INIT("deadbeef")};
    uint64_t seed = 11;
    for (int round = 0; round < 60000; round++) {
        char bytes[2048], fast[200], plain[200];
        const dpm_span message = random_message(bytes, 1 + next_random(&seed) % sizeof bytes, &seed);
        const dpm_span host = hosts[next_random(&seed) % (sizeof hosts / sizeof *hosts)];
        const size_t cap = next_random(&seed) % 4 ? sizeof fast : next_random(&seed) % sizeof fast;
        const size_t made = pattern_mask(message, host, fast, cap), expected = pattern_mask_plain(message, host, plain, cap);
        cr_assert(span_eq(span_of(fast, made), span_of(plain, expected)), "'%.*s' gives '%.*s' and '%.*s'", (int)message.len,
                  message.ptr, (int)made, fast, (int)expected, plain);
    }
}

Test(classify_pattern, long_words_agree)
{
    uint64_t seed = 5;
    for (size_t len = 0; len < 1600; len++) {
        char bytes[1600], fast[200], plain[200];
        const char fill = "7afx.\\ "[next_random(&seed) % 7];
        memset(bytes, fill, len);
        for (size_t i = next_random(&seed) % 3; i && len; i--) {
            bytes[next_random(&seed) % len] = "7x. -"[next_random(&seed) % 5];
        }
        const dpm_span message = span_of(bytes, len), none = {0};
        const size_t made = pattern_mask(message, none, fast, sizeof fast);
        const size_t expected = pattern_mask_plain(message, none, plain, 200);
        cr_assert(span_eq(span_of(fast, made), span_of(plain, expected)), "%zu of '%c'", len, fill);
    }
}

Test(classify_pattern, maps_agree)
{
    uint64_t seed = 3;
    for (int round = 0; round < 20000; round++) {
        char bytes[PATTERN_MAP_BYTES];
        const size_t len = next_random(&seed) % (sizeof bytes + 1), words = (len + 63) / 64 + 1;
        for (size_t i = 0; i < len; i++) {
            bytes[i] = (char)next_random(&seed);
        }
        pattern_map fast, plain;
        pattern_map_fill(span_of(bytes, len), &fast);
        pattern_map_scalar(span_of(bytes, len), &plain);
        cr_assert_eq(fast.blanks, plain.blanks, "%zu bytes", len);
        cr_assert_eq(memcmp(fast.word, plain.word, words * 8), 0, "%zu bytes", len);
        cr_assert_eq(memcmp(fast.telling, plain.telling, words * 8), 0, "%zu bytes", len);
        cr_assert_eq(memcmp(fast.not_hex, plain.not_hex, words * 8), 0, "%zu bytes", len);
    }
}
