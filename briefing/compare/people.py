"""Stage 4, compare.people: Event -> the people and bodies that take part in it.

``people_read`` and ``bodies`` find names in each article; here the event decides which are whose.
Names are one where their words sound alike in every script (``anchors.names``); bodies where the
stems of their words agree, where a text gives the letters with the long form, where everybody
knows both names (``data/people/known.txt``), or where the lexicon translates one into the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..anchors import skeleton
from ..types import Article, Event, Party
from .bodies import Body, bodies
from .bodies_firms import firms
from .bodies_known import key_words, known_forms
from .bodies_same import Node, link_countries, link_firms, link_languages
from .people_aside import is_credited, is_quoted, letters_of, outlets_of
from .people_read import ENOUGH, mentions, sound_of
from .people_same import Name, folded, groups

AT_MOST = 12  #: people and bodies of an event that a reader is shown
PERSONS = 8  #: of them, at most; a long list of bodies takes no person's place
ALONE = 1.0  #: evidence that the surname stands alone elsewhere, or the name in another language
SAME_START = 3  #: letters in which a surname alone agrees with that of the full name

_GENITIVES = re.compile(
    r"[^\W_]+(?:ого|его|ому|ему|ой|ую|юю|ым|им|ых|их|ии|ией|ию|ом|ем|а|у|ы|е|ства|ству)$"
)
_CYRILLIC = re.compile("[а-яёіїєґ]", re.IGNORECASE)


@dataclass(slots=True)
class _Form:
    """One way a name is written, and where it is first, article by article."""

    text: str
    lang: str
    words: int
    count: int = 0


@dataclass(slots=True)
class _Entry:
    """A party in the making."""

    kind: str
    evidence: float = 0.0
    quoted: set[str] = field(default_factory=set)  #: languages that put it between marks
    plain: set[str] = field(default_factory=set)  #: languages that do not, at least once
    forms: dict[tuple[str, str], _Form] = field(default_factory=dict)
    places: dict[int, tuple[int, int, int]] = field(default_factory=dict)  # article -> -words, span

    def add(self, k: int, article: Article, start: int, end: int, words: int) -> None:
        form = article.text[start:end]
        known = self.forms.setdefault((article.lang, form), _Form(form, article.lang, words))
        known.count += 1
        self.places[k] = min(self.places.get(k, (0, 0, 0)), (-words, start, end))

    def join(self, other: _Entry) -> None:
        self.evidence = max(self.evidence, other.evidence)
        self.quoted |= other.quoted
        self.plain |= other.plain
        for key, form in other.forms.items():
            known = self.forms.setdefault(key, _Form(form.text, form.lang, form.words))
            known.count += form.count
        for k, place in other.places.items():
            self.places[k] = min(self.places.get(k, (0, 0, 0)), place)


def parties(event: Event, lang: str) -> tuple[Party, ...]:
    """The people and bodies of an event, told in ``lang`` where they can be.

    Those of the most independent reports first, then the earliest; at most ``AT_MOST``. The
    result does not depend on the order of the event's articles, and is linear in their text.
    """
    articles = sorted(event.articles, key=lambda a: (str(a.published or "9999"), a.id))
    named = [bodies(a) for a in articles]
    people = _people(articles, named)
    entries = [*people, *_bodies(articles, named, people)]
    ranked = []
    for entry in entries:
        origins = {articles[k].reprint_of or articles[k].id for k in entry.places}
        first = min((place[1], k) for k, place in entry.places.items())
        party = _party(entry, articles, lang)
        ranked.append((-len(origins), first, party.name, party))
    found = [party for *_, party in sorted(ranked, key=lambda r: r[:3])]
    persons = [p for p in found if p.kind == "person"][:PERSONS]
    others = [p for p in found if p.kind == "body"][: AT_MOST - len(persons)]
    return tuple(p for p in found if p in persons or p in others)


def _party(entry: _Entry, articles: Sequence[Article], lang: str) -> Party:
    forms = sorted(entry.forms.values(), key=lambda f: _form_order(f, entry, lang))
    best = forms[0]
    also: dict[str, str] = {}
    shown = {(best.lang, best.words)}
    for form in forms[1:]:
        size = (form.lang, min(form.words, 2))
        if form.text != best.text and size not in shown and (best.lang, best.words) != size:
            also.setdefault(form.text, form.lang)
            shown.add(size)
    citations = tuple(
        articles[k].quote(start, end) for k, (_, start, end) in sorted(entry.places.items())
    )
    kind = "person" if entry.kind == "person" else "body"
    return Party(best.text, kind, tuple(also), citations, tuple(also.values()))  # type: ignore[arg-type]


def _form_order(form: _Form, entry: _Entry, lang: str) -> tuple[bool, int, int, int, str]:
    """The fullest form of the brief's language first, of several cases the nominative."""
    words = form.words if entry.kind == "person" else min(form.words, 4)
    return (form.lang != lang, -words, _case(form.text, entry), -form.count, form.text)


