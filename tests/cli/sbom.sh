# The bill of materials names dpmlog and each library that it is built with, with a licence, and is the same twice.
python3 -B tools/sbom.py "$(command -v dpmlog)" >"$TMP/one" && python3 -B tools/sbom.py "$(command -v dpmlog)" >"$TMP/two"
cmp "$TMP/one" "$TMP/two" && echo "the same twice"
jq -r '.spdxVersion, .packages[0].name, (.packages[0].checksums[0].checksumValue | length), (.packages | map(select(.licenseConcluded == null or .versionInfo == "")) | length)' "$TMP/one"
for library in libpcre2-8 yaml-0.1 zlib; do jq -r --arg name $library '.packages[] | select(.name == $name) | .name + " " + .licenseConcluded' "$TMP/one"; done
said=$(dpmlog --version -v | sed -n 's/^built with //p' | tr ',' '\n' | wc -l)
[ "$said" -eq "$(jq '[.relationships[] | select(.relationshipType == "DEPENDS_ON")] | length' "$TMP/one")" ] && echo "each library is in it"
