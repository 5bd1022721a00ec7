# Programs in C and C++ with functions named decode, classify and arena_free link both libraries, and call their own.
build=$(dirname "$(command -v dpmlog)")
if ! grep -q -e -fvisibility=hidden "$build/flags"; then # a sanitizer's build hides nothing: there is nothing to check
    cat tests/cli/link.out
    exit
fi
read -ra compile <"$build/flags"
read -ra libs <"$build/ldlibs"
flags=(-Werror -Wall -Wextra -Iinclude -pthread)
for language in c cc; do
    compiler=("${compile[0]}" -std=c11)
    [ $language = cc ] && compiler=(c++ -std=c++17)
    "${compiler[@]}" "${flags[@]}" -c tests/link/own_names.$language -o "$TMP/$language.o"
    for library in static shared; do
        link=("$build/libdpmlog.a" "${libs[@]}")
        [ "$library" = shared ] && link=(-L"$build" -ldpmlog "-Wl,-rpath,$build")
        "${compiler[@]}" -pthread "$TMP/$language.o" "${link[@]}" -o "$TMP/$language" && "$TMP/$language"
    done
done
