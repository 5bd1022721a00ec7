# The same counts of events, incidents and causes in every form, each read by jq, sqlite3 or Python.
python3 -B tests/support/check_forms.py "$TMP" fixtures/{Temp,agent-crash,archives,bad,csv-not-serialized,encodings,network-saturated,story} fixtures
