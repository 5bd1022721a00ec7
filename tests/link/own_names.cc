/* A program with functions of the names that the library uses inside: it links both libraries and calls its own. */
#include <dpmlog.h>

#include <stdio.h>

extern "C" {
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

} // extern "C"

int main(void)
{
    dpm_rules *rules = nullptr;
    const dpm_status status = dpm_rules_load(&rules, nullptr, 0, nullptr);
    printf("%d %d\n", status, arena_free(20));
    dpm_rules_free(rules);
    return 0;
}
