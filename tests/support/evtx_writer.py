"""Writes Windows event logs (.evtx): a header, chunks of 64 KiB, records of binary XML without templates. Enough for those who read such
logs, and not what Windows writes in every detail.

    write("System.evtx", [event("Service Control Manager", 7034, 2, "2024-06-14T02:40:00.123Z", "System", "FS01.contoso.com", ["DPMRA", "1"])])
"""
import datetime
import struct
import zlib

CHUNK = 65536
FIRST_RECORD = 512


def event(provider, number, level, time, channel, computer, data, pid=1234, tid=5678):
    """`data`: texts, or pairs of a name and a text."""
    pairs = [item if isinstance(item, tuple) else (None, item) for item in data]
    return {"provider": provider, "id": number, "level": level, "time": time, "channel": channel, "computer": computer, "data": pairs,
            "pid": pid, "tid": tid}


def ticks(time):
    """Since 1601, in 100 ns."""
    moment = datetime.datetime.strptime(time, "%Y-%m-%dT%H:%M:%S.%fZ")
    delta = moment - datetime.datetime(1601, 1, 1)
    return (delta.days * 86400 + delta.seconds) * 10_000_000 + delta.microseconds * 10


def wide(text):
    return text.encode("utf-16-le")


def name_hash(name):
    value = 0
    for unit in struct.unpack(f"<{len(name)}H", wide(name)):
        value = (value * 65599 + unit) & 0xFFFFFFFF
    return value & 0xFFFF


class Xml:
    """Binary XML that begins at an offset of its chunk: names stand where they are met first, and are referred to afterwards."""

    def __init__(self, at):
        self.out = bytearray(b"\x0f\x01\x01\x00")
        self.at = at

    def name(self, text):
        offset = self.at + len(self.out) + 4
        self.out += struct.pack("<IIHH", offset, 0, name_hash(text), len(text)) + wide(text) + b"\0\0"

    def value(self, text):
        self.out += struct.pack("<BBH", 5, 1, len(wide(text)) // 2) + wide(text)

    def element(self, name, text=None, attributes=(), children=()):
        attributes = [pair for pair in attributes if pair[1] is not None]
        self.out += struct.pack("<BH", 0x41 if attributes else 0x01, 0xFFFF)
        size_at = len(self.out)
        self.out += b"\0\0\0\0"
        self.name(name)
        if attributes:
            list_at = len(self.out)
            self.out += b"\0\0\0\0"
            for i, (key, value) in enumerate(attributes):
                self.out += struct.pack("<B", 0x46 if i + 1 < len(attributes) else 0x06)
                self.name(key)
                self.value(value)
            struct.pack_into("<I", self.out, list_at, len(self.out) - list_at - 4)
        if text is None and not children:
            self.out += b"\x03"
        else:
            self.out += b"\x02"
            if text is not None:
                self.value(text)
            for child in children:
                child()
            self.out += b"\x04"
        struct.pack_into("<I", self.out, size_at, len(self.out) - size_at - 4)

    def event(self, e, number):
        def system():
            self.element("Provider", attributes=[("Name", e["provider"])])
            self.element("EventID", str(e["id"]))
            self.element("Level", str(e["level"]))
            self.element("TimeCreated", attributes=[("SystemTime", e["time"])])
            self.element("EventRecordID", str(number))
            self.element("Execution", attributes=[("ProcessID", str(e["pid"])), ("ThreadID", str(e["tid"]))])
            self.element("Channel", e["channel"])
            self.element("Computer", e["computer"])

        def data():
            for name, text in e["data"]:
                self.element("Data", text, attributes=[("Name", name)])

        self.element("Event", attributes=[("xmlns", "http://schemas.microsoft.com/win/2004/08/events/event")], children=[
            lambda: self.element("System", children=[system]), lambda: self.element("EventData", children=[data])])
        self.out += b"\0"
        return bytes(self.out)


def record(e, number, at):
    body = Xml(at + 24).event(e, number)
    size = 24 + len(body) + 4
    return struct.pack("<IIQQ", 0x00002A2A, size, number, ticks(e["time"])) + body + struct.pack("<I", size)


def chunk(records, first):
    """Of (number, bytes)."""
    body = b"".join(data for _, data in records)
    last = FIRST_RECORD + len(body) - len(records[-1][1])
    head = b"ElfChnk\0" + struct.pack("<QQQQIIII", first, records[-1][0], first, records[-1][0], 128, last, FIRST_RECORD + len(body),
                                      zlib.crc32(body))
    head = head.ljust(120, b"\0")
    tables = bytes(FIRST_RECORD - 128)
    head += struct.pack("<I", 0) + struct.pack("<I", zlib.crc32(head[:120] + tables))
    return (head + tables + body).ljust(CHUNK, b"\0")


def build(events, first=1):
    """The bytes of a log."""
    chunks, records, size, begin = [], [], FIRST_RECORD, first
    for number, e in enumerate(events, first):
        data = record(e, number, size)
        if size + len(data) > CHUNK:
            chunks.append(chunk(records, begin))
            records, size, begin = [], FIRST_RECORD, number
            data = record(e, number, size)
        records.append((number, data))
        size += len(data)
    if records:
        chunks.append(chunk(records, begin))
    head = b"ElfFile\0" + struct.pack("<QQQIHHHH", 0, max(len(chunks) - 1, 0), first + len(events), 128, 1, 3, 4096, len(chunks))
    head = head.ljust(120, b"\0")
    head += struct.pack("<II", 0, zlib.crc32(head[:120]))
    return head.ljust(4096, b"\0") + b"".join(chunks)


def write(path, events, first=1):
    with open(path, "wb") as file:
        file.write(build(events, first))
