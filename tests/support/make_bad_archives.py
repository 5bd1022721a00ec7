"""Archives that are empty, odd, damaged or made to deceive: make_bad_archives.py FOLDER OUT. FOLDER holds logs to put into them."""
import gzip
import io
import os
import struct
import subprocess
import sys
import tarfile
import warnings
import zipfile
import zlib

TIME = (2016, 6, 8, 0, 0, 0)


def logs_of(folder):
    logs = {}
    for root, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            path = os.path.join(root, name)
            with open(path, 'rb') as file:
                logs[os.path.relpath(path, folder)] = file.read()
    return logs


def packed(entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as z:
        for name, data in entries:
            info = zipfile.ZipInfo('x', TIME)
            info.filename = name
            info.compress_type = method
            z.writestr(info, data)
    return out.getvalue()


def tarred(entries):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w') as t:
        for name, data in entries:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1465344000
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def patched(data, at, form, value):
    out = bytearray(data)
    struct.pack_into(form, out, at, value)
    return bytes(out)


def damaged_zips(logs):
    good = packed(logs.items())
    stored = packed(logs.items(), zipfile.ZIP_STORED)
    end, first = good.rfind(b'PK\5\6'), good.find(b'PK\1\2')
    second = good.find(b'PK\1\2', first + 4)
    log = next(iter(logs.values()))
    inside = stored.find(log[:200]) + len(log) // 2
    yield 'wrong-crc.zip', patched(stored, inside, '<B', stored[inside] ^ 1)
    yield 'directory-outside.zip', patched(good, end + 16, '<I', 0xFFFFFF0)
    yield 'member-outside.zip', patched(good, first + 42, '<I', 0x7FFFFFFF)
    yield 'overlap.zip', patched(good, second + 42, '<I', struct.unpack_from('<I', good, first + 42)[0])
    yield 'cut.zip', good[:len(good) * 2 // 3]


def odd_zips(logs):
    good, log = packed(logs.items()), next(iter(logs.values()))
    yield 'empty.zip', b'PK\5\6' + bytes(18)
    yield 'X.zip.zip', good
    yield 'folders.zip', packed([('FS01/', b''), ('FS01/Temp/', b''), ('FS01/Temp/DPMRACurr.errlog', log)])
    yield 'twice.zip', packed([('DPMRACurr.errlog', log), ('DPMRACurr.errlog', log), ('i.zip', good), ('i.zip', good)])
    yield 'names.zip', packed([('../../DPMRA0.errlog', log), ('C:\\logs\\DPMRA1.errlog', log), ('\x1b[31m/DPMRA2.errlog', log),
                               ('/etc/DPMRA3.errlog', log)])


# A zip that holds itself: Russ Cox, "Zip Files All The Way Down", 2010; as in the tests of Go's archive/zip.
QUINE = """
504b03041400000008000803643cf9f48964480100 00b801000007000000722f722e7a6970002500daff504b0304140000000800080364
3cf9f4896448010000b801000007000000722f722e7a6970002f00d0ff002500daff504b0304140000000800080364
3cf9f4896448010000b801000007000000722f722e7a6970002f00d0ffc2548e5739000500faffc2548e5739000500faff000500faff
001400ebffc2548e5739000500faff000500faff001400ebff428821c400001400ebff428821c400001400ebff428821c400001400ebff
428821c400001400ebff428821c40000 0000ffff000000ffff003400cbff428821c400000000ffff000000ffff003400cbff42e8215e0f
000000ffff0af066641261c015dce8a048bf48af2ab320c09b950dc467044253060606400006 00f9ff6d010000000042e8215e0f000000ffff
0af066641261c015dce8a048bf48af2ab320c09b950dc46704425306060640000600f9ff6d0100000000
504b010214001400000008000803643cf9f4896448010000b80100000700000000000000000000000000000000 00722f722e7a6970
504b0506000000000100010035000000 6d0100000000
"""


def loops(logs):
    """Ends of archives that point at themselves."""
    good = packed(logs.items())
    end = good.rfind(b'PK\5\6')
    yield 'directory-is-its-end.zip', patched(patched(good, end + 12, '<I', 22), end + 16, '<I', end)
    locator = struct.pack('<IIQI', 0x07064b50, 0, end, 1)
    big = patched(patched(good[end:], 12, '<I', 0xFFFFFFFF), 16, '<I', 0xFFFFFFFF)
    yield 'zip64-loop.zip', good[:end] + locator + big
    yield 'quine.zip', bytes.fromhex(''.join(QUINE.split()))


def many_of_one():
    """A thousand entries for the bytes of one member, each 10 MB of zeros."""
    one = packed([('DPMRA0.errlog', bytes(10 << 20))])
    at, end = one.find(b'PK\1\2'), one.rfind(b'PK\5\6')
    entry, count = one[at:end], 1000
    directory = b''.join(entry.replace(b'DPMRA0', b'D%05d' % n) for n in range(count))
    return one[:at] + directory + struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, count, count, len(directory), at, 0)


def lengths_of(deflated, size, crc, name):
    """A zip of one member that is deflated already, and states what it likes."""
    head = struct.pack('<HHHHHIIIHH', 20, 0, 8, 0, 0x48C8, crc, len(deflated), size, len(name), 0)
    local = b'PK\3\4' + head + name + deflated
    entry = b'PK\1\2' + struct.pack('<H', 20) + head + struct.pack('<HHHII', 0, 0, 0, 0, 0) + name
    return local + entry + struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, 1, 1, len(entry), len(local), 0)


