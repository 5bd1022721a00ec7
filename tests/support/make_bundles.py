"""Wraps folders of logs in every way that dpmlog reads, with the tools that people use: make_bundles.py FOLDER OUT
FOLDER holds the logs; OUT gets one file or folder for each way, with general names, so that none of them names a host."""
import gzip
import os
import shutil
import subprocess
import sys
import zipfile


def run(*command, cwd):
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def files_of(root, name):
    for folder, _, names in sorted(os.walk(os.path.join(root, name))):
        for file in sorted(names):
            yield os.path.relpath(os.path.join(folder, file), root)


def place(out, way):
    """No host has a name with an underscore: the folders name none either."""
    os.makedirs(os.path.join(out, 'as_' + way), exist_ok=True)
    return lambda file: os.path.abspath(os.path.join(out, 'as_' + way, file))


def wrap_gz(root, name, out):
    for path in files_of(root, name):
        to = os.path.join(out, 'as_gz', path + '.gz')
        os.makedirs(os.path.dirname(to), exist_ok=True)
        with open(os.path.join(root, path), 'rb') as log, gzip.open(to, 'wb') as packed:
            shutil.copyfileobj(log, packed)
        shutil.copystat(os.path.join(root, path), to)


def wrap_backslashes(root, name, to):
    """As PowerShell's Compress-Archive had it. zipfile would turn them into slashes."""
    with zipfile.ZipFile(to, 'w', zipfile.ZIP_DEFLATED) as z:
        for path in files_of(root, name):
            info = zipfile.ZipInfo.from_file(os.path.join(root, path), path)
            info.filename = path.replace('/', '\\')
            info.compress_type = zipfile.ZIP_DEFLATED
            with open(os.path.join(root, path), 'rb') as log:
                z.writestr(info, log.read())


class Pipe:
    """A file that cannot be sought in: so zipfile writes data descriptors."""
    def __init__(self, file):
        self.file = file

    def write(self, data):
        return self.file.write(data)

    def flush(self):
        self.file.flush()


def wrap_python(root, name, to, piped, zip64):
    with open(to, 'wb') as file, zipfile.ZipFile(Pipe(file) if piped else file, 'w', zipfile.ZIP_DEFLATED) as z:
        for path in files_of(root, name):
            info = zipfile.ZipInfo.from_file(os.path.join(root, path), path)
            info.compress_type = zipfile.ZIP_DEFLATED
            with open(os.path.join(root, path), 'rb') as log, z.open(info, 'w', force_zip64=zip64) as member:
                shutil.copyfileobj(log, member)


def wrap_zips(root, name, out):
    run('zip', '-qr0', place(out, 'zip-stored')('logs.zip'), name, cwd=root)
    run('zip', '-qr', place(out, 'zip-deflate')('logs.zip'), name, cwd=root)
    run('7zz', 'a', '-bso0', '-bsp0', '-tzip', '-mm=Deflate64', place(out, 'zip-deflate64')('logs.zip'), name, cwd=root)
    wrap_python(root, name, place(out, 'zip-zip64')('logs.zip'), False, True)
    wrap_python(root, name, place(out, 'zip-descriptors')('logs.zip'), True, False)
    wrap_backslashes(root, name, place(out, 'zip-backslashes')('logs.zip'))


def wrap_tars(root, name, out):
    for way, flags, file in (('tar', ['-cf'], 'logs.tar'), ('tar-pax', ['--format=pax', '-cf'], 'logs.tar'),
                             ('tar-gz', ['-czf'], 'logs.tar.gz'), ('tar-xz', ['-cJf'], 'logs.tar.xz'),
                             ('tar-zst', ['--zstd', '-cf'], 'logs.tar.zst'), ('tar-bz2', ['-cjf'], 'logs.tbz2')):
        run('tar', *flags, place(out, way)(file), name, cwd=root)


def wrap_others(root, name, out):
    paths = list(files_of(root, name))
    run('gcab', '-c', place(out, 'cab')('logs.cab'), *paths, cwd=root)
    run('gcab', '-c', '-z', place(out, 'cab-mszip')('logs.cab'), *paths, cwd=root)
    run('7zz', 'a', '-bso0', '-bsp0', place(out, '7z')('logs.7z'), name, cwd=root)
    run('7zz', 'a', '-bso0', '-bsp0', '-ms=off', '-m0=PPMd', place(out, '7z-ppmd')('logs.7z'), name, cwd=root)


def wrap_nested(out):
    inner = place(out, 'zip-deflate')('logs.zip')
    here = os.path.dirname(inner)
    run('tar', '-cf', place(out, 'zip-in-tar')('bundle.tar'), 'logs.zip', cwd=here)
    run('tar', '-czf', place(out, 'zip-in-tar-gz')('bundle.tgz'), 'logs.zip', cwd=here)
    run('zip', '-q', place(out, 'zip-in-zip')('bundle.zip'), 'logs.zip', cwd=here)
    run('gcab', '-c', '-z', place(out, 'zip-in-cab')('bundle.cab'), 'logs.zip', cwd=here)
    gz = os.path.join(out, 'as_gz')
    run('zip', '-qr', place(out, 'gz-in-zip')('bundle.zip'), *os.listdir(gz), cwd=gz)
    deeper = os.path.dirname(place(out, 'zip-in-zip')('bundle.zip'))
    run('7zz', 'a', '-bso0', '-bsp0', place(out, 'zip-in-zip-in-7z')('bundle.7z'), 'bundle.zip', cwd=deeper)
    tar = os.path.dirname(place(out, 'tar-xz')('logs.tar.xz'))
    run('zip', '-q', place(out, 'tar-xz-in-zip')('bundle.zip'), 'logs.tar.xz', cwd=tar)


def main(folder, out):
    root, name = os.path.split(os.path.abspath(folder))
    os.makedirs(out, exist_ok=True)
    wrap_gz(root, name, out)
    wrap_zips(root, name, out)
    wrap_tars(root, name, out)
    wrap_others(root, name, out)
    wrap_nested(out)


if __name__ == '__main__':
    main(*sys.argv[1:])