def _case(text: str, entry: _Entry) -> int:
    """How many words of a name seem inflected; lower is nearer to the nominative."""
    words = text.split()
    if entry.kind == "person":
        given, inflected = words[0].lower(), 0
        others = {f.text.split()[0].lower() for f in entry.forms.values()}
        if any(given != o and given.startswith(o[:-1]) and _less(o, given) for o in others):
            inflected += 1
        last = words[-1].lower()
        ends = {f.text.split()[-1].lower() for f in entry.forms.values()}
        return inflected + any(
            last != o and last.startswith(o[:-1]) and _less(o, last) for o in ends
        )
    if not _CYRILLIC.search(text):
        return 0
    return int(bool(_GENITIVES.match(words[0])) or words[0].lower().endswith(("ии", "ией")))


def _less(one: str, other: str) -> bool:
    """Whether ``one`` is the less inflected of two forms of a word: Асадов, Асадова; Анна, Анны."""
    rank = [0 if w[-1] not in "аяуюеиыойьії" or len(w) < 4 or w.endswith(("ий", "ай", "ей"))
            else 1 if w[-1] in "ая" else 2 for w in (one, other)]  # fmt: skip
    return (rank[0], len(one)) < (rank[1], len(other))


# People


def _people(articles: Sequence[Article], found: Sequence[list[Body]]) -> list[_Entry]:
    named: dict[Name, _Entry] = {}
    single: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for k, article in enumerate(articles):
        taken = [(b.start, b.end) for b in found[k] if b.key]
        for m in mentions(article):
            if any(s < m.end and m.start < e for s, e in taken):
                continue
            if is_credited(article.text, m.start, m.end):
                continue
            sounds = sound_of(m.words, article.lang)
            if len(sounds) == 1 and sounds[0]:
                single[sounds[0]].append((k, m.start, m.end))
            elif len(sounds) > 1 and all(sounds):
                latin = folded(m.words[0]) if m.words[0][0] < "\u0370" else ""
                entry = named.setdefault((sounds, article.lang, latin), _Entry("person"))
                entry.evidence = max(entry.evidence, m.evidence)
                marked = is_quoted(article.text, m.start, m.end)
                (entry.quoted if marked else entry.plain).add(article.lang)
                entry.add(k, article, m.start, m.end, len(sounds))
    entries = []
    for names in groups({name: len(entry.places) for name, entry in named.items()}):
        first, *others = (named[name] for name in names)
        for other in others:
            first.join(other)
        entries.append((names[0][0], first))
    by_surname: dict[str, list[_Entry]] = defaultdict(list)
    for sounds, entry in entries:
        by_surname[sounds[-1]].append(entry)
    kept = []
    aside = outlets_of(articles) | {letters_of(a.place) for a in articles}
    for sounds, entry in entries:
        if entry.quoted - entry.plain:
            continue  # a ship, a film, a prize
        langs = {articles[k].lang for k in entry.places}
        entry.evidence += ALONE * (sounds[-1] in single) + ALONE * (len(langs) > 1)
        if entry.evidence < ENOUGH or any(
            letters_of(f.text) in aside for f in entry.forms.values()
        ):
            continue
        kept.append(entry)
        if len(by_surname[sounds[-1]]) == 1 and len(sounds[-1]) > 1:
            for k, start, end in single.get(sounds[-1], ()):
                if _is_surname(articles[k].text[start:end], articles[k].lang, entry):
                    entry.add(k, articles[k], start, end, 1)
    return kept


