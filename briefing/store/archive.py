"""Store, archive: every call of the archive. Articles in, articles and hits out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from ..errors import UsageError
from ..types import Article, Moment, Raw
from . import adding, database, finding, index, lists, pruning, rows
from .briefs import Briefs
from .held import Added, Cited, Held, Hit, Place, SourceState, Validators, Version


@contextmanager
def open(path: str | Path, *, create: bool = True) -> Iterator[Archive]:
    """The archive in a file, made or migrated if need be, closed at the end.

    Raises ``ArchiveError`` for a file that is none, one of a newer briefing, one that cannot be
    written, and, without ``create``, one that is not there.
    """
    connection = database.connect(Path(path), create=create)
    try:
        database.reserve(Path(path))
        yield Archive(connection, Path(path))
    finally:
        with database.explained(Path(path)):
            connection.close()


class Archive(Briefs, lists.Lists):
    """An open archive. All raise ``ArchiveError`` where the file cannot be read or written.

    What a call has returned is kept: ``kill -9`` and a full disk undo no finished call.
    """

    # -- collecting ------------------------------------------------------------------

    def known(self, source: str) -> Validators:
        """What a source's addresses answered last: address -> (ETag, Last-Modified)."""
        found = self._read(
            "SELECT url, etag, last_modified FROM validators WHERE source IN (?, '')", source
        )
        return {url: (etag, modified) for url, etag, modified in found}

    def remember(
        self, url: str, *, etag: str = "", last_modified: str = "", source: str = ""
    ) -> None:
        """Keep what the next conditional GET of an address needs; without ``source`` for all.

        To be called when what it brought has been added: the server then says "not modified".
        """
        with self._writing():
            self._sql.execute(
                "INSERT OR REPLACE INTO validators VALUES (?, ?, ?, ?)",
                (source, url, etag, last_modified),
            )

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Keeps what the calls within it do together: all of it or, on an error, nothing."""
        with self._writing():
            yield

    def add(self, batch: Sequence[tuple[Raw, Article]], *, source: str, at: datetime) -> Added:
        """Store what a source brought, in one transaction: all of it or, on an error, nothing."""
        done = {"new": 0, "seen": 0, "versions": 0}
        with self._writing():
            for raw, article in batch:
                done[adding.add(self._sql, raw, article, source=source, at=at)] += 1
        return Added(**done)

    def note(
        self,
        source: str,
        *,
        at: datetime,
        new: int = 0,
        seen: int = 0,
        failed: int = 0,
        error: str = "",
    ) -> None:
        """Enter one collecting run of a source; ``error`` says why it failed as a whole."""
        with self._writing():
            self._sql.execute(
                "INSERT INTO runs (source, at, new, seen, failed, error) VALUES (?, ?, ?, ?, ?, ?)",
                (source, rows.stamp(at), new, seen, failed, rows.encodable(error)),
            )

    def sources(self) -> list[SourceState]:
        """Every source that was ever collected, by name, with its last run.

        The last is the one that was entered last, for a clock may go back.
        """
        found = self._read(
            "SELECT source, at, (SELECT at FROM runs g WHERE g.source = r.source AND g.error = '' "
            "ORDER BY id DESC LIMIT 1), new, seen, failed, error FROM runs r "
            "WHERE id IN (SELECT max(id) FROM runs GROUP BY source) ORDER BY source"
        )
        return [
            SourceState(
                source, datetime.fromisoformat(at),
                datetime.fromisoformat(success) if success else None, new, seen, failed, error,
            )
            for source, at, success, new, seen, failed, error in found
        ]  # fmt: skip

    # -- finding ---------------------------------------------------------------------

    def window(
        self,
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        outlets: Collection[str] = (),
        langs: Collection[str] = (),
        sources: Collection[str] = (),
    ) -> list[Article]:
        """The latest version of each article published in a window, oldest first.

        With ``sources`` only what one of them brought.

        Both ends belong to it; an undated article counts when it was first fetched, a day without
        a time is in where any of its hours is. ``corrected`` is set.
        """
        where, values = finding.condition(since, until, outlets, langs)
        if sources:
            brought, names = lists.brought(sources)
            where, values = f"{where} AND {brought}", values + names
        found = self._read(
            f"{finding.ARTICLES} WHERE a.latest AND {where} ORDER BY a.moment, a.id",
            *values,
        )
        return rows.articles(found)

    def search(
        self,
        query: str,
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        outlet: str = "",
        lang: str = "",
        limit: int = 20,
    ) -> list[Hit]:
        """The latest versions that hold all words of a query in any inflection, best first.

        ``"a phrase"``, ``-without``, ``begin*``. BM25 (Robertson and Zaragoza 2009) of the newest
        2,000 that hold them. Raises ``UsageError`` for a query without a word.
        """
        with database.explained(self._path):
            articles = finding.search(
                self._sql, query, since=since, until=until, outlet=outlet, lang=lang, limit=limit
            )
        return [Hit(a, index.best_sentence(a, query)) for a in articles]

    def article(self, id: str) -> Held:
        """An article by its id, or a beginning of it. Raises ``UsageError`` if that is not one."""
        number, story, sha256 = self._one(id)
        (found,) = rows.articles(self._read(f"{finding.ARTICLES} WHERE a.id = ?", number))
        places = self._read(
            "SELECT p.source, p.ref, a.url, p.first_seen, p.last_seen FROM places p "
            "JOIN articles a ON a.id = p.article WHERE article = ? ORDER BY p.id",
            number,
        )
        versions = self._read(
            "SELECT name, version, first_seen, title FROM articles WHERE story = ? "
            "ORDER BY version",
            story,
        )
        cited = self._read(
            "SELECT substr(seal, 1, 12), day, title, (SELECT count(*) FROM citations x "
            "WHERE x.brief = b.id AND x.name = c.name) FROM briefs b "
            "JOIN carried c ON c.brief = b.id WHERE c.sha256 = ? ORDER BY day, b.id",
            sha256,
        )
        when = datetime.fromisoformat
        return Held(
            found,
            tuple(Place(s, r, u, when(first), when(last)) for s, r, u, first, last in places),
            tuple(Version(name, n, when(seen), title) for name, n, seen, title in versions),
            tuple(Cited(*one) for one in cited),
        )

    def raw(self, id: str) -> Raw:
        """What the source handed over when it brought this article, byte for byte."""
        number, _, _ = self._one(id)
        ref, head, body, sha256, url = self._read(
            "SELECT p.ref, p.head, b.body, b.sha256, a.url FROM places p "
            "JOIN blobs b ON b.id = p.raw JOIN articles a ON a.id = p.article "
            "WHERE a.id = ? ORDER BY p.id LIMIT 1",
            number,
        )[0]
        return rows.raw(ref, url, head, rows.unpack(body, sha256))

    def _one(self, id: str) -> tuple[int, int, bytes]:
        wanted = re.fullmatch(r"[0-9a-f]+(-[0-9]*)?", id.strip().lower())
        found = [] if not wanted else self._read(
            "SELECT a.name, a.id, a.story, b.sha256 FROM articles a JOIN blobs b ON b.id = a.text "
            "WHERE a.name BETWEEN ? AND ? ORDER BY a.name LIMIT 4",
            wanted[0], f"{wanted[0]}~",
        )  # fmt: skip
        exact = [row for row in found if row[0] == id.strip().lower()] or found
        if not exact:
            raise UsageError(f"{id}: no article has this id; briefing search shows them")
        if len(exact) > 1:
            names = ", ".join(row[0] for row in exact[:3])
            raise UsageError(f"{id}: several articles begin so: {names}; write more of the id")
        return exact[0][1:]

    # -- housekeeping ----------------------------------------------------------------

    def prune(self, *, keep: timedelta, now: datetime) -> int:
        """Remove articles not seen for ``keep``; how many. What a brief carries stays, with all
        its versions. Works on a full disk too, by the room kept for it."""
        with database.explained(self._path):
            return pruning.prune(self._sql, self._path, before=rows.stamp(now - keep))
