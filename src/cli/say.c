/* What the program says to people. */
#include "cli/say.h"

#include "cli/cli.h"
#include "cli/platform.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

dpm_span word_span(const char *text)
{
    return (dpm_span){text, strlen(text)};
}

static bool write_stream(void *context, const char *bytes, size_t len)
{
    return fwrite(bytes, 1, len, context) == len;
}

void put_span(FILE *out, dpm_span text)
{
    dpm_escape(text, DPM_ESCAPE_TERMINAL, write_stream, out);
}

void put_json(FILE *out, dpm_span text)
{
    fputc('"', out);
    dpm_escape(text, DPM_ESCAPE_JSON, write_stream, out);
    fputc('"', out);
}

static dpm_redactor *replacing; /* NULL: nothing is replaced */

void say_redacted(dpm_redactor *redactor)
{
    replacing = redactor;
}

static dpm_span say_text(dpm_span text)
{
    return replacing ? dpm_redact_text(replacing, text) : text;
}

static dpm_span say_path(dpm_span path)
{
    return replacing ? dpm_redact_path(replacing, path) : path;
}

void print_error(const char *format, ...)
{
    char text[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fputs("dpmlog: ", stderr);
    put_span(stderr, say_text(word_span(text)));
    fputc('\n', stderr);
    fflush(stderr);
}

bool print_dpm_error(const dpm_error *err)
{
    print_error("%s", err->message);
    return false;
}

void print_path_error(const char *kind, dpm_span path, dpm_span what)
{
    fputs("dpmlog: ", stderr);
    fputs(kind, stderr);
    if (path.len) {
        fputs(*kind ? " " : "", stderr);
        put_span(stderr, say_path(path));
    }
    fputs(": ", stderr);
    put_span(stderr, say_text(what));
    fputc('\n', stderr);
    fflush(stderr);
}

void print_path_is(dpm_span path, dpm_span what)
{
    fputs("dpmlog: ", stderr);
    put_span(stderr, say_path(path));
    fputs(" is ", stderr);
    put_span(stderr, say_text(what));
    fputc('\n', stderr);
    fflush(stderr);
}

int finish(int code)
{
    errno = 0;
    const bool good = fflush(stdout) == 0 && !ferror(stdout);
    const int why = errno ? errno : EIO; /* an earlier write may have failed */
    if (good || code == CLI_USAGE || why == EPIPE || platform_reader_gone(stdout)) {
        return code;
    }
    print_error("cannot write to standard output: %s", platform_words(why));
    return CLI_USAGE;
}