def _is_surname(word: str, lang: str, entry: _Entry) -> bool:
    """Whether a word alone is a surname of these forms; inflection changes its end only."""
    own = [f.text.split()[-1] for f in entry.forms.values() if f.lang == lang and f.words > 1]
    if own:
        return any(word[:SAME_START].lower() == o[:SAME_START].lower() for o in own)
    return len(skeleton(word, lang)) >= SAME_START


# Bodies


def _bodies(
    articles: Sequence[Article], found: Sequence[list[Body]], people: Sequence[_Entry]
) -> list[_Entry]:
    """One entry a body; letters that nothing explains are none."""
    parent: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        parent.setdefault(node, node)
        while parent[node] != node:
            node = parent[node]
        return node

    def unite(one: Node, other: Node) -> None:
        a, b = sorted((root(one), root(other)), key=repr)
        parent[b] = a

    phrases: dict[str, dict[frozenset[str], list[str]]] = defaultdict(dict)
    explained: set[str] = set()
    lettered: set[Node] = set()
    for article, listed in zip(articles, found, strict=True):
        known = known_forms(article.lang)
        for body in listed:
            if body.key:
                node: Node = ("phrase", article.lang, body.key)
                text = article.text[body.start : body.end]
                phrases[article.lang].setdefault(body.key, key_words(text, article.lang))
                if body.key in known:
                    unite(node, ("known", known[body.key]))
                if body.letters:
                    explained.add(body.letters)
                    lettered.add(node)
                    unite(node, ("letters", body.letters))
            if body.letters and body.letters in known:
                explained.add(body.letters)
                unite(("letters", body.letters), ("known", known[body.letters]))
    link_countries(phrases, unite)
    link_languages(phrases, lettered, unite)
    companies = _companies(articles, found, people, outlets_of(articles))
    link_firms(phrases, companies, unite)
    outlets = outlets_of(articles)
    entries: dict[Node, _Entry] = {}
    for name, places in companies.items():
        firm = entries.setdefault(root(("firm", name)), _Entry("body"))
        for k, start, end in places:
            firm.add(k, articles[k], start, end, len(name.split()))
    for k, (article, listed) in enumerate(zip(articles, found, strict=True)):
        for body in listed:
            if not body.key and body.letters not in explained:
                continue
            known = known_forms(article.lang)
            if letters_of(article.text[body.start : body.end]) in outlets and not (
                body.key in known or body.letters in known  # the UN, though it tells its own news
            ):
                continue
            node = ("phrase", article.lang, body.key) if body.key else ("letters", body.letters)
            entry = entries.setdefault(root(node), _Entry("body"))
            words = len(article.text[body.start : body.end].split()) if body.key else 0
            entry.add(k, article, body.start, body.end, words)
    return list(entries.values())


def _companies(
    articles: Sequence[Article],
    found: Sequence[list[Body]],
    people: Sequence[_Entry],
    outlets: set[str],
) -> dict[str, list[tuple[int, int, int]]]:
    """Companies by name, where no other body's name holds theirs."""
    words = {w.lower() for e in people for f in e.forms.values() for w in f.text.split()}
    taken = [[(b.start, b.end) for b in listed if b.key] for listed in found]
    free = {
        name: [(k, s, e) for k, s, e in places if not any(b <= s < c for b, c in taken[k])]
        for name, places in firms(articles, words, outlets).items()
    }
    return {name: places for name, places in free.items() if places}
