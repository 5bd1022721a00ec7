#!/usr/bin/env python3
"""make_limits.py LOG FOLDER: archives at the edge of each limit, and archives whose checksums do not fit their bytes. Synthetic."""
import bz2
import gzip
import io
import lzma
import os
import subprocess
import sys
import tarfile
import zipfile
import zlib

log, folder = open(sys.argv[1], encoding="utf-16", newline="").read().encode(), sys.argv[2]
NAME, MIB = "DPMRACurr.errlog", 1 << 20
os.chdir(folder)


def tar_of(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as t:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1478350962
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def put(name, data):
    with open(name, "wb") as f:
        f.write(data)


def xz(data, dictionary):
    return lzma.compress(data, filters=[{"id": lzma.FILTER_LZMA2, "preset": 1, "dict_size": dictionary}])


def sparse(size):
    """A tar with one log of `size` bytes, nearly all of them a hole: an old GNU header."""
    head = bytearray(tar_of([(NAME, log)])[:512])
    head[156:157] = b"S"
    head[257:265] = b"ustar  \0"
    head[386:398], head[398:410] = b"%011o\0" % 0, b"%011o\0" % len(log)
    head[410:422], head[422:434] = b"%011o\0" % size, b"%011o\0" % 0
    head[483:495] = b"%011o\0" % size
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + log + b"\0" * (-len(log) % 512 + 1024)


def damage(data):
    """Another code in the log."""
    at = data.lower().find(b"0x8007")
    return data[:at + 9] + bytes([data[at + 9] ^ 1]) + data[at + 10:]


# checksums: the bytes were changed after they were taken
tar = tar_of([("FS01/" + NAME, log)])
c = zlib.compressobj(6, zlib.DEFLATED, -15)
gz = b"\x1f\x8b\x08\0\0\0\0\0\0\3" + c.compress(damage(tar)) + c.flush() + zlib.crc32(tar).to_bytes(4, "little") + len(tar).to_bytes(4, "little")
put("crc.tar.gz", gz)
put("length.tar.gz", gzip.compress(tar)[:-4] + (len(tar) + 1).to_bytes(4, "little"))
with zipfile.ZipFile("stored.zip", "w") as z:
    z.writestr("FS01/" + NAME, log)
put("crc.zip", damage(open("stored.zip", "rb").read()))
with zipfile.ZipFile("crc-inside.zip", "w") as z:
    z.writestr("crc.tar.gz", gz)
put(NAME, log)
subprocess.run(["7zz", "a", "-mx0", "-bd", "-y", "stored.7z", NAME], stdout=subprocess.DEVNULL, check=True)
put("crc.7z", damage(open("stored.7z", "rb").read()))
data = bytearray(lzma.compress(tar))
data[-40] ^= 1  # of the index, behind all bytes of the tar
put("index.tar.xz", bytes(data))
data = bytearray(bz2.compress(tar))
data[-3] ^= 1  # of the combined checksum at the end
put("crc.tar.bz2", bytes(data))
os.unlink("stored.zip"), os.unlink("stored.7z"), os.unlink(NAME)
# memory
put("memory-64.errlog.xz", xz(log, 64 * MIB))
put("memory-65.errlog.xz", xz(log, 64 * MIB + MIB * 4))
put("memory-second.errlog.xz", xz(log, MIB) + xz(log, 96 * MIB))
# bytes for a byte on the disk: 64 MiB are free in a run
put("hole-64.tar", sparse(64 * MIB))
put("hole-65.tar", sparse(65 * MIB))
put("nul.tar.xz", lzma.compress(tar_of([(NAME, log + bytes(90 * MIB))]), preset=1))
