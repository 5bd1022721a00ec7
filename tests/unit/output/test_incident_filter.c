/* Which incidents pass a filter. */
#include "dpmlog/incident.h"

#include "sample_facts.h"

#include <criterion/criterion.h>

static const char *const fs01[] = {"fs01.contoso.com"}, *const dpm01[] = {"DPM01"}, *const web[] = {"WEB01"},
                         *const saturated[] = {"NETWORK-SATURATED"};
static const uint32_t rpc[] = {0x80070005, 0x800706BA}, id308[] = {308}, none[] = {0};

static const struct {
    dpm_incident_filter filter;
    bool passes;
} cases[] = {
    {{0}, true},
    {{.servers = fs01, .server_count = 1}, true},
    {{.servers = dpm01, .server_count = 1}, true}, /* the peer */
    {{.servers = web, .server_count = 1}, false},
    {{.causes = saturated, .cause_count = 1}, true},
    {{.causes = fs01, .cause_count = 1}, false},
    {{.codes = rpc, .code_count = 2}, true},
    {{.codes = rpc, .code_count = 1}, false},
    {{.ids = id308, .id_count = 1}, true},
    {{.ids = none, .id_count = 1}, false},
    {{.classes = 1u << DPM_CLASS_RPC_FAILURE}, true},
    {{.classes = 1u << DPM_CLASS_VSS}, false},
    {{.task = "8ae837987a85"}, true},
    {{.task = "{8AE83798-7A85"}, true},
    {{.task = "8AE83799"}, false},
    {{.servers = fs01, .server_count = 1, .classes = 1u << DPM_CLASS_VSS}, false}, /* all must agree */
};

Test(incident_filter, what_passes)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_expect_eq(dpm_incident_matches(&sample_incidents[0], &cases[i].filter), cases[i].passes, "case %zu", i);
    }
    cr_expect(dpm_incident_matches(&sample_incidents[0], NULL));
}
