# Each wrong call says what is wrong with it, reads nothing and exits with 2.
try() {
    echo "\$ dpmlog $*"
    dpmlog "$@" 2>&1
    echo "-> $?"
}
try --bogus
try --fromat json
try --ma 3
try -x
try --force=yes
try --top
try -j
try -j 0
try --top many
try -f html
try -f xml
try --class nonsense
try --level nonsense
try --fail-on all
try --color sometimes
try --since yesterday
try --since 2016-02-30
try --until 2016-06-01T25:00
try --since 2016-06-02 --until 2016-06-01
try --tz Europe/Berlin
try --year 16
try --max-expand lots
try -o report
try -o report.html
try -o text:
try -o a.txt -o a.txt
try -o "$TMP/none/a.txt"
try code
try code --top 3 5
try code --s 5
try events --s
try events --max=2 --max-d
try analyze --sin yesterday
try ls --max=2
try ls --rules grammars fixtures
try code --color never 5
try help --no-progress
try code nonsense
try rules
try rules nonsense
try rules list more
try rules test FILE
try events fixtures/healthy
try help events
