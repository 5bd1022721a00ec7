# Every option of the table is in the manual page, with its letter and its argument, in the table's order, and no other is.
sed -n "s/^FLAG([A-Z_]*, \(0\|'\(.\)'\), \"\([^\"]*\)\", \(NULL\|\"\([^\"]*\)\"\).*/\2 --\3 \5/p" src/cli/flags.def |
    sed 's/^ *//; s/ *$//' >"$TMP/table"
sed -n 's/^\.It Fl \(.*\)/\1/p' docs/dpmlog.1 | sed 's/ , Fl / /; s/ Ar / /; s/\(^\| \)-\([a-z]\)/\1--\2/' >"$TMP/manual"
diff "$TMP/table" "$TMP/manual" && wc -l <"$TMP/table"
# so is every command that the help names, in the synopsis too
dpmlog help | sed -n '/^Commands/,/^  A file/s/^  \([a-z][a-z]*\) .*/\1/p' | tee "$TMP/commands" | while read -r command; do
    grep -q "^\.It Cm $command" docs/dpmlog.1 || echo "$command is not in the manual page"
    sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/p' docs/dpmlog.1 | grep -q "Cm $command" || echo "$command is not in the synopsis"
done
wc -l <"$TMP/commands"
