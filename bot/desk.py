"""The admin's desk: articles come in from a chat and are taken back, the same through every door.

What is sent is read into a draft and previewed; only `add` stores it. Each act names its actor ("telegram:1001") for
the audit trail and ends with the index brought up to date, so that an article is answerable as soon as the report is
given. Who may act is asked before (`bot.roles`).
"""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.previewing import Nearest, Preview, candidates, preview_of, searched
from corpus.admission import check_draft
from corpus.article import Draft
from corpus.errors import BadInput, CorpusError, NotFound
from corpus.identity import article_key
from corpus.loader import LoadProblem
from corpus.loading import load_bytes, load_link
from corpus.settings import LoadingSettings
from index.errors import SearchIndexError

if TYPE_CHECKING:
    from corpus.article import Article
    from corpus.store import Added, CorpusStore

Problem = Literal["empty", "no_body", "too_large", "not_text", "link", "several", "gone"]
IndexUpdater = Callable[[], Awaitable[object]]

_TOKEN_BYTES = 56
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AddReport:
    """What an addition did; `indexed` is False when the index was busy and the article waits for its next update."""

    added: "Added"
    title: str
    indexed: bool

    @property
    def token(self) -> str:
        """Names exactly this addition for `Desk.undo`, in at most 56 bytes."""
        return f"{self.added.version}:{_short(self.added.article_id)}"


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What was taken back, taken out or brought back: the article's title, and whether the index knows already."""

    title: str
    indexed: bool


@dataclass(frozen=True, slots=True)
class DeskProblem:
    """Why nothing was done, as a key of the doors' wording; `message` says it for the log."""

    problem: Problem
    message: str