def bomb_42():
    """As 42.zip: 4 GB of zeros, sixteen times in each of five zips around it; some 40 kB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(bytes(16 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    bomb = lengths_of(piece * 255 + b'\3\0', 255 * (16 << 20), 0, b'DPMRACurr.errlog')
    for depth in range(5):
        bomb = packed([('lib %x.zip' % number, bomb) for number in range(16)] if depth else [('0.zip', bomb)])
    return bomb


def bombs():
    yield '42.zip', bomb_42()
    yield 'many-of-one.zip', many_of_one()
    zeros = packed([('DPMRACurr.errlog', b'0' * (100 << 20))])
    yield 'twice-packed.zip', packed([('big.zip', zeros)])
    deep = packed([('DPMRACurr.errlog', b'x')])
    for depth in range(8):
        deep = packed([('%d.zip' % depth, deep)])
    yield 'deep.zip', deep
    wide = packed([('DPMRACurr.errlog', bytes(1 << 20))])
    for depth in range(4):
        wide = packed([('%d/%d.zip' % (depth, number), wide) for number in range(16)])
    yield 'wide.zip', wide


def lzx_cab(name, data):
    """A cabinet in LZX, in blocks that are not compressed: 3 bits of kind, 24 of length, three old distances, the bytes."""
    blocks = b''
    pieces = [data[at:at + 32768] for at in range(0, len(data), 32768)]
    for number, piece in enumerate(pieces):
        bits = 1 if number == 0 else 0  # a header bit: no calls of x86 code are translated
        head = (3 << 24 | len(piece)) << (32 - bits - 27)
        block = struct.pack('<HHIII', head >> 16, head & 0xFFFF, 1, 1, 1) + piece + b'\0' * (len(piece) % 2)
        blocks += struct.pack('<IHH', 0, len(block), len(piece)) + block
    file = struct.pack('<IIHHHH', len(data), 0, 0, 0x48C8, 0, 0x20) + name + b'\0'
    folder = struct.pack('<IHH', 36 + 8 + len(file), len(pieces), 15 << 8 | 3)
    size = 36 + len(folder) + len(file) + len(blocks)
    return b'MSCF' + struct.pack('<IIIIIBBHHHHH', 0, size, 0, 36 + len(folder), 0, 3, 1, 1, 1, 0, 1, 0) + folder + file + blocks


def others(logs):
    log, tar = next(iter(logs.values())), tarred(logs.items())
    yield 'lzx.cab', lzx_cab(b'DPMRACurr.errlog', log)
    yield 'text.zip', b'this is text\n' * 20
    yield 'zero.zip', b''
    yield 'really-gzip.errlog', gzip.compress(log, mtime=0)
    yield 'garbage.errlog.gz', gzip.compress(log, mtime=0) + b'garbage'
    yield 'two.errlog.gz', gzip.compress(log[:5000], mtime=0) + gzip.compress(log[5000:], mtime=0)
    yield 'cut.errlog.gz', gzip.compress(log, mtime=0)[:-100]
    yield 'twice.errlog.gz', gzip.compress(gzip.compress(log, mtime=0), mtime=0)
    yield 'cut.tar', tar[:len(tar) // 2]
    yield 'cut.tar.gz', gzip.compress(tar, mtime=0)[:len(gzip.compress(tar, mtime=0)) // 2]
    yield 'x.rar', b'Rar!\x1a\x07\x00' + bytes(100)


def by_tools(folder, out):
    def run(*command):
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    def name(file):
        return os.path.abspath(os.path.join(out, file))
    run('zip', '-qr', '-P', 'secret', name('encrypted.zip'), '.')
    run('zip', '-qr0', '-s', '64k', name('volumes.zip'), '.')
    for part in os.listdir(out):
        if part.startswith('volumes.') and part != 'volumes.zip':
            os.remove(name(part))
    run('7zz', 'a', '-bso0', '-bsp0', '-tzip', '-mm=LZMA', name('lzma.zip'), 'FS01')
    run('7zz', 'a', '-bso0', '-bsp0', '-psecret', name('encrypted.7z'), 'FS01')
    run('7zz', 'a', '-bso0', '-bsp0', '-mx0', '-v5k', name('volumes.7z'), 'FS01')
    os.rename(name('volumes.7z.001'), name('volumes.7z'))
    for part in ('volumes.7z.002', 'volumes.7z.003'):
        os.remove(name(part))


def main(folder, out):
    warnings.simplefilter('ignore')
    logs = logs_of(folder)
    for source in (odd_zips(logs), damaged_zips(logs), loops(logs), bombs(), others(logs)):
        for name, data in source:
            with open(os.path.join(out, name), 'wb') as file:
                file.write(data)
    by_tools(folder, out)


if __name__ == '__main__':
    main(*sys.argv[1:])
