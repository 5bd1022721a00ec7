/* Runs on the machine that builds: prints a C source that holds the files named as arguments, in their order, for
 * src/rules/builtin.h. */
#include <stdio.h>
#include <string.h>

static const char *base_name(const char *path)
{
    const char *const slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The bytes of one file as `static const unsigned char file_N[]`; its size, or -1. An array of no bytes is no C: one NUL
 * more stands at the end, not counted. */
static long print_bytes(const char *path, int number)
{
    FILE *const in = fopen(path, "rb");
    if (!in) {
        perror(path);
        return -1;
    }
    printf("static const unsigned char file_%d[] = {", number);
    long len = 0;
    for (int byte = getc(in); byte != EOF; byte = getc(in)) {
        printf("%s%d,", len % 32 == 0 ? "\n    " : "", byte);
        len++;
    }
    printf("\n    0};\n\n");
    const int bad = ferror(in);
    if (fclose(in) != 0 || bad) {
        fprintf(stderr, "%s: cannot be read\n", path);
        return -1;
    }
    return len;
}

int main(int argc, char **argv)
{
    printf("/* Made by tools/embed.c from grammars/. Do not edit. */\n#include \"rules/builtin.h\"\n\n");
    for (int i = 1; i < argc; i++) {
        if (print_bytes(argv[i], i) < 0) {
            return 1;
        }
    }
    printf("const builtin_file builtin_files[] = {\n");
    for (int i = 1; i < argc; i++) {
        printf("    {\"%s\", file_%d, sizeof(file_%d) - 1},\n", base_name(argv[i]), i, i);
    }
    printf("    {0}};\nconst size_t builtin_file_count = %d;\n", argc - 1);
    return fflush(stdout) != 0 || ferror(stdout);
}
