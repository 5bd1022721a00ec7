# The same counts of events, incidents and causes in every form, each read by jq, sqlite3 or Python.
shopt -s extglob
python3 -B tests/support/check_forms.py "$TMP" fixtures/!(pasted|*.md) fixtures
