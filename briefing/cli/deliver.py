"""Words in, exit code out: the verbs of delivery, ``send approve audit unsubscribe test-mail``."""

from __future__ import annotations

import argparse
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .common import count, number, say, settings, verb

if TYPE_CHECKING:
    from ..app.deliver import Sent

WAIT = 60  #: minutes that send stays to try again
SHOWN = {"dot": "handed over"}  #: names of states, where they are not their own
SEND_CODES = """\
exit codes:
  0  everybody has it, or it waits for an approval
  1  the file does not hold
  2  the command line or briefing.toml makes no sense; nothing was sent
  4  the archive cannot be written, or a template is wrong
  5  somebody has not got it, or it is not known whether; each is named
"""


def add(verbs: Any) -> None:
    """The parsers of the delivery's verbs."""
    send = _verb(verbs, "send", _send, "send a brief to its recipients, once",
                 "Send a brief to every recipient and channel of briefing.toml that has not "
                 "got it, however often it is called.", SEND_CODES)  # fmt: skip
    send.set_defaults(kept="what was handed over stays so; run it again for the rest")
    send.add_argument("--brief", default="", metavar="FILE",
                      help="its PDF (default: that of the last brief in the archive)")  # fmt: skip
    send.add_argument("--dry-run", action="store_true",
                      help="show who would get what; send nothing")  # fmt: skip
    send.add_argument("--wait", type=number, default=WAIT, metavar="MINUTES",
                      help="how long to stay and try again what a server put off "
                      f"(default: {WAIT})")  # fmt: skip
    send.add_argument("--retry-unknown", dest="again", action="append_const", const="unknown",
                      help="send again to those of whom it is not known whether they got it; they "
                      "may get it twice")  # fmt: skip
    send.add_argument("--retry-failed", dest="again", action="append_const", const="failed",
                      help="send again to those whose server refused it")  # fmt: skip
    approve = _verb(verbs, "approve", _approve, "let a brief go out",
                    "Let a PDF go out as it is, where approval is required. Changed by a byte, "
                    "it must be approved again.")  # fmt: skip
    approve.add_argument("file", metavar="FILE", help="the PDF of the brief")
    audit = _verb(verbs, "audit", _audit, "print who sent what to whom",
                  "Print the log of approvals and deliveries, which is only added to, and whether "
                  "it stands as it was written (exit code 1 if not).")  # fmt: skip
    audit.add_argument("--json", action="store_true", help="a line of JSON each")
    leave = _verb(verbs, "unsubscribe", _unsubscribe, "send an address nothing more",
                  "Send an address nothing more: of a profile, or of any.")  # fmt: skip
    leave.add_argument("address", metavar="ADDRESS")
    leave.add_argument("--undo", action="store_true", help="send to it again")
    test = _verb(verbs, "test-mail", _test, "try the mail settings",
                 "Send a few words to an address, tell each step, and what to do about one that "
                 "fails.")  # fmt: skip
    test.add_argument("address", metavar="ADDRESS")


def _verb(
    verbs: Any, name: str, run: Any, help: str, description: str, epilog: str = ""
) -> argparse.ArgumentParser:
    parser = verb(verbs, name, help, description, epilog)
    parser.set_defaults(run=run)
    parser.add_argument("--profile", metavar="NAME", help="of this profile of briefing.toml")
    parser.add_argument("--archive", metavar="FILE", help="the archive (default: briefing.db)")
    parser.add_argument("--config", metavar="FILE", help="configuration (default: briefing.toml)")
    return parser


def _send(options: argparse.Namespace) -> int:
    from ..app import deliver

    chosen = settings(options)
    brief = options.brief or deliver.latest(chosen)
    if options.dry_run:
        for one in deliver.plan(chosen, brief):
            print("\t".join((one.channel, one.address, one.name, one.lang, one.state or "to send")))
        return 0
    wait = timedelta(minutes=max(0, options.wait))
    return _told(deliver.send(chosen, brief=brief, wait=wait, again=options.again or (), told=say))


def _told(sent: Sent) -> int:
    counts = ", ".join(f"{n} {SHOWN.get(state, state)}" for state, n in sent.counts.items())
    print(f"{sent.brief}: {counts or 'nobody to send to'}")
    for address, state, said in sent.troubled:
        if state != "pending" or said:
            say(f"{address}: {SHOWN.get(state, state)}: {said}")
    for id, name in sent.drafts:
        say(f"{id} is a draft; read it, then: briefing approve {name}")
    if sent.counts.get("unknown"):
        say("unknown: their server took the message and did not answer; ask one of them, and if "
            "they have not got it: briefing send --retry-unknown")  # fmt: skip
    if sent.due and not sent.drafts:
        say(f"tried again from {sent.due:%Y-%m-%d %H:%M} UTC on, by the next briefing send")
    waiting = {} if sent.drafts else {"pending": sent.counts.get("pending", 0)}
    left = waiting | {state: sent.counts.get(state, 0) for state in ("failed", "unknown", "dot")}
    return 5 if any(left.values()) else 0


def _approve(options: argparse.Namespace) -> int:
    from ..app import deliver

    id, waiting = deliver.approve(settings(options), options.file)
    print(f"{id}: approved")
    say(f"{count(waiting, 'message')} waited for it; briefing send delivers them" if waiting else
        "nothing waited for it; briefing send sends it")  # fmt: skip
    return 0


def _audit(options: argparse.Namespace) -> int:
    from ..app import deliver

    broken, last = 0, ""
    for entry, wrong in deliver.audit(settings(options).archive):
        broken, last = broken + wrong, entry.hash
        if options.json:
            line = {k: getattr(entry, k) for k in ("number", "at", "who", "what", "about", "hash")}
            print(json.dumps(line | {"detail": json.loads(entry.detail)}, ensure_ascii=False))
        else:
            detail = "" if entry.detail == "{}" else f"  {entry.detail}"
            print(f"{entry.at[:19]}  {entry.who}  {entry.what}  {entry.about}{detail}")
        if wrong:
            say(f"line {entry.number} is not as it was written, or one before it is missing")
    if not broken and last:
        say(f"the log stands as it was written; its last hash is {last}")
    return 1 if broken else 0


def _unsubscribe(options: argparse.Namespace) -> int:
    from ..app import deliver

    new = deliver.unsubscribe(settings(options), options.address, undo=options.undo)
    what = "is sent to again" if options.undo else "is sent nothing more"
    of = f" of the profile {options.profile}" if options.profile else ""
    print(f"{options.address} {what}{of}{'' if new else ' (as before)'}")
    return 0


def _test(options: argparse.Namespace) -> int:
    from ..app import deliver

    deliver.try_mail(settings(options), options.address, told=lambda a, b: print(f"{a}: {b}"))
    return 0
