"""How the simulated hosts word what happens. Codes, IDs and shapes are the documented ones; the words are chosen by the dice
and owe nothing to the rules that are judged with them."""

HARMLESS = [
    ("dynamicloadedmodule.cpp(%d)", "Failed: Hr: = [0x8007007e] : GetModuleHandle failed for Library %s, will try LoadLibrary"),
    ("registry.cpp(%d)", "Failed: Hr: = [0x80070002] : Encountered Failure: : lVal : RegDeleteValue(hk%s, name)"),
    ("dynamicloadedmodule.cpp(%d)", "Failed: Hr: = [0x80070057] : Encountered Failure: : lVal : E_INVALIDARG %s"),
    ("DatasourceState.cs(%d)", "Last completed state for Ds Id %s is Invalid"),
    ("OMUtils.cs(%d)", "Object model version 4.2.1254.0 asked for by %s"),
    ("perfcounters.cpp(%d)", "Counter set %s is not there, goes on without it"),
    ("eventsink.cpp(%d)", "Subscriber %s was slow"),
]
# failures that a retry of the same task gets over
PASSING = [
    (0x80070079, "pipe.cpp(%d)"), (0x80072746, "pipe.cpp(%d)"), (0x80070020, "filewalk.cpp(%d)"), (0x80070021, "filewalk.cpp(%d)"), (0x800423F2, "snapshotset.cpp(%d)"),
    (0x800706BA, "remoting.cpp(%d)"), (0x80070005, "filewalk.cpp(%d)"), (0x8007274C, "pipe.cpp(%d)"), (0x80070002, "filewalk.cpp(%d)"),
]
CALLS = ["pChannel->Open", "m_spRemote->Query", "ConnectTo", "spAgent->SendCommand", "DoWork", "pJob->Step", "Verify", "pipe.Read", "ReadBack", "spItem->Apply"]
ASIDES = ["step %d", "attempt %d", "stage %d was not reached", "in state %d", "context %d", "after %d ms"]
NAMED = ["%s: = [%s]", "%s: = %s", "| Params: {%s: = %s}", "%s=%s", "%s: %s"]
KEYS = ["Server", "ServerName", "Computer", "ComputerName", "MachineName", "Machine", "ProductionServer"]
HEADS = ["Job ended", "Operation ended with an error", "The work for {h} was given up", "Giving up on {h}", "DPM could not go on with {h}",
         "DPM failed to communicate with {h}", "The agent operation failed on {h}", "The task on {h} did not complete", "Replication from {h} stopped",
         "DPM tried and failed to finish a job of {h}", "Protection of {h} did not work", "Backup job for {h} ended in failure"]


class Words:
    def __init__(self, dice):
        self.dice = dice

    def hex(self, code):
        return self.dice.pick(["0x%08x", "0x%08X"]) % code

    def signed(self, code):
        return str(code - 2**32)

    def source(self, name, suffix="cpp"):
        return "%s.%s(%d)" % (name, suffix, 20 + self.dice.below(1900))

    def aside(self):
        return self.dice.pick(ASIDES) % self.dice.below(400)

    def named(self, host):
        return self.dice.pick(NAMED) % (self.dice.pick(KEYS), host)

    def failed(self, code, host=None, name="remoting", suffix="cpp"):
        """(source, message): a call that returned an error."""
        text = self.dice.pick([self.dice.pick(CALLS) + "()", self.aside(), "Encountered Failure: : lVal : %s(%d)" % (self.dice.pick(CALLS), self.dice.below(9)),
                               "the call came back with an error, " + self.aside()])
        message = self.dice.pick(["Failed: Hr: = [%s] : %s", "Failed: Hr: = [%s] %s"]) % (self.hex(code), text)
        return self.source(name, suffix), message + (" " + self.named(host) if host else "")

    def head(self, host):
        return self.dice.pick(HEADS[2:] if host else HEADS[:2]).replace("{h}", host or "")

    def alert(self, number, code=None, host=None):
        """A DPM error ID, perhaps with a detail code, perhaps with the server that it was for."""
        form = self.dice.below(10)
        if form == 0 and code:
            named = ' Server="%s"' % host if host else ""
            return '<Status%s ErrorCode="%d" DetailedCode="%s" StatusCode="-2139092405" CommandID="%s"/>' % (
                named, number, self.signed(code), self.dice.pick(["RASync", "RAVerify", "RAFinalize"]))
        detail = "no details"
        if code:
            detail = self.dice.pick(["Internal error code: %s" % self.hex(code), "%s (%s)" % (self.aside(), self.hex(code))])
        elif self.dice.below(2):
            return "%s (ID %d)" % (self.head(host), number)
        return "%s (ID %d Details: %s)" % (self.head(host), number, detail)

    def ended(self, code=None, host=None):
        """The engine's last word without an ID."""
        return self.head(host) + (", %s" % self.hex(code) if code else ", " + self.aside())

    def harmless(self):
        source, message = self.dice.pick(HARMLESS)
        line = 20 + self.dice.below(900)
        return source % line, message % self.dice.pick(["fltlib.dll", "Key", "7", "a1b2c3d4", "vssapi"]) if "%s" in message else message

    def passing(self):
        code, source = self.dice.pick(PASSING)
        return source % (20 + self.dice.below(900)), self.failed(code)[1] + self.dice.pick([", tried again", ", once more", ""])
