# The help of a command lists what belongs to it, and only that.
dpmlog help rules
dpmlog code -h | head -n 1
dpmlog analyze --help | grep -c -e '^ .*--'
dpmlog help nope
