# What each rule costs: the times vary, so they are taken out; the counts do not.
plain() { sed -E 's/ +[0-9]+\.[0-9]{3}( +[0-9]+\.[0-9])?/ TIME/' | LC_ALL=C sort; }
dpmlog rules bench fixtures/Temp | plain
dpmlog rules bench - <fixtures/Temp/DPMRACurr.errlog | head -n 1
# without a path, on the samples of the rules: each was tried and took some
dpmlog rules bench >"$TMP/samples"
head -n 1 "$TMP/samples" | grep -c '^[0-9][0-9]* records; nanoseconds of one thread$'
tail -n 1 "$TMP/samples"
# the dearest first
awk 'NR > 3 && $2 ~ /\./ { if (last != "" && $2 > last) print "not in order: " $0; last = $2 }' "$TMP/samples"
# a rule of the user's is among them, and one that nothing selects is tried on each record of its levels
cat >"$TMP/mine.yaml" <<'YAML'
schema: 1
rules:
  - id: mine.slow
    title: A pattern and nothing that selects it
    class: other
    rank: 900
    when:
      level: [NORMAL]
    pattern: 'q+z'
    samples:
      match:
        - line: "0990\t17D8\t11/05\t13:02:42.416\t31\tfsapi.cpp(88)\t\t\tNORMAL\tqqz"
          origin: synthetic
      miss:
        - line: "0990\t17D8\t11/05\t13:02:42.416\t31\tfsapi.cpp(88)\t\t\tNORMAL\tqq"
YAML
dpmlog rules bench --rules "$TMP/mine.yaml" fixtures/Temp | plain | grep mine
dpmlog rules bench fixtures/missing
echo "-> $?"
dpmlog rules bench fixtures/bad/text.errlog
echo "-> $?"
