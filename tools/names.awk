# From grammars/names.txt to the arrays that src/discover/known_names.h declares.
BEGIN { print "#include \"discover/known_names.h\"" }
{ sub(/\r$/, "") }
/^#/ || /^$/ { next }
/^\[/ {
    if (section) print "    0};"
    section = substr($0, 2, length($0) - 2)
    printf "const char *const names_%s[] = {\n", section
    next
}
{ printf "    \"%s\",\n", $0 }
END { print "    0};" }
