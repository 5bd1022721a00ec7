# docs/example.c, the README's program in C, compiles against the public headers alone and runs.
build=$(dirname "$(command -v dpmlog)")
read -ra compile <"$build/flags"
"${compile[@]}" -Werror docs/example.c -L"$build" -ldpmlog -Wl,-rpath,"$build" -o "$TMP/example"
"$TMP/example" fixtures/network-saturated | sed "s/, score.*//"
"$TMP/example" fixtures/healthy
"$TMP/example" "$TMP/none"
echo "-> $?"
