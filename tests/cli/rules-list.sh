# What is in force, and that all of it was checked.
dpmlog rules list | head -n 1
dpmlog rules list | awk 'NR > 1 {print $1}' | sort -u
dpmlog rules check | sed 's/[0-9][0-9]*/N/g; s/hash .*/hash/'
