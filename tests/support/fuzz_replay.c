/* Runs a fuzz target over files and folders instead of a fuzzer: each file once, and each of its prefixes up to a small
 * length. So `make check` replays every corpus without libFuzzer. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

enum { FILE_CAP = 1 << 20, PREFIX_CAP = 64, DEPTH_CAP = 16 };

static int run_file(const char *path)
{
    FILE *const in = fopen(path, "rb");
    if (!in) {
        perror(path);
        return -1;
    }
    uint8_t *const bytes = malloc(FILE_CAP);
    const size_t len = bytes ? fread(bytes, 1, FILE_CAP, in) : 0;
    fclose(in);
    for (size_t cut = 0; cut < len && cut < PREFIX_CAP; cut++) {
        LLVMFuzzerTestOneInput(bytes, cut);
    }
    /* a block of its exact size, so that ASan sees the first byte behind it */
    uint8_t *const exact = malloc(len ? len : 1);
    if (bytes && exact) {
        memcpy(exact, bytes, len);
        LLVMFuzzerTestOneInput(exact, len);
    }
    free(exact);
    free(bytes);
    return bytes && exact ? 1 : -1;
}

/* How many files were run, or -1. Recursion is bound by DEPTH_CAP. */
static int run_path(const char *path, int depth)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        return 0;
    }
    if (!S_ISDIR(info.st_mode)) {
        return run_file(path);
    }
    DIR *const folder = depth < DEPTH_CAP ? opendir(path) : NULL;
    int count = folder ? 0 : -1;
    for (const struct dirent *entry; count >= 0 && (entry = readdir(folder)) != NULL;) {
        char inner[4096];
        if (entry->d_name[0] == '.') {
            continue;
        }
        snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name);
        const int ran = run_path(inner, depth + 1);
        count = ran < 0 ? -1 : count + ran;
    }
    if (folder) {
        closedir(folder);
    }
    return count;
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; i++) {
        const int ran = run_path(argv[i], 0);
        if (ran < 0) {
            return 1;
        }
        count += ran;
    }
    printf("%d files replayed\n", count);
    return count > 0 ? 0 : 1;
}
