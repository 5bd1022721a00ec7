# The help of a command lists what belongs to it, and only that.
dpmlog help rules
dpmlog code -h | head -n 1
dpmlog analyze --help | grep -c -e '^ .*--'
# of the formats it names those that the command writes
dpmlog help ls | grep -e --format
dpmlog help help | grep -c -e --
dpmlog help nope