class Desk:
    """Adds, takes back, takes out and brings back single articles; one index update at a time."""

    def __init__(
        self,
        store: "CorpusStore",
        update_index: IndexUpdater,
        loading: LoadingSettings,
        search: Nearest | None = None,
    ) -> None:
        self._store = store
        self._update_index = update_index
        self._loading = loading
        self._search = search
        self._indexing = asyncio.Lock()

    @property
    def max_bytes(self) -> int:
        """The largest text or file that is taken in."""
        return self._loading.max_bytes

    # ------------------------------------------------------------------ reading what was sent

    def read_text(self, text: str) -> Draft | DeskProblem:
        """Pasted text as a draft: its first line is the title, the rest the body."""
        title, _, body = text.strip().partition("\n")
        if not title:
            return DeskProblem("empty", "the text is empty")
        if not body.strip():
            return DeskProblem("no_body", "there is a title but no text below it")
        if len(text.encode(errors="replace")) > self._loading.max_bytes:
            return DeskProblem("too_large", f"the text is larger than {self._loading.max_bytes} bytes")
        return self._storable(Draft(title=title.strip(), body=body.strip("\r\n")))

    async def read_file(self, name: str, data: bytes) -> Draft | DeskProblem:
        """The one article that a file holds."""
        if len(data) > self._loading.max_bytes:
            return DeskProblem("too_large", f"the file {name} is larger than {self._loading.max_bytes} bytes")
        if not data.strip():
            return DeskProblem("empty", f"the file {name} is empty")
        try:
            found = await asyncio.to_thread(load_bytes, name, data, self._loading)
        except BadInput as fault:
            return DeskProblem("not_text", str(fault))
        if len(found) != 1:
            return DeskProblem("several", f"the file {name} holds {len(found)} articles instead of one")
        draft = found[0]
        return DeskProblem("not_text", draft.message) if isinstance(draft, LoadProblem) else self._storable(draft)

    async def read_link(self, url: str) -> Draft | DeskProblem:
        """The article behind a link."""
        try:
            return self._storable(await load_link(url, self._loading))
        except BadInput as fault:
            return DeskProblem("link", str(fault))

    async def preview(self, draft: Draft) -> Preview:
        """What there is to know about a draft before it is taken in."""
        ids = await asyncio.to_thread(candidates, draft, self._search)
        known = await self._store.get_many([*ids, article_key(draft)])
        same = known.get(article_key(draft))
        return await asyncio.to_thread(preview_of, draft, list(known.values()), same)

    # ------------------------------------------------------------------ looking into the corpus

    async def page(self, offset: int, limit: int) -> "tuple[list[Article], int]":
        """A page of the articles, newest first, and how many there are in all."""
        return await self._store.list_articles(limit=limit, offset=offset), await self._store.count()

    async def find(self, query: str, limit: int) -> "list[Article]":
        """The articles that a search finds, best first; none where nothing can be searched yet."""
        ids = await asyncio.to_thread(searched, query, self._search, limit)
        known = await self._store.get_many(ids)
        return [known[one] for one in ids if one in known]

    async def changed(self, since: int) -> tuple[set[str], int]:
        """Ids of the articles that changed after a revision of the corpus, and the revision that it has now."""
        revision = await self._store.revision()
        return set(await self._store.changed_since(since)), revision

    async def current(self, ids: Collection[str]) -> "dict[str, Article]":
        """The current versions of those of the articles that there are, by id."""
        return await self._store.get_many(ids)

    # ------------------------------------------------------------------ changing the corpus

    async def add(self, draft: Draft, actor: str) -> AddReport | DeskProblem:
        """Takes a draft in."""
        try:
            added = await self._store.add(draft, actor=actor)
        except BadInput as fault:
            return DeskProblem("no_body", str(fault))
        return AddReport(added, draft.title, indexed=added.status == "unchanged" or await self._indexed())

    async def undo(self, token: str, actor: str) -> UndoReport | DeskProblem:
        """Takes back the addition that `token` (of its AddReport) names: what stood there before stands again."""
        version, _, short = token.partition(":")
        article_id = await self._long(short)
        if article_id is None or not version.isascii() or not version.isdecimal():
            return DeskProblem("gone", f"no article answers to {token}")
        try:
            article = await self._store.get(article_id, int(version))
            await self._store.undo_add(article_id, int(version), actor=actor)
        except NotFound as fault:
            return DeskProblem("gone", str(fault))
        return UndoReport(article.title, indexed=await self._indexed())

    async def remove(self, article_id: str, actor: str) -> UndoReport | DeskProblem:
        """Takes an article out of the corpus; its versions are kept."""
        try:
            article = await self._store.get(article_id)
            await self._store.remove(article_id, actor=actor)
        except NotFound as fault:
            return DeskProblem("gone", str(fault))
        return UndoReport(article.title, indexed=await self._indexed())

    async def restore(self, article_id: str, actor: str) -> UndoReport | DeskProblem:
        """Brings an article back that was taken out."""
        try:
            await self._store.restore(article_id, actor=actor)
            article: Article = await self._store.get(article_id)
        except (NotFound, BadInput) as fault:
            return DeskProblem("gone", str(fault))
        return UndoReport(article.title, indexed=await self._indexed())

    def _storable(self, draft: Draft) -> Draft | DeskProblem:
        """The draft, unless it could not be stored as it stands."""
        try:
            check_draft(draft, max_body_chars=self._loading.max_body_chars)
        except BadInput as fault:
            return DeskProblem("no_body" if not draft.body.strip() else "too_large", str(fault))
        return draft

    async def _indexed(self) -> bool:
        async with self._indexing:
            try:
                await self._update_index()
            except (SearchIndexError, CorpusError):  # the change is stored: a later update brings it in
                _log.exception("the index could not be updated after a change from a chat; it catches up later")
                return False
        return True

    async def _long(self, short: str) -> str | None:
        if not short.startswith("#"):
            return short or None
        known = await self._store.changed_since(0)
        return next((article_id for article_id in known if _short(article_id) == short), None)


def _short(article_id: str) -> str:
    """The id itself where a button has room for it, else a digest that is looked up when the button is pressed."""
    if len(article_id.encode()) <= _TOKEN_BYTES - len("999999999:") and not article_id.startswith("#"):
        return article_id
    return "#" + hashlib.sha256(article_id.encode()).hexdigest()[:32]
