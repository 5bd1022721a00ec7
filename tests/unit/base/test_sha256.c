/* The vectors of FIPS 180-4 and RFC 4231, and lengths around a block. */
#include "base/sha256.h"

#include "base/text.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void expect(const uint8_t got[SHA256_BYTES], const char *wanted, const char *what)
{
    char hex[2 * SHA256_BYTES + 1];
    for (int i = 0; i < SHA256_BYTES; i++) {
        snprintf(hex + 2 * i, 3, "%02x", got[i]);
    }
    cr_expect_str_eq(hex, wanted, "%s: %s", what, hex);
}

Test(sha256, vectors)
{
    static const struct {
        const char *text, *wanted;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    uint8_t out[SHA256_BYTES];
    sha256 s;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sha256_begin(&s);
        sha256_add(&s, span_str(rows[i].text));
        sha256_end(&s, out);
        expect(out, rows[i].wanted, rows[i].text);
    }
    sha256_begin(&s);
    for (int i = 0; i < 1000000; i++) {
        sha256_add(&s, SPAN("a"));
    }
    sha256_end(&s, out);
    expect(out, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", "a million");
}

Test(sha256, hmac)
{
    uint8_t key[SHA256_BYTES] = {0}, out[SHA256_BYTES];
    memset(key, 0x0b, 20); /* a shorter key is one with zeros behind it */
    const dpm_span parts[] = {SPAN("Hi "), SPAN("There")};
    hmac_sha256(key, parts, 2, out);
    expect(out, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", "RFC 4231, 1");
    memset(key, 0, sizeof key);
    memcpy(key, "Jefe", 4);
    const dpm_span text = SPAN("what do ya want for nothing?");
    hmac_sha256(key, &text, 1, out);
    expect(out, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "RFC 4231, 2");
}
