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
# The exit codes mean in the manual page and in the README what the table says; the page may add sentences.
sed -n 's/^EXIT_CODE([A-Z_]*, \([0-9]*\), "\(.*\)")$/\1 \2/p' src/cli/exit_codes.def >"$TMP/codes"
sed -n '/^| exit code/,/^$/s/^| \([0-9]*\) | \(.*\) |$/\1 \2/p' README.md | tr -d '`' | diff "$TMP/codes" - && echo "README: exit codes"
sed -n '/^\.Sh EXIT STATUS/,/^\.El/p' docs/dpmlog.1 | sed 's/^\.Fl \(-.*\)/-\1/' | tr '\n' ' ' | sed 's/\.It /\n/g' |
    sed -n 's/^\([0-9]*\) \([^.]*\)\..*/\1 \L\2/p' | awk 1 | diff "$TMP/codes" - && echo "manual page: exit codes"
# So are the words that a value may be.
sed -n 's/^FLAG([A-Z_]*, [^,]*, "\([^"]*\)", .* WORDS(\([^)]*\)).*/\1 \2/p' src/cli/flags.def | tr -d '",' | while read -r name words; do
    for word in $words; do
        sed -n "/^\.It Fl .*-$name /,/^\.It/p" docs/dpmlog.1 | grep -q "^\.Li $word\b" || echo "--$name $word is not in the manual page"
    done
done
