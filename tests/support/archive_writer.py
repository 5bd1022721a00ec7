"""Writes small zips and gzips, the same bytes with every Python and zlib: its own Deflate and Deflate64 (greedy matches, the fixed
code), and headers field by field, right or wrong as asked. Knows no log."""
import struct
import zlib

LENGTHS = [(3 + i, 0) for i in range(8)] + [(11 + (i % 4 << i // 4 + 1) + (8 << i // 4) - 8, i // 4 + 1) for i in range(20)]
DISTANCES = [(1 + i, 0) for i in range(4)] + [((2 + i % 2 << i // 2 + 1) + 1, i // 2 + 1) for i in range(28)]


class Bits:
    """The first bit is a byte's lowest."""

    def __init__(self):
        self.out, self.held, self.count = bytearray(), 0, 0

    def add(self, value, count):
        self.held |= value << self.count
        self.count += count
        while self.count >= 8:
            self.out.append(self.held & 255)
            self.held >>= 8
            self.count -= 8

    def code(self, value, count):
        """Codes are sent from their highest bit on."""
        self.add(int(format(value, "0%db" % count)[::-1], 2), count)

    def symbol(self, symbol):
        """Of the fixed code."""
        for first, code, count in ((280, 0xC0, 8), (256, 0, 7), (144, 0x190, 9), (0, 0x30, 8)):
            if symbol >= first:
                return self.code(code + symbol - first, count)

    def end(self):
        self.add(0, -self.count % 8)
        return bytes(self.out)


def find_match(data, at, places, window, longest):
    """The longest match among the latest places where these three bytes stood; the nearest of several."""
    best, distance = 0, 0
    for place in reversed(places[-64:]):
        if at - place > window:
            break
        count = 3
        while count < longest and at + count < len(data) and data[at + count] == data[place + count]:
            count += 1
        if count > best:
            best, distance = count, at - place
    return best, distance


def put_match(bits, count, distance, wide):
    if wide and count > 258:
        bits.symbol(285)
        bits.add(count - 3, 16)
    elif not wide and count == 258:
        bits.symbol(285)
    else:
        index = max(i for i, (base, _) in enumerate(LENGTHS) if base <= count)
        bits.symbol(257 + index)
        bits.add(count - LENGTHS[index][0], LENGTHS[index][1])
    index = max(i for i, (base, _) in enumerate(DISTANCES) if base <= distance)
    bits.code(index, 5)
    bits.add(distance - DISTANCES[index][0], DISTANCES[index][1])


def deflate(data, wide=False):
    """`wide`: Deflate64."""
    bits, places, at = Bits(), {}, 0
    window, longest = (65536, 65538) if wide else (32768, 258)
    bits.add(1, 1)
    bits.add(1, 2)
    while at < len(data):
        count, distance = find_match(data, at, places.get(data[at:at + 3], []), window, longest) if at + 3 <= len(data) else (0, 0)
        if count:
            put_match(bits, count, distance, wide)
        else:
            bits.symbol(data[at])
        for step in range(max(count, 1)):
            places.setdefault(data[at + step:at + step + 3], []).append(at + step)
        at += max(count, 1)
    bits.symbol(256)
    return bits.end()


def gzip_member(data, name=b""):
    flags = 8 if name else 0
    return (struct.pack("<HBBIBB", 0x8B1F, 8, flags, 0, 0, 255) + (name + b"\0" if name else b"") + deflate(data)
            + struct.pack("<II", zlib.crc32(data), len(data)))


def dos_time(year, month, day, hour, minute, second):
    return (year - 1980 << 25) | month << 21 | day << 16 | hour << 11 | minute << 5 | second // 2


TIME = dos_time(2016, 6, 24, 10, 30, 0)


def ntfs_times(ms):
    ticks = (ms + 11644473600000) * 10000
    return struct.pack("<HHIHHQQQ", 0x000A, 32, 0, 1, 24, ticks, ticks, ticks)


def extended_time(seconds):
    return struct.pack("<HHBi", 0x5455, 5, 1, seconds)


class Zip:
    def __init__(self):
        self.members, self.directory, self.count = b"", b"", 0

    def add(self, name, data, method=8, descriptor=0, zip64=False, extra=b"", flags=0, reach=0, crc=None):
        """`descriptor`: 12, 16, 20 or 24 bytes behind the member. `reach`: the directory says that it is longer by so much."""
        packed = data if method == 0 else deflate(data, method == 9)
        crc = zlib.crc32(data) if crc is None else crc
        flags |= 8 if descriptor else 0
        offset, ones = len(self.members), 0xFFFFFFFF
        sizes = (0, 0, 0) if descriptor else (crc, len(packed), len(data))
        wide = struct.pack("<HHQQ", 1, 16, sizes[2], sizes[1]) if zip64 else b""
        self.members += struct.pack("<IHHHIIIIHH", 0x04034B50, 45 if zip64 else 20, flags, method, TIME, sizes[0], ones if zip64 else sizes[1],
                                    ones if zip64 else sizes[2], len(name), len(wide + extra)) + name + wide + extra + packed
        if descriptor:
            self.members += (b"PK\7\b" if descriptor in (16, 24) else b"") + struct.pack(
                "<IQQ" if descriptor >= 20 else "<III", crc, len(packed), len(data))
        wide = struct.pack("<HHQQQ", 1, 24, len(data), len(packed), offset) if zip64 else b""
        self.directory += struct.pack("<IHHHHIIIIHHHHHII", 0x02014B50, 20, 45 if zip64 else 20, flags, method, TIME, crc, ones if zip64 else len(packed) + reach,
                                      ones if zip64 else len(data), len(name), len(wide + extra), 0, 0, 0, 0, ones if zip64 else offset) + name + wide + extra
        self.count += 1

    def bytes(self, zip64=False):
        at, end = len(self.members), b""
        if zip64:
            end = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, self.count, self.count, len(self.directory), at)
            end += struct.pack("<IIQI", 0x07064B50, 0, at + len(self.directory), 1)
        count, length, offset = (0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF) if zip64 else (self.count, len(self.directory), at)
        return self.members + self.directory + end + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, length, offset, 0)
