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


def bombs():
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


def others(logs):
    log, tar = next(iter(logs.values())), tarred(logs.items())
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
    for source in (odd_zips(logs), damaged_zips(logs), bombs(), others(logs)):
        for name, data in source:
            with open(os.path.join(out, name), 'wb') as file:
                file.write(data)
    by_tools(folder, out)


if __name__ == '__main__':
    main(*sys.argv[1:])
