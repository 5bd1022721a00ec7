#!/usr/bin/env python3
"""Runs a command on a terminal of so many columns and prints what it shows: terminal.py COLUMNS SECONDS COMMAND... After the
seconds it is interrupted. Escapes are shown as \\e."""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

columns, seconds, command = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
child, master = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.execvp(command[0], command)
fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
shown, until = b"", time.monotonic() + seconds
while True:
    ready, _, _ = select.select([master], [], [], 0.05)
    if ready:
        try:
            data = os.read(master, 65536)
        except OSError:
            data = b""
        if not data:
            break
        shown += data
    if until and time.monotonic() > until:
        os.kill(child, signal.SIGINT)
        until = None
_, status = os.waitpid(child, 0)
sys.stdout.write(shown.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\\r").replace("\033", "\\e"))
print(f"-> {os.waitstatus_to_exitcode(status)}")
