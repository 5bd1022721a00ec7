# Overrides in a file of their own: what they change is listed, counted and said; what they keep out is not lost.
mkdir "$TMP/site"
cat >"$TMP/site/overrides.yaml" <<'YAML'
schema: 1
overrides:
  - cause: agent-crash
    suppress_until: 2016-06-25
    reason: SQL01 gets new hardware, change 4711
  - cause: csv-not-serialized
    disable: true
    reason: The volume is being replaced.
  - rule: timeout.agent-silent
    class: other
    suppress_until: 2099-01-01
    reason: Known, change 4712.
  - rule: noise.library-fallback
    disable: true
    reason: We want to see it.
YAML
dpmlog rules check "$TMP/site" | sed 's/; hash.*//; s/[0-9]* rules, [0-9]* kinds of noise, [0-9]* causes/N rules/'
dpmlog rules list --rules "$TMP/site" | grep '\['
dpmlog --year 2016 --rules "$TMP/site" --top 1 fixtures/story
echo "-> $?"
# what a rule that is off says, and who takes its record instead
line='0990	01EC	06/24	00:02:11.200	09	dynamicloadedmodule.cpp(68)			WARNING	Failed: Hr: = [0x8007007e] : GetModuleHandle failed for Library fltlib.dll, will try LoadLibrary'
dpmlog rules explain "$line" --rules "$TMP/site"
dpmlog rules explain "$line" noise.library-fallback --rules "$TMP/site"
# a suppressed cause meets no --fail-on, neither does it make the logs clean
dpmlog --top 10 --year 2016 --rules "$TMP/site/overrides.yaml" --fail-on crash fixtures/agent-crash | sed -n '1,3p;/^Overrides/,$p'
echo "-> ${PIPESTATUS[0]}"
# a later layer changes it back by an override of its own
printf 'schema: 1\noverrides:\n  - { cause: agent-crash, class: access, reason: Ours to judge. }\n' >"$TMP/later.yaml"
dpmlog --top 10 --year 2016 --rules "$TMP/site" --rules "$TMP/later.yaml" --fail-on access fixtures/agent-crash | sed -n '1,2p;/ 1  /,/access/p'
echo "-> ${PIPESTATUS[0]}"
# every mistake is named with its place
wrong() {
    printf 'schema: 1\noverrides:\n  - %s\n' "$1" >"$TMP/wrong.yaml"
    dpmlog rules check "$TMP/wrong.yaml" 2>&1 | sed "s|$TMP/||"
}
wrong '{ cause: agent-crahs, disable: true, reason: R }'
wrong '{ rule: agent-crash, disable: true, reason: R }'
wrong '{ cause: unexplained, disable: true, reason: R }'
wrong '{ rule: noise.library-fallback, class: vss, reason: R }'
wrong '{ cause: hang, suppress_until: 31.12.2026, reason: R }'
wrong '{ cause: hang, suppress: true, reason: R }'
