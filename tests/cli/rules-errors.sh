# A rule file that is wrong is named with line and column; nothing is analyzed.
printf 'schema: 1\nrules:\n  - id: x\n    bogus: 1\n' >"$TMP/bad.yaml"
place() {
    "$@" 2>&1 | sed "s|$TMP/||" | cut -d : -f 1-4
    echo "-> ${PIPESTATUS[0]}"
}
place dpmlog rules check "$TMP/bad.yaml"
place dpmlog --rules "$TMP/bad.yaml" fixtures/healthy
place dpmlog code --rules "$TMP/bad.yaml" 308
dpmlog rules check "$TMP/none"
