# A code in every spelling, and what is no code.
dpmlog code 0x800706BA | head -n 1
for spelling in 0x800706ba 800706BA -2147023174 2147944122; do
    [ "$(dpmlog code $spelling)" = "$(dpmlog code 0x800706BA)" ] || echo "$spelling differs"
done
dpmlog code 'ID 308' | head -n 1
dpmlog code 0x8099BEEF | head -n 1
dpmlog code 308 nonsense >"$TMP/out"
echo "-> $?"
dpmlog code -- -2147023174 | head -n 1
