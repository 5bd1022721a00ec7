# On a terminal: colours, lines cut to its width, a status line; with TERM=dumb neither; forty columns are enough.
show() { python3 -B tests/support/terminal.py "$@"; }
export TERM=xterm
show 40 20 dpmlog events --no-progress --level CRITICAL fixtures/Temp
show 140 20 dpmlog events --no-progress --level CRITICAL fixtures/Temp
show 140 20 dpmlog events --no-progress --level CRITICAL -v fixtures/Temp
show 40 20 dpmlog task --no-progress 8AE83798 fixtures/Temp | sed -n 1,24p
show 40 1.6 dpmlog follow --level CRITICAL fixtures/Temp | sed 's/\(\\r\\e\[Kfollow[^\\]*\)\(\\r\\e\[Kfollow[^\\]*\)*/\1/g'
export TERM=dumb
show 40 20 dpmlog events --level CRITICAL fixtures/Temp
show 40 1.6 dpmlog follow --level CRITICAL fixtures/Temp
show 40 20 dpmlog fixtures/Temp | sed -n 1,12p
export TERM=xterm
show 40 20 dpmlog ls fixtures/archives/cut.zip fixtures/Temp | sed -n 1,12p
show 40 20 dpmlog code 0x80070005 | sed -n 1,8p
show 40 20 dpmlog help ls | sed -n 1,12p
