"""Store, briefs: the calls of the archive's ledger. Documents in; documents and ``Past`` out."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from ..document import Document, to_bytes
from ..errors import UsageError
from ..memory import Past
from ..types import Article, Moment
from . import finding, ledger, memory, rows
from .held import Made
from .opened import Opened


class Briefs(Opened):
    """The ledger: what was made, for whom, and what it cites."""

    def record(
        self,
        document: Document,
        *,
        profile: str = "",
        until: Moment | None = None,
        at: datetime | None = None,
        articles: Iterable[Article] = (),
    ) -> str:
        """Enter a made brief into the ledger, for good; its id there. Twice the same is once.

        ``articles`` are those it carries: their texts are kept with it, for they may be of files
        that the archive never saw, and the next brief asks which of its stories go on.
        ``until``, where it has a time, is the end of its window: of several briefs a day it says
        which is the earlier. Of those with one day and end the last entered counts (``past``).
        What it carries is never pruned. Outlives a power cut, which may take the last articles
        that were added: they can be fetched again.
        """
        seal, made = str(document["seal"]), rows.stamp(at or datetime.now(UTC))
        ended = rows.stamp(until) if isinstance(until, datetime) else ""
        spans = ledger.spans(document)
        with self._writing(durable=True):
            known = self._sql.execute("SELECT 1 FROM briefs WHERE seal = ?", (seal,)).fetchone()
            if known:
                return seal[:12]
            id = self._sql.execute(
                "INSERT INTO briefs (seal, title, day, at, document, profile, until) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (seal, document["title"], document["day"], made,
                 zlib.compress(to_bytes(document)), profile, ended),
            ).lastrowid  # fmt: skip
            self._sql.executemany(
                "INSERT INTO carried VALUES (?, ?, ?)",
                [(id, a["id"], bytes.fromhex(a["sha256"])) for a in document["articles"]],
            )
            for article in articles:
                rows.keep(self._sql, article.text.encode("utf-8"))
            self._sql.executemany(
                "INSERT INTO citations VALUES (?, ?, ?, ?)", [(id, *span) for span in spans]
            )
        return seal[:12]

    def briefs(self, *, profile: str | None = None) -> list[Made]:
        """The briefs of the ledger, or those of a profile, oldest first."""
        found = self._read("SELECT seal, day, title, at FROM briefs WHERE ?1 IS NULL OR "
                           "profile = ?1 ORDER BY id", profile)  # fmt: skip
        return [Made(s[:12], day, t, datetime.fromisoformat(at)) for s, day, t, at in found]

    def profiles(self, seal: str = "") -> list[str]:
        """The profiles of which there are briefs, or that of one brief; ``""`` is none."""
        return [
            name
            for (name,) in self._read(
                "SELECT DISTINCT profile FROM briefs WHERE ?1 IN ('', seal) ORDER BY 1", seal
            )
        ]

    def brief(self, id: str) -> Document:
        """A brief's document by its id, a beginning of it, or ``latest``.

        Raises ``UsageError`` if that is not one.
        """
        wanted = id.strip().lower()
        if wanted == "latest" and (made := self.briefs()):
            wanted = made[-1].id
        found = self._read("SELECT document FROM briefs WHERE substr(seal, 1, ?) = ? LIMIT 2",
                           len(wanted), wanted) if wanted else []  # fmt: skip
        if len(found) != 1:
            many = "several briefs begin so" if found else "no brief has this id"
            known = ", ".join(f"{m.id} ({m.day})" for m in self.briefs()[-3:])
            raise UsageError(f"{id}: {many}; the latest are {known or 'none'}")
        document: Document = json.loads(zlib.decompress(found[0][0]))
        return document

    def cited(self, id: str) -> list[Article]:
        """The articles that a brief cites, as they were then, in its order."""
        return ledger.cited_articles(self.brief(id), self._text)

    def accessed(self, articles: Iterable[Article]) -> dict[str, date]:
        """The day on which the text of each article was first fetched, by its SHA-256 in hex."""
        found = {}
        for sha256 in {article.sha256 for article in articles}:
            ((first,),) = self._read(
                "SELECT min(a.first_seen) FROM articles a JOIN blobs b ON b.id = a.text "
                "WHERE b.sha256 = ?",
                bytes.fromhex(sha256),
            )
            if first:
                found[sha256] = date.fromisoformat(first[:10])
        return found

    def _text(self, sha256: str) -> str:
        found = self._read("SELECT body, sha256 FROM blobs WHERE sha256 = ?", bytes.fromhex(sha256))
        return rows.unpack(*found[0]).decode("utf-8") if found else ""

    def corrections(self, id: str) -> list[tuple[str, Article]]:
        """Which articles of a brief were corrected since: their id there, and the text now."""
        names = self._read(
            "SELECT DISTINCT c.name, n.name FROM briefs m JOIN carried c ON c.brief = m.id "
            "JOIN blobs b ON b.sha256 = c.sha256 JOIN articles a ON a.text = b.id "
            "JOIN articles n ON n.story = a.story AND n.latest AND n.version > a.version "
            "WHERE substr(m.seal, 1, 12) = ? AND n.corrected IS NOT a.corrected ORDER BY 1, 2",
            id[:12],
        )
        found = (self._read(f"{finding.ARTICLES} WHERE a.name = ?", now) for _, now in names)
        return [(name, *rows.articles(row)) for (name, _), row in zip(names, found, strict=True)]

    def past(self, *, profile: str = "", day: date, until: Moment | None = None, days: int) -> Past:
        """What the earlier briefs of a profile told, as far back as ``days``.

        Earlier than a brief of ``day`` whose window ends at ``until``: of a day before, or of that
        day with a window that ended before; so a brief that is made again does not know itself.
        """
        first = day - timedelta(days=days)
        ends = rows.stamp(until) if isinstance(until, datetime) else ""
        found = self._read(
            "SELECT seal, day, until, document FROM briefs WHERE profile = ? AND day >= ? "
            "AND (day < ? OR (day = ? AND until <> '' AND until < ?)) ORDER BY day, until, id",
            profile, first.isoformat(), day.isoformat(), day.isoformat(), ends,
        )  # fmt: skip
        last = {(d, end): (seal[:12], document) for seal, d, end, document in found}
        made = [(id, json.loads(zlib.decompress(document))) for id, document in last.values()]
        corrected = {id: self.corrections(id) for id, _ in made}
        return memory.past(made, self._text, corrected, profile=profile, days=days)
