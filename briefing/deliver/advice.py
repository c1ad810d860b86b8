"""Deliver, advice: a step that failed and what the server said -> what to do, in words."""

from __future__ import annotations

from ..settings import Mail

_STEPS = {
    "connection": "check server and port under [mail], and whether a firewall lets you out",
    "greeting": "this may be no mail server, or one that does not want this host as a client",
    "EHLO": "the server does not take this host's name or address; ask who runs it",
    "STARTTLS": "if the port speaks TLS from the start (465), write security = \"tls\"",
    "login": "check user, and the password in the environment or the secrets file; many providers "
    "want a password made for programs",
    "MAIL": "the server does not let you send as this sender; check sender, and whether it wants "
    "a login (user)",
    "RCPT": "the server does not take this address: it may not exist, or it relays for nobody "
    "who has not logged in",
    "DATA": "the server takes the addresses but no message now; try again later",
    "message": "the connection broke while the message went out; try again",
    "dot": "the server has read the message and says no: its reason stands before this",
}  # fmt: skip


def advice(step: str, said: str, mail: Mail) -> str:
    """What to do about it."""
    if "not trusted" in said:
        return (
            f"the name {mail.server} must be that of the certificate; an authority of your own is "
            "named as ca_file"
        )
    if "no TLS" in said and mail.security == "tls":
        return 'if the port begins without TLS (587, 25), write security = "starttls"'
    if step == "greeting" and ("in time" in said or "hung up" in said) and mail.security != "tls":
        return 'a port that speaks TLS from the start (465) is silent so; write security = "tls"'
    if step == "connection" and "in time" in said:
        return "nothing answers there: a firewall, or another port (587, 465, 25)"
    return _STEPS.get(step, "ask who runs the server")
