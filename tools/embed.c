/* Runs on the machine that builds: embed HEADER NAME FILE... prints a C source that holds the files, in their order, as
 * NAME_files and NAME_file_count, which HEADER declares. */
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
    if (argc < 3) {
        fprintf(stderr, "usage: embed HEADER NAME FILE...\n");
        return 2;
    }
    const char *const name = argv[2];
    printf("/* Made by tools/embed.c. Do not edit. */\n#include \"%s\"\n\n", argv[1]);
    for (int i = 3; i < argc; i++) {
        if (print_bytes(argv[i], i) < 0) {
            return 1;
        }
    }
    printf("const %s_file %s_files[] = {\n", name, name);
    for (int i = 3; i < argc; i++) {
        printf("    {\"%s\", file_%d, sizeof(file_%d) - 1},\n", base_name(argv[i]), i, i);
    }
    printf("    {0}};\nconst size_t %s_file_count = %d;\n", name, argc - 3);
    return fflush(stdout) != 0 || ferror(stdout);
}
