"""dpmlog from Python: reads the logs of Data Protection Manager and says what broke and why. Needs the shared library alone.

    import dpmlog
    for job in dpmlog.analyze("night.zip").incidents:
        print(job.first, job.job, job.cause)

The library is looked for as the loader does; DPMLOG_LIBRARY names another file. Everything that is handed out is a copy and stays
valid. A report is made in the thread that asks for it; several threads may ask at one time."""
from __future__ import annotations

import ctypes
import ctypes.util
import dataclasses
import datetime
import json
import os
import sys
from typing import Any, Callable, Iterator, Optional, Sequence, Union

__all__ = ["Cause", "DataSource", "DpmlogError", "Evidence", "Event", "Incident", "Report", "analyze", "events", "version"]

FORM_JSONL = 1  # DPM_EVENT_FORM_JSONL


class DpmlogError(Exception):
    """What the library says went wrong."""


class _Span(ctypes.Structure):
    _fields_ = [("ptr", ctypes.c_void_p), ("len", ctypes.c_size_t)]


_WRITE = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
_TAKE = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)


def _load() -> ctypes.CDLL:
    name = os.environ.get("DPMLOG_LIBRARY") or ctypes.util.find_library("dpmlog")
    if not name:
        name = {"win32": "dpmlog.dll", "darwin": "libdpmlog.dylib"}.get(sys.platform, "libdpmlog.so")
    return ctypes.CDLL(name)


class _Library:
    """The functions that are called, with their types. Structs of reports are not read: what is in them comes as JSON."""

    def __init__(self) -> None:
        lib = self.lib = _load()
        pointer, out = ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)
        for name, result, arguments in (
                ("dpm_version", ctypes.c_char_p, []),
                ("dpm_rules_load", ctypes.c_int, [out, pointer, ctypes.c_size_t, pointer]),
                ("dpm_rules_free", None, [pointer]),
                ("dpm_session_new", ctypes.c_int, [out, pointer, pointer, pointer]),
                ("dpm_session_free", None, [pointer]),
                ("dpm_session_add", ctypes.c_int, [pointer, ctypes.c_char_p, pointer]),
                ("dpm_session_run", ctypes.c_int, [pointer, pointer]),
                ("dpm_session_report", ctypes.c_int, [pointer, out, pointer]),
                ("dpm_session_on_event", None, [pointer, _TAKE, pointer]),
                ("dpm_report_free", None, [pointer]),
                ("dpm_report_write_json", ctypes.c_int, [pointer, pointer, _WRITE, pointer, pointer]),
                ("dpm_event_write", ctypes.c_int, [pointer, ctypes.c_int, pointer, _WRITE, pointer])):
            function = getattr(lib, name)
            function.restype, function.argtypes = result, arguments


_library: Optional[_Library] = None


def _lib() -> ctypes.CDLL:
    global _library
    if _library is None:
        _library = _Library()
    return _library.lib


def version() -> str:
    """The version of the library: "0.1.0"."""
    return _lib().dpm_version().decode()


# ---- what is handed out ----


def _time(text: Optional[str]) -> Optional[datetime.datetime]:
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


@dataclasses.dataclass(frozen=True)
class Evidence:
    """A record that shows something. `address` is what `dpmlog show` takes."""
    path: str
    line: int
    offset: int
    time: Optional[datetime.datetime]
    pid: str
    tid: str
    task: str
    level: str
    source: str
    text: str

    @property
    def address(self) -> str:
        return f"{self.path}:{self.line}"


@dataclasses.dataclass(frozen=True)
class Incident:
    """A failed job, or `incidents` of them that are alike. Members as in docs/report.schema.json."""
    id: int
    first: Optional[datetime.datetime]
    last: Optional[datetime.datetime]
    server: str
    peer: str
    datasource: str
    kind: str
    task: str
    dpm_id: Optional[int]
    code: Optional[str]
    job: str
    cause: str
    cls: str
    strength: str
    outcome: str
    incidents: int
    events: int
    attempts: int
    evidence: Sequence[Evidence]


@dataclasses.dataclass(frozen=True)
class Cause:
    """What explains incidents. `fix` has summary, steps, kb and url."""
    rank: int
    id: str
    cls: str
    title: str
    score: float
    confidence: str
    incidents: int
    hosts: Sequence[str]
    first: Optional[datetime.datetime]
    last: Optional[datetime.datetime]
    explanation: str
    evidence: Sequence[Evidence]
    fix: dict[str, Any]


@dataclasses.dataclass(frozen=True)
class DataSource:
    """What is backed up of a server."""
    server: str
    name: str
    last_success: Optional[datetime.datetime]
    last_failure: Optional[datetime.datetime]
    successes: int
    failures: int


