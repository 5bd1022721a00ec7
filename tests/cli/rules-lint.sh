# What is seldom meant in rule files and tables, with file, line and column; and which of our rules only fit English records, and why.
lint() {
    dpmlog rules lint "$@" | sed "s|$TMP/||"
    echo "-> ${PIPESTATUS[0]}"
}
lint
cat >"$TMP/mine.yaml" <<'END'
schema: 1
dpm_ids:
  - { id: 43, meaning: Our own meaning., class: tape }
END
lint "$TMP/mine.yaml" 2>&1
sed -i 's/tape/storage/; $a\  - { id: 39999, class: storage }' "$TMP/mine.yaml"
cat >>"$TMP/mine.yaml" <<'END'
codes:
  - { code: 0x800706BA, meaning: The Contoso proxy is gone. }
rules:
  - id: contoso.busy
    title: The Contoso library is busy
    class: other
    rank: 55
    when:
      process: CONTOSO
      level: FATAL
      any: [ { dpm_id: 999999 } ]
    samples:
      match: [ { line: "0990\t17D8\t11/05\t13:02:42.416\t31\tlib.cs(1)\t\t\tFATAL\tBusy (ID 999999)", origin: synthetic } ]
      miss: [ { line: "0990\t17D8\t11/05\t13:02:42.416\t31\tlib.cs(1)\t\t\tFATAL\tBusy (ID 999998)" } ]
  - id: contoso.words
    title: The Contoso library waits
    class: other
    rank: 56
    when:
      process: CONTOSO
      level: WARNING
    pattern: 'waits for (?:a )?drive'
    samples:
      match: [ { line: "0990\t17D8\t11/05\t13:02:42.416\t31\tlib.cs(2)\t\t\tWARNING\tIt waits for drive 3", origin: synthetic } ]
      miss: [ { line: "0990\t17D8\t11/05\t13:02:42.416\t31\tlib.cs(2)\t\t\tWARNING\tIt waits" } ]
END
printf 'id\tname\tkind\tclass\tmeaning\taction\n90001\t-\tfailure\tother\tOne meaning.\t-\n90001\t-\tfailure\tother\tAnother meaning.\t-\n41\t-\tnotice\tother\tNo failure here.\t-\n90002\t-\tfailure\tother\t-\t-\n' >"$TMP/own.tsv"
lint --rules "$TMP/mine.yaml" "$TMP/own.tsv"
dpmlog rules lint --language --rules "$TMP/mine.yaml" | grep -v '^<built-in>' | sed "s|$TMP/||"
echo "-> ${PIPESTATUS[0]}"
dpmlog rules lint --language | grep -c 'no reason given'
