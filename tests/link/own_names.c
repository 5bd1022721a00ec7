/* A program with functions of the names that the library uses inside: it links both libraries and calls its own. */
#include <dpmlog.h>

#include <stdio.h>

int decode(int value);
int classify(int value);
int arena_free(int value);

int decode(int value)
{
    return value + 1;
}

int classify(int value)
{
    return decode(value) * 2;
}

int arena_free(int value)
{
    return classify(value) - 3;
}

int main(void)
{
    dpm_rules *rules = NULL;
    const dpm_status status = dpm_rules_load(&rules, NULL, 0, NULL);
    printf("%d %d\n", status, arena_free(20));
    dpm_rules_free(rules);
    return 0;
}
