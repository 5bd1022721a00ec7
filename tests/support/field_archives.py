"""Small archives of the kinds that people hand in: field_archives.py LOG FOLDER. Synthetic; the 7z are written here, members stored."""
import gzip
import io
import os
import struct
import sys
import zipfile
from zlib import crc32


def number(value):
    """A number of 7z: leading ones of the first byte count the bytes that follow."""
    for more in range(8):
        if value < 1 << (7 * (more + 1)):
            first = (0xFF00 >> more & 0xFF) | value >> (8 * more)
            return bytes([first]) + (value & ((1 << 8 * more) - 1)).to_bytes(more, "little")
    return b"\xff" + value.to_bytes(8, "little")


def seven_zip(members):
    data = b"".join(content for _, content in members)
    sizes = [len(content) for _, content in members]
    crcs = b"".join(struct.pack("<I", crc32(content)) for _, content in members)
    names = b"\0" + b"".join(name.encode("utf-16-le") + b"\0\0" for name, _ in members)
    header = b"\x01\x04\x06" + number(0) + number(1) + b"\x09" + number(len(data)) + b"\0"
    header += b"\x07\x0b" + number(1) + b"\0" + b"\x01\x01\x00" + b"\x0c" + number(len(data)) + b"\0"
    header += b"\x08\x0d" + number(len(members)) + b"\x09" + b"".join(map(number, sizes[:-1])) + b"\x0a\x01" + crcs + b"\0\0"
    header += b"\x05" + number(len(members)) + b"\x11" + number(len(names)) + names + b"\0\0"
    start = struct.pack("<QQI", len(data), len(header), crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", crc32(start)) + start + data + header


def split_zip(members, count):
    """The volumes of a zip, as zip -s cuts it: places are a volume and an offset in it."""
    out = io.BytesIO()
    out.write(b"PK\7\b")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members:
            z.writestr(zipfile.ZipInfo(name, (2016, 6, 16, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
    whole = bytearray(out.getvalue())
    step = len(whole) // count + 1
    end = whole.rindex(b"PK\5\6")
    at = struct.unpack_from("<I", whole, end + 16)[0]
    struct.pack_into("<HHHH", whole, end + 4, end // step, at // step, len(members), len(members))
    struct.pack_into("<I", whole, end + 16, at % step)
    for _ in members:
        lengths = struct.unpack_from("<HHH", whole, at + 28)
        offset = struct.unpack_from("<I", whole, at + 42)[0]
        struct.pack_into("<H", whole, at + 34, offset // step)
        struct.pack_into("<I", whole, at + 42, offset % step)
        at += 46 + sum(lengths)
    names = ["z%02d" % (i + 1) for i in range(count - 1)] + ["zip"]
    return {name: bytes(whole[i * step:(i + 1) * step]) for i, name in enumerate(names)}


def main():
    with open(sys.argv[1], "rb") as file:
        log = file.read()
    out = sys.argv[2]

    def write(name, content):
        path = os.path.join(out, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)

    logs = [("FS01/DPMRACurr.errlog", log), ("Protokolle-M\u00fcller/DPMRACurr.errlog", log),
            ("\u0436\u0443\u0440\u043d\u0430\u043b\u044b \U0001f600/DPMRACurr.errlog", log)]
    archive = seven_zip(logs)
    write("names.7z", archive)
    write("padded.7z", archive + bytes(70000))
    path = os.path.join(out, "plain.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("FS01/DPMRACurr.errlog"), log)
    with open(path, "rb") as file:
        whole = file.read()
    write("padded.zip", whole + bytes(70000))
    write("padded-little.zip", whole + bytes(512))
    write("garbage.zip", whole + b"\xff" * 300)
    stub = b"MZ" + bytes(range(256)) * 20
    write("self-extracting.exe", stub + whole)
    write("self-extracting-7z.exe", stub + seven_zip(logs[:1]))
    write("self-extracting-rar.exe", stub + b"Rar!\x1a\x07\0" + bytes(40))
    write("program.exe", stub + bytes(2000))
    for name, head in (("log.lz4", b"\x04\x22\x4d\x18\x64\x40\xa7"), ("log.errlog.lz4", b"\x04\x22\x4d\x18\x64\x40\xa7"),
                       ("log.errlog.lz", b"LZIP\1\x14"), ("x.rar", b"Rar!\x1a\x07\1\0"), ("x.wim", b"MSWIM\0\0\0\xd0"),
                       ("x.iso", bytes(0x8001) + b"CD001\1"), ("x.lzh", b"\x20\x00-lh5-" + bytes(20))):
        write("foreign/" + name, head + bytes(64))
    parts = seven_zip([("FS01/DPMRACurr.errlog", log), ("SQL01/DPMRACurr.errlog", log)])
    third = len(parts) // 3 + 1
    for i in range(3):
        write("volumes/logs.7z.%03d" % (i + 1), parts[i * third:(i + 1) * third])
        write("volumes/logs.zip.%03d" % (i + 1), whole[i * (len(whole) // 3 + 1):(i + 1) * (len(whole) // 3 + 1)])
    for name, data in split_zip([("FS01/DPMRACurr.errlog", log), ("SQL01/DPMRACurr.errlog", log)], 4).items():
        write("spanned/logs." + name, data)
        if name != "z02":
            write("missing/logs." + name, data)
    write("volumes/DPMRACurr.errlog.gz.001", gzip.compress(log, mtime=0)[:500])
    write("volumes/DPMRACurr.errlog.gz.002", gzip.compress(log, mtime=0)[500:])
    write("missing/logs.7z.001", parts[:third])
    write("missing/logs.7z.003", parts[2 * third:])


main()
