#!/usr/bin/env python3
"""Judges HTML reports: check_html.py FILE... Every element is closed in its order, nothing is loaded, no id comes twice, links inside the
page lead somewhere, no text steers, the policy allows this style and this script by their hashes, and the data for the script is JSON of
numbers."""
import base64
import hashlib
import json
import re
import sys
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "link", "img"}
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.ids, self.targets, self.data, self.elements = [], [], [], [], "", set()

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append(tag)
        self.look(tag, dict(attributes))

    def handle_startendtag(self, tag, attributes):
        self.look(tag, dict(attributes))

    def look(self, tag, attributes):
        self.elements.add(tag)
        for name, value in attributes.items():
            if name.startswith("on") or name in ("style", "src", "action", "srcset"):
                self.faults.append("<%s %s>" % (tag, name))
            if STEERS.search(value or ""):
                self.faults.append("<%s %s> steers" % (tag, name))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        href = attributes.get("href", "#")
        if href.startswith("#"):
            self.targets.append(href[1:])
        elif not href.startswith(("https://", "http://")):
            self.faults.append("a link to " + href)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append("</%s> closes something else, line %d" % (tag, self.getpos()[0]))

    def handle_data(self, text):
        if self.open and self.open[-1] == "script" and text.startswith("{"):
            self.data = text
        elif STEERS.search(text):
            self.faults.append("text that steers, line %d" % self.getpos()[0])


def numbers_only(value):
    if isinstance(value, dict):
        return all(re.fullmatch("[a-z]+|[ecun][0-9]+", key) and numbers_only(item) for key, item in value.items())
    return all(map(numbers_only, value)) if isinstance(value, list) else isinstance(value, (int, bool))


def hash_faults(text):
    """What the policy allows by its hash has to be what is in the page."""
    faults = []
    for element, content in (("style", re.findall("<style>(.*?)</style>", text, re.S)),
                             ("script", re.findall("<script>(.*?)</script>", text, re.S))):
        hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in content]
        allowed = re.findall("%s-src 'sha256-([^']*)'" % element, text)
        if len(hashes) != 1 or len(content[0]) < 1000 or hashes != allowed:
            faults.append("<%s> has the hash %s, and the policy allows %s" % (element, hashes, allowed))
    return faults


def judge(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    page = Page()
    page.feed(text)
    page.close()
    faults = page.faults
    faults += ["<%s> is not closed" % tag for tag in page.open]
    faults += ["%s is there twice" % name for name in set(page.ids) if page.ids.count(name) > 1]
    faults += ["#%s leads nowhere" % name for name in page.targets if name and name not in page.ids]
    faults += ["<%s> has no place here" % tag for tag in page.elements & {"img", "iframe", "object", "embed", "form", "link", "base"}]
    faults += hash_faults(text)
    if page.data and not numbers_only(json.loads(page.data)):
        faults.append("the data hold more than numbers")
    rows = text.count('<tr class="item incident"')
    if rows > 5000 or len(text.encode()) > (1000000 if rows <= 1000 else 3500000):
        faults.append(f"{len(text.encode())} bytes, {rows} incidents")
    return faults


def main():
    bad = False
    for path in sys.argv[1:]:
        for fault in judge(path):
            print("%s: %s" % (path, fault))
            bad = True
    return bad


if __name__ == "__main__":
    sys.exit(main())
