# The completions are loaded by the shells that are there, and complete what the tables hold.
for shell in bash zsh fish powershell; do
    dpmlog completions $shell >"$TMP/$shell" || echo "$shell failed"
    for word in events follow completions; do grep -q "$word" "$TMP/$shell" || echo "$shell knows no $word"; done
    # every long option of the table
    sed -n 's/^FLAG([A-Z_]*, [^,]*, "\([^"]*\)".*/\1/p' src/cli/flags.def | while read -r name; do
        grep -q -e "--$name" -e "-l $name" "$TMP/$shell" || echo "$shell knows no --$name"
    done
done
cat >"$TMP/try" <<'SH'
. "$1"
shift
complete -p dpmlog
try() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _dpmlog
    echo "$*: ${COMPREPLY[*]}"
}
try dpmlog ev
try dpmlog --cl
try dpmlog events --s
try dpmlog events --schema ''
try dpmlog code --s
try dpmlog --class v
try dpmlog --since ''
try dpmlog completions po
try dpmlog events fixtures/Te
try dpmlog fix csv
try dpmlog incidents --cause rpc-
try dpmlog analyze --dpm-version 20
try dpmlog analyze fixtures/story --host F
try dpmlog task fixtures/hang 5
try dpmlog incidents fixtures/none --task ''
SH
bash --norc "$TMP/try" "$TMP/bash"
shellcheck -s bash "$TMP/bash" && echo "shellcheck is content"
# shellcheck disable=SC2016 # the shells expand in their turn
if command -v zsh >/dev/null; then
    zsh -f -c 'autoload -U compinit && compinit -D && . "$1" && echo "zsh: ${_comps[dpmlog]}"' zsh "$TMP/zsh"
else
    echo "zsh: _dpmlog"
fi
# shellcheck disable=SC2016
if command -v fish >/dev/null; then
    HOME=$TMP fish --no-config -c 'source $argv[1]; complete -C "dpmlog events --schema e"; complete -C "dpmlog fol" | cut -f 1
        complete -C "dpmlog fix csv"; complete -C "dpmlog analyze fixtures/story --host F" | cut -f 1' "$TMP/fish"
else
    printf 'ecs\nfollow\ncsv-not-serialized\nFS01\n'
fi
# Debian has no PowerShell: where there is none, its script is only read, by the rules of its quotes and brackets
# shellcheck disable=SC2016 # it is Python
python3 -c '
import re, sys
text = open(sys.argv[1], encoding="ascii").read()
code = re.sub(r"\x27(\x27\x27|[^\x27\n])*\x27|\x22(`.|[^\x22`\n])*\x22|#.*", "s", text)  # strings and comments
assert not set(code) & {"\x27", "\x22"}, "a string is not closed"
stack = []
for sign in code:
    if sign in "({[":
        stack.append(")}]"["({[".index(sign)])
    elif sign in ")}]":
        assert stack and stack.pop() == sign, "a bracket too many"
assert not stack, "a bracket is not closed"
values = re.search(r"\$values = @\{(.*?)\n    \}", text, re.S).group(1)
print("powershell:", len(re.findall(r"^        \x27", values, re.M)), "options with words")' "$TMP/powershell"
if command -v pwsh >/dev/null; then
    pwsh -NoProfile -Command "Invoke-Expression (Get-Content -Raw $TMP/powershell)"
fi
dpmlog completions causes | grep -c '^agent-crash$'
dpmlog completions versions | head -n 2
dpmlog completions hosts fixtures/story fixtures/none
dpmlog completions tasks fixtures/agent-crash
dpmlog completions tasks
dpmlog completions tcsh
echo "-> $?"
