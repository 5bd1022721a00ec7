# A named folder without logs beside one that has some is told, and nothing was skipped; alone it is nothing to read. An archive
# without logs held something that was not read.
mkdir "$TMP/nologs" "$TMP/none"
dpmlog --year 2016 fixtures/healthy "$TMP/nologs"
echo "-> $?"
dpmlog --year 2016 fixtures/agent-crash "$TMP/nologs" | head -n 1
dpmlog -q --year 2016 "$TMP/nologs" fixtures/agent-crash | head -n 1
dpmlog "$TMP/nologs" "$TMP/none"
echo "-> $?"
(cd "$TMP" && echo text >readme.txt && zip -q none.zip readme.txt)
dpmlog --year 2016 fixtures/healthy "$TMP/none.zip" >"$TMP/out"
echo "-> $?"
