/* Law: an archive that was cut off after any byte is read as far as it goes, and called incomplete: no failure, no hang, and
 * with more bytes never fewer records. The archives are made by the tools that people make them with. */
#include "../support/temp_tree.h"
#include "kit.h"

enum { CUTS = 150, TAR_BLOCK = 512 };

static const struct way {
    const char *name, *command;
    bool grows; /* members before the cut can be read: a 7z keeps its list at the end, and an xz gives its bytes in pieces larger
                 * than this one is */
} ways[] = {
#ifdef DPM_WITH_LIBARCHIVE
    {"logs.tar", "tar -cf %s/logs.tar DPM01 FS01", true},
    {"logs.tar.gz", "tar -czf %s/logs.tar.gz DPM01 FS01", true},
    {"logs.tar.xz", "tar -cJf %s/logs.tar.xz DPM01 FS01", false},
    {"logs.cab", "gcab -c %s/logs.cab DPM01/* FS01/*", true},
    {"bundle.tar", "zip -qr %s/inner.zip DPM01 FS01 && tar -C %s -cf %s/bundle.tar inner.zip", true},
    {"logs.7z", "7zz a -bso0 -bsp0 %s/logs.7z DPM01 FS01", false},
#endif
    {"logs.zip", "zip -qr %s/logs.zip DPM01 FS01", true},
    {"DPMRACurr.errlog.gz", "gzip -c FS01/DPMRACurr.errlog > %s/DPMRACurr.errlog.gz", true},
};

typedef struct seen {
    uint64_t records;
    bool complete, anything;
} seen;

static seen analyze(const dpm_rules *rules, const char *path)
{
    const dpm_session_options options = kit_options();
    dpm_session *session = NULL;
    dpm_report *report = NULL;
    dpm_error err = {0};
    cr_assert_eq(dpm_session_new(&session, rules, &options, &err), DPM_OK);
    dpm_session_add(session, path, &err);
    cr_assert_eq(dpm_session_run(session, &err), DPM_OK, "%s: %s", path, err.message);
    cr_assert_eq(dpm_session_report(session, &report, &err), DPM_OK, "%s: %s", path, err.message);
    const dpm_report_data *const facts = dpm_report_get_data(report);
    const seen s = {facts->records, facts->complete, facts->source_count || facts->skipped_count};
    dpm_report_free(report);
    dpm_session_free(session);
    return s;
}

static strbuf make(temp_tree *t, const struct way *w)
{
    char command[3 * sizeof t->root + 256] = "cd fixtures/access-denied && ";
    const size_t len = strlen(command);
    snprintf(command + len, sizeof command - len, w->command, t->root, t->root, t->root);
    cr_assert_eq(system(command), 0, "%s", command);
    strbuf bytes = {0};
    char buffer[4096];
    FILE *const in = fopen(tree_path(t, w->name), "rb");
    cr_assert_not_null(in);
    for (size_t got; (got = fread(buffer, 1, sizeof buffer, in)) > 0;) {
        strbuf_add(&bytes, span_of(buffer, got));
    }
    fclose(in);
    return bytes;
}

static seen cut_at(temp_tree *t, const dpm_rules *rules, const struct way *w, dpm_span bytes, size_t len, const seen *whole)
{
    const seen s = analyze(rules, tree_write(t, w->name, span_head(bytes, len)));
    cr_expect_leq(s.records, whole->records, "%s cut at %zu of %zu: more records than in the whole", w->name, len, bytes.len);
    cr_expect(s.records == whole->records || (s.anything && !s.complete), "%s cut at %zu of %zu is called whole", w->name, len,
              bytes.len);
    return s;
}

static void cut_everywhere(temp_tree *t, const dpm_rules *rules, const struct way *w)
{
    strbuf bytes = make(t, w);
    const seen whole = analyze(rules, tree_path(t, w->name));
    cr_assert(whole.complete && whole.records > 20, "%s: %llu records", w->name, (unsigned long long)whole.records);
    const size_t step = bytes.len / CUTS + 1;
    uint64_t most = 0;
    for (size_t len = 1; len < bytes.len; len += len < 40 || bytes.len - len < 40 ? 1 : step) {
        const seen s = cut_at(t, rules, w, strbuf_span(&bytes), len, &whole);
        cr_expect(!w->grows || s.records + 1 >= most, "%s cut at %zu of %zu: fewer records than before", w->name, len, bytes.len);
        most = s.records > most ? s.records : most;
    }
    const bool is_tar = span_iends(span_str(w->name), SPAN(".tar"));
    for (size_t len = TAR_BLOCK; is_tar && len < bytes.len; len += TAR_BLOCK) { /* where its members end */
        cut_at(t, rules, w, strbuf_span(&bytes), len, &whole);
    }
    cr_expect(!w->grows || most > 0, "%s: no member before a cut was read", w->name);
    strbuf_free(&bytes);
}

Test(law_bundle_truncation, archives_cut_anywhere, .timeout = 110)
{
    dpm_rules *const rules = kit_rules();
    temp_tree t;
    tree_new(&t);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        cut_everywhere(&t, rules, &ways[i]);
    }
    tree_free(&t);
    dpm_rules_free(rules);
}