@dataclasses.dataclass(frozen=True)
class Event:
    """A classified record. Members as in docs/event.schema.json."""
    time: Optional[datetime.datetime]
    cls: str
    rule: str
    code: str
    level: str
    task: str
    host: str
    process: str
    path: str
    line: int
    message: str


def _make(kind: Any, row: dict[str, Any]) -> Any:
    values = {}
    for field in dataclasses.fields(kind):
        value = row["class" if field.name == "cls" else field.name]
        if field.name in ("time", "first", "last", "last_success", "last_failure"):
            value = _time(value)
        elif field.name == "evidence":
            value = tuple(_make(Evidence, one) for one in value)
        values[field.name] = value
    return kind(**values)


class Report:
    """The result of an analysis. `data` is the JSON report as it is (docs/report.schema.json)."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    @property
    def complete(self) -> bool:
        """Everything was read: only then nothing found means that nothing is there."""
        return self.data["coverage"]["complete"]

    @property
    def causes(self) -> list[Cause]:
        """Best first."""
        return [_make(Cause, row) for row in self.data["causes"]]

    @property
    def incidents(self) -> list[Incident]:
        """In order of time."""
        return [_make(Incident, row) for row in self.data["incident_list"]]

    @property
    def datasources(self) -> list[DataSource]:
        return [_make(DataSource, row) for row in self.data["datasources"]]


# ---- running it ----

Path = Union[str, "os.PathLike[str]"]


class _Run:
    """Rules and a session that are freed again, whatever happens."""

    def __init__(self, paths: Sequence[Path], rules: Sequence[Path]) -> None:
        self.lib, self.error = _lib(), ctypes.create_string_buffer(4096)
        self.rules, self.session, self.report = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
        self.paths = [os.fsencode(path) for path in paths]
        self.folders = (ctypes.c_char_p * len(rules))(*[os.fsencode(path) for path in rules])

    def __enter__(self) -> "_Run":
        try:
            self.check(self.lib.dpm_rules_load(ctypes.byref(self.rules), self.folders, len(self.folders), self.error))
            self.check(self.lib.dpm_session_new(ctypes.byref(self.session), self.rules, None, self.error))
            for path in self.paths:
                self.check(self.lib.dpm_session_add(self.session, path, self.error))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: Any) -> None:
        self.lib.dpm_report_free(self.report)
        self.lib.dpm_session_free(self.session)
        self.lib.dpm_rules_free(self.rules)

    def check(self, status: int) -> int:
        if status < 0:
            raise DpmlogError(self.message())
        return status

    def message(self) -> str:
        """The `message` of dpm_error: behind its status, up to a NUL."""
        return ctypes.string_at(ctypes.addressof(self.error) + ctypes.sizeof(ctypes.c_int)).decode(errors="replace") or "dpmlog failed"


def _collect(call: Callable[[Any], int]) -> bytes:
    pieces: list[bytes] = []

    @_WRITE
    def write(_context: int, data: int, length: int) -> bool:
        pieces.append(ctypes.string_at(data, length))
        return True

    call(write)
    return b"".join(pieces)


def _paths(paths: Union[Path, Sequence[Path]]) -> Sequence[Path]:
    return [paths] if isinstance(paths, (str, os.PathLike)) else paths


def analyze(paths: Union[Path, Sequence[Path]], rules: Sequence[Path] = ()) -> Report:
    """Read logs, folders and archives, as `dpmlog PATH...` does. DpmlogError where a path cannot be read."""
    with _Run(_paths(paths), rules) as run:
        run.check(run.lib.dpm_session_run(run.session, run.error))
        run.check(run.lib.dpm_session_report(run.session, ctypes.byref(run.report), run.error))
        text = _collect(lambda write: run.check(run.lib.dpm_report_write_json(run.report, None, write, None, run.error)))
    return Report(json.loads(text))


def events(paths: Union[Path, Sequence[Path]], rules: Sequence[Path] = ()) -> Iterator[Event]:
    """The classified records, log by log. They are read before the first is handed out, one JSON line each."""
    lines: list[bytes] = []
    with _Run(_paths(paths), rules) as run:

        @_TAKE
        def take(_context: int, event: int) -> bool:
            lines.append(_collect(lambda write: run.lib.dpm_event_write(event, FORM_JSONL, None, write, None)))
            return True

        run.lib.dpm_session_on_event(run.session, take, None)
        run.check(run.lib.dpm_session_run(run.session, run.error))
    for line in lines:
        yield _make(Event, json.loads(line))
