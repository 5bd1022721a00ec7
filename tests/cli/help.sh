# The help is made of the table of options.
dpmlog --help >"$TMP/long"
dpmlog help | tee "$TMP/command"
cmp "$TMP/long" "$TMP/command"
