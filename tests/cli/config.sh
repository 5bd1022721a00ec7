# The configuration file: where it is looked for, what it sets, what the command line sets instead, and what is wrong in it.
export XDG_CONFIG_HOME=$TMP/xdg HOME=$TMP/home
mkdir -p "$XDG_CONFIG_HOME/dpmlog" "$HOME/.config/dpmlog" "$TMP/data/dpmlog"
echo 'top = 2' >"$HOME/.config/dpmlog/config"
printf 'top = 3\r\n' >"$TMP/data/dpmlog/config"
printf '\xEF\xBB\xBF# ours\r\n\r\n  top=1 # of many\r\nverbose = no\r\nformat = md\r\nschema = ecs\r\n' >"$XDG_CONFIG_HOME/dpmlog/config"
echo "== it is read, for the commands that take the options"
dpmlog --year 2016 fixtures/bundle | head -n 1 # Markdown
dpmlog events --year 2016 fixtures/bundle | head -n 1 # which events cannot be
dpmlog events -f jsonl --year 2016 fixtures/bundle | head -n 1 | jq -c '.ecs'
dpmlog 0x800706BA | head -n 1
dpmlog -f text --year 2016 fixtures/bundle | sed -n 's/^ \([0-9]\)  .*/\1/p' # one cause, as top says
dpmlog -f text --top 3 --year 2016 fixtures/bundle | sed -n 's/^ \([0-9]\)  .*/\1/p' | xargs
dpmlog --no-config --year 2016 fixtures/bundle | head -n 1
echo "== where it is"
dpmlog config | head -n 6 | sed 's/\r//'
unset XDG_CONFIG_HOME
dpmlog config | head -n 2
rm "$HOME/.config/dpmlog/config"
ProgramData=$TMP/data dpmlog config | head -n 2
dpmlog config | head -n 1
dpmlog config | grep -c '^# top = \|^# redact = \|^# verbose = '
dpmlog config >"$TMP/begin" && dpmlog --config "$TMP/begin" --year 2016 fixtures/bundle | head -n 1
echo "== several of what can be repeated; the command line takes their place"
printf 'host = FS01\nhost = SQL01\n' >"$TMP/hosts"
dpmlog events --config "$TMP/hosts" -f jsonl --year 2016 fixtures/bundle | jq -r .host | sort -u
dpmlog events --config "$TMP/hosts" --host HV01 -f jsonl --year 2016 fixtures/bundle | jq -r .host | sort -u
echo "== what is wrong"
wrong() {
    printf '%b' "$1" >"$TMP/wrong"
    dpmlog --config "$TMP/wrong" fixtures/healthy
    echo "-> $?"
}
wrong 'verbos = yes'
wrong 'top'
wrong '\ntop = many'
wrong 'verbose = perhaps'
wrong 'help = yes'
wrong 'since = 2016-06-02\nuntil = 2016-06-01'
wrong 'fail-on = new'
wrong 'top = 1\0'
dpmlog --config "$TMP/none" fixtures/healthy
echo "-> $?"
dpmlog --config /dev/zero fixtures/healthy
echo "-> $?"
dpmlog --config "$TMP" fixtures/healthy
echo "-> $?"
dpmlog check --config "$TMP/none" fixtures/healthy
echo "-> $?"
