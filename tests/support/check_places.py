#!/usr/bin/env python3
"""Reads what dpmlog writes for other places, as strictly as these do: check_places.py mail|prom|sarif|md on standard input. Prints what is in
it, or fails."""
import html.parser
import json
import re
import sys
import urllib.parse

import jsonschema

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LOCATION = {"type": "object", "additionalProperties": False, "required": ["physicalLocation"], "properties": {"physicalLocation": {
    "type": "object", "additionalProperties": False, "required": ["artifactLocation", "region"], "properties": {
        "artifactLocation": {"type": "object", "required": ["uri"], "properties": {"uri": {"type": "string"}}},
        "region": {"type": "object", "required": ["startLine"], "properties": {"startLine": {"type": "integer", "minimum": 1}}}}}}}
# the part of SARIF 2.1.0 that is used: names, types and what must be there are those of the standard
SARIF = {"type": "object", "additionalProperties": False, "required": ["version", "runs"], "properties": {
    "$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"},
    "runs": {"type": "array", "minItems": 1, "items": {"type": "object", "additionalProperties": False, "required": ["tool"], "properties": {
        "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {"type": "object", "required": ["name"], "properties": {
            "rules": {"type": "array", "uniqueItems": True, "items": {"type": "object", "required": ["id"], "properties": {
                "id": {"type": "string"}, "shortDescription": TEXT, "fullDescription": TEXT, "help": TEXT,
                "helpUri": {"type": "string", "pattern": "^https://"}}}}}}}},
        "invocations": {"type": "array", "items": {"type": "object", "required": ["executionSuccessful"]}},
        "results": {"type": "array", "items": {"type": "object", "required": ["message"], "additionalProperties": False, "properties": {
            "ruleId": {"type": "string"}, "level": {"enum": ["none", "note", "warning", "error"]}, "message": TEXT,
            "occurrenceCount": {"type": "integer", "minimum": 1}, "locations": {"type": "array", "items": LOCATION},
            "relatedLocations": {"type": "array", "items": LOCATION}, "properties": {"type": "object"}}}}}}}}}


def sarif(text):
    document = json.loads(text)
    jsonschema.Draft202012Validator(SARIF).validate(document)
    run = document["runs"][0]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    for result in run["results"]:
        assert result["ruleId"] in rules, result["ruleId"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        parts = urllib.parse.urlsplit(uri)
        assert not parts.scheme and not parts.query and not parts.fragment and re.fullmatch(r"[!-~]*", uri), uri
    return f"{len(rules)} rules, {len(run['results'])} results"


def prom(text):
    label = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"'
    sample = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)(\{%s(?:,%s)*\})? (-?[0-9]+)" % (label, label))
    seen, typed, described = set(), set(), set()
    assert text.endswith("\n")
    for line in text[:-1].split("\n"):
        if line.startswith("#"):
            kind, name, rest = re.fullmatch(r"# (HELP|TYPE) (\S+) (.+)", line).groups()
            assert name not in (described if kind == "HELP" else typed) and (kind == "HELP" or rest == "gauge"), line
            (described if kind == "HELP" else typed).add(name)
        else:
            name, labels, _ = sample.fullmatch(line).groups()
            assert name in typed and name in described and (name, labels) not in seen, line
            seen.add((name, labels))
    return f"{len(typed)} metrics, {len(seen)} samples"


class Mail(html.parser.HTMLParser):
    """The tags and attributes that mail programs show, each closed where it must be."""
    TAGS = {"html", "head", "meta", "title", "body", "h1", "h2", "p", "b", "br", "span", "table", "tr", "th", "td", "ol", "li"}
    ATTRIBUTES = {"lang", "http-equiv", "content", "style", "align", "cellpadding", "cellspacing"}

    def __init__(self):
        super().__init__()
        self.open, self.rows = [], 0

    def handle_starttag(self, tag, attrs):
        assert tag in self.TAGS and {name for name, _ in attrs} <= self.ATTRIBUTES, (tag, attrs)
        assert all("url" not in value and "expression" not in value for name, value in attrs if name == "style")
        self.rows += tag == "tr"
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag


def mail(text):
    reader = Mail()
    reader.feed(text)
    reader.close()
    assert not reader.open
    return f"{reader.rows} rows"


def markdown(text):
    rows = [line for line in text.split("\n") if line.startswith("|")]
    for row in rows:
        assert len(re.findall(r"(?<!\\)\|", row)) == 6, row
    outside = re.sub(r"(`+).*?\1", "", text)
    assert not re.search(r"(?<!\\)[<\[]|(?<!\\)\*", outside), "markup that is not ours"
    return f"{max(len(rows) - 2, 0)} rows"


print({"mail": mail, "prom": prom, "sarif": sarif, "md": markdown}[sys.argv[1]](sys.stdin.read()))
