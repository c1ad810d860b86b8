"""The hall: opens doors, calls the pipeline, closes. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from .. import config, document, output, pipeline, render, sources, store
from ..errors import NothingUsable, UsageError
from ..memory import Past
from ..settings import Style
from ..types import Article, Brief, Edition, Event, Map, Moment, Rejected, Why
from ..verify import Report, examine
from . import choosing
from .producing import Produced, produce

FORMATS: dict[str, Callable[..., bytes]] = {
    "pdf": lambda doc, **look: render.pdf(doc, **look),
    "html": lambda doc, **look: render.html(doc, **look).encode("utf-8"),
    "md": lambda doc, **look: render.markdown(doc, **look).encode("utf-8"),
    "txt": lambda doc, **look: render.text(doc, **look).encode("utf-8"),
    "json": lambda doc, **_: document.to_bytes(doc),
}
"""Suffix of an output -> its bytes, from the document, the templates and the style alone."""


def read(
    *addresses: str | Path | Iterable[str | Path], map: Map = map
) -> tuple[list[Article], list[Rejected]]:
    """Articles and rejected documents of files and folders, or lists of them.

    Reads ``.txt .html .json .jsonl``. Raises ``UsageError`` for an address
    that does not exist; a document that cannot be used comes back as
    ``Rejected``.
    """
    named = [[a] if isinstance(a, str | Path) else list(a) for a in addresses]
    return pipeline.read(sources.read(str(a) for some in named for a in some), map=map)


def make(
    articles: Sequence[Article],
    rejected: Sequence[Rejected] = (),
    *,
    edition: Edition | None = None,
    past: Past | None = None,
    map: Map = map,
) -> Brief:
    """The brief of some articles; with a ``past`` (``recall``) of what is new in them.

    Raises ``NothingUsable`` without an article in the edition's window, with a ``past`` only where
    nothing is new because no source could be collected, and ``UsageError`` for an edition that
    makes no sense.
    """
    edition = _checked(edition or Edition())
    if not articles and past is None:
        raise NothingUsable("no article can be used" + _first_reasons(rejected))
    brief = pipeline.make(
        articles, rejected, edition=edition, today=datetime.now(UTC).date(), past=past, map=map
    )
    if past and not brief.events:
        failed = [r for r in rejected if r.stage == "collect"]
        if failed and not past.sources:
            raise NothingUsable(
                "nothing new is known, for no source could be collected" + _first_reasons(failed)
            )
    elif not brief.events:
        window = f"{edition.since or '...'} to {edition.until or '...'}"
        raise NothingUsable(
            f"none of the {len(articles)} articles was published in {window}; "
            "widen --since and --until"
        )
    return _titled(brief)


def events(
    articles: Sequence[Article], *, why: tuple[str, str] | None = None, map: Map = map
) -> tuple[list[Event], Why | None]:
    """The events of some articles; with ``why`` also what binds or parts two of them.

    ``why`` names two articles by their ``ref``, or by the end of it. Raises
    ``UsageError`` for a name that fits none or several of them.
    """
    pair = tuple(_named(articles, name) for name in why) if why else ()
    return pipeline.events(articles, why=pair, map=map)


def _named(articles: Sequence[Article], name: str) -> int:
    found = [k for k, a in enumerate(articles) if a.ref == name or a.id == name]
    found = found or [k for k, a in enumerate(articles) if a.ref.endswith(name)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(a.ref for a in ([articles[k] for k in found] or articles)[:5])
    raise UsageError(f"{name}: {len(found)} articles of that name; there are {known}")


def write(
    articles: Sequence[Article] | Brief,
    rejected: Sequence[Rejected] = (),
    *,
    out: str | Path = "output",
    formats: Iterable[str] = ("pdf",),
    name: str = "",
    edition: Edition | None = None,
    texts: str = "cited",
    templates: str | Path | None = None,
    style: Style | None = None,
    archive: str | Path = "",
    profile: str = "",
    until: Moment | None = None,
    map: Map = map,
) -> list[Path]:
    """Write the brief of some articles (or a ``Brief``); the paths, in order of ``formats``.

    ``formats`` are suffixes: pdf, html, md, txt, json. ``texts`` says what the
    brief carries of the articles: the ``cited`` passages or the ``whole`` texts.
    A file of the folder ``templates`` stands in for ours of that name, and
    ``style`` sets the variables of the style sheets. All files are written or
    none; then the brief is entered in the ``archive``, which from then on keeps
    what it cites, as one of a ``profile`` whose window ended at ``until``. Raises
    ``UsageError``, ``NothingUsable``, ``OutputError``.
    """
    wanted, folder = list(dict.fromkeys(formats)), Path(out)
    _refuse("formats", wanted)
    _refuse("name", name)
    _refuse("texts", texts)
    shown = look(templates, style)
    output.check_folder(folder)
    brief = (
        articles
        if isinstance(articles, Brief)
        else make(articles, rejected, edition=edition, map=map)
    )
    return entered(
        brief, out=folder, formats=wanted, name=name, texts=texts, shown=shown, archive=archive,
        profile=profile, until=until,
    )[0]  # fmt: skip


def entered(
    brief: Brief,
    *,
    out: Path,
    formats: Iterable[str],
    name: str,
    texts: str,
    shown: dict[str, Any],
    archive: str | Path,
    profile: str = "",
    until: Moment | None = None,
    at: datetime | None = None,
) -> tuple[list[Path], str]:
    """Write all files of a brief, or none; then enter it in the ledger. The paths, and its id.

    ``shown`` is what ``look`` gives. Raises ``OutputError``, ``ArchiveError``.
    """
    brief = _titled(brief)
    doc = document.from_brief(brief, texts=texts)
    stem = choosing.stem(name, profile, brief.day)
    files = {out / f"{stem}.{suffix}": FORMATS[suffix](doc, **shown) for suffix in formats}
    output.write_all(files)
    if not archive:
        return list(files), ""
    with store.open(archive) as held:
        at = at or datetime.now(UTC)
        id = held.record(doc, profile=profile, until=until, at=at, articles=brief.articles)
    return list(files), id


def verify(path: str | Path, *, sources: Sequence[Article] | None = None) -> Report:
    """What a brief proves, alone or against articles that were ``read``.

    Raises ``VerifyError`` for a file that is no brief at all.
    """
    return examine(path, sources=sources)


def look(templates: str | Path | None, style: Style | None) -> dict[str, Any]:
    """What ``write`` hands to the renderers. Raises ``UsageError`` if a file is not there."""
    style = style or Style()
    if wrong := config.whole(style):
        raise UsageError(f"style.{wrong}")
    if templates and not Path(templates).is_dir():
        raise UsageError(f"templates {str(templates)!r}: no such folder")
    for name in filter(None, (style.font, style.logo)):
        if not templates:
            raise UsageError(f"style names {name!r}, a file of your templates; say where they are")
        folder = Path(templates).resolve()
        file = (folder / name).resolve()
        if not (file.is_relative_to(folder) and file.is_file()):
            raise UsageError(f"style names {name!r}, which is no file in {templates}")
    return {"templates": Path(templates) if templates else None, "style": style}


def search(
    archive: str | Path,
    query: str,
    *,
    since: date | None = None,
    until: date | None = None,
    outlet: str = "",
    lang: str = "",
    limit: int = 20,
) -> list[store.Hit]:
    """The archived articles that hold all words of a query, best first.

    This and the next four raise ``ArchiveError`` for an archive that is not there or cannot be
    read, and ``UsageError`` for an id or query that names nothing.
    """
    _window(since, until)
    with store.open(archive, create=False) as held:
        return held.search(query, since=since, until=until, outlet=outlet, lang=lang, limit=limit)


def show(archive: str | Path, id: str) -> store.Held:
    """An archived article with its places, versions and the briefs that cite it."""
    with store.open(archive, create=False) as held:
        return held.article(id)


def raw(archive: str | Path, id: str) -> bytes:
    """What the source handed over for an archived article."""
    with store.open(archive, create=False) as held:
        body = held.raw(id).body
    return body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body


def export(
    archive: str | Path,
    *,
    format: str = "jsonl",
    brief: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Iterator[str]:
    """Archived articles as jsonl, csl or ris, piece by piece.

    With ``brief`` (its id, a beginning of it, or ``latest``) those that it cites, else those
    published from ``since`` to ``until``.
    """
    _window(since, until)
    with store.open(archive, create=False) as held:
        found = held.cited(brief) if brief else held.window(since=since, until=until)
        return store.exported(found, format, accessed=held.accessed(found))


def prune(archive: str | Path, *, keep: timedelta) -> int:
    """Remove the archived articles not seen for so long that no brief carries; how many."""
    with store.open(archive, create=False) as held:
        return held.prune(keep=keep, now=datetime.now(UTC))


def _titled(brief: Brief) -> Brief:
    """The same brief, its titles on one line; where it has none, those of its language."""
    title = " ".join(brief.title.split()) or _words(brief.lang)("daily_briefing")
    other = "" if all(brief.sections) else _words(brief.lang)("other_news")
    sections = tuple(" ".join(s.split()) or other for s in brief.sections)
    return replace(brief, title=title, sections=sections)


def _words(lang: str) -> Any:
    from ..render.words import Words

    return Words.read(lang, (render.templates_dir(),))


def _refuse(key: str, value: Any) -> None:
    if wrong := config.fault(key, value):
        raise UsageError(f"{key} {value!r}: {wrong}")


def _checked(edition: Edition) -> Edition:
    for key in ("method", "length", "lang", "title"):
        _refuse(key, getattr(edition, key))
    lang = edition.lang.partition("-")[0]  # the words are those of the language, not of a region
    if lang and _words(lang).language(lang) == lang:  # it has no name
        raise UsageError(f"lang {lang!r}: no such language; use a code such as en, ru or az")
    _window(edition.since, edition.until)
    return replace(edition, lang=lang)


def _window(since: date | None, until: date | None) -> None:
    if since and until and since > until:
        raise UsageError(f"since {since} is after until {until}")


def _first_reasons(rejected: Sequence[Rejected]) -> str:
    if not rejected:
        return ": the sources hold no .txt, .html, .json or .jsonl file with an article"
    first = rejected[0]
    more = f" and {len(rejected) - 1} more" if len(rejected) > 1 else ""
    return f": {first.ref}: {first.reason}{more}"


__all__ = [
    "FORMATS", "Produced", "entered", "events", "export", "look", "make", "produce", "prune", "raw",
    "read", "search", "show", "verify", "write",
]  # fmt: skip
