"""Before a rebuilt index takes over: does it answer the installation's own questions as well as the live one?

Both generations are asked the same questions, each searched by what it was made with, and read by the same reader.
What counts is the share of questions handled well: a right answer or quote, or an honest refusal.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.assembly import responder_over
from bot.errors import Worse
from bot.evaluation import evaluate
from bot.evaluation_choice import own_questions
from bot.indexing import splitter_facts
from index.embedder import EmbedderSettings, open_embedder
from index.errors import ModelFault, NoUsableIndex
from index.generation import current_generation
from index.manifest import Manifest, read_manifest

if TYPE_CHECKING:
    from bot.gold import GoldQuestion
    from bot.home import Home
    from bot.settings import Settings
    from corpus.store import CorpusStore
    from index.embedder import Embedder
    from index.searcher import Searcher

Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two generations handled the same questions: their number, and the share handled well by each."""

    questions: int
    live: float
    rebuilt: float

    def facts(self) -> dict[str, object]:
        """The comparison as one JSON object."""
        return asdict(self)

    def sentence(self) -> str:
        """The comparison for a person."""
        shares = f"the rebuilt index handles {self.rebuilt:.1%} well, the live one {self.live:.1%}"
        return f"Of {self.questions} questions {shares}."


class GoingLive:
    """Asks both generations and refuses the new one when it answers worse.

    `comparison` and `notice` say afterwards what came of it: a comparison, or why there was none.
    """

    def __init__(  # noqa: PLR0913 - one parameter per part
        self,
        store: "CorpusStore",
        home: "Home",
        embedder: "Embedder",
        settings: "Settings",
        *,
        even_if_worse: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self._store = store
        self._home = home
        self._embedder = embedder
        self._settings = settings
        self._even_if_worse = even_if_worse
        self._progress = progress
        self.comparison: Comparison | None = None
        self.notice: str | None = None

    async def accept(self, rebuilt: Path) -> None:
        """Compare a finished generation with the live one. Raises Worse, BadQuestion (the gold set is none)."""
        live = current_generation(self._home.index)
        if live is None:
            self.notice = "not compared: there is no index in use yet"
            return
        questions = await own_questions(self._settings.evaluation, self._home, self._store)
        least = self._settings.evaluation.least_questions
        if len(questions) < least:
            self.notice = f"not compared: {len(questions)} questions with known answers apply, {least} are needed"
            return
        try:
            before = self._opened_as_made(live)
        except (NoUsableIndex, ModelFault) as error:
            self.notice = f"not compared: the index in use cannot be asked any more ({error})"
            return
        self.comparison = await self._compared(questions, before, self._opened(rebuilt))
        self._judge(self.comparison)

    def _judge(self, found: Comparison) -> None:
        if found.live - found.rebuilt <= self._settings.evaluation.rebuild_tolerance:
            return
        if self._even_if_worse:
            self.notice = f"put in place although it answers worse: {found.sentence()}"
            return
        raise Worse(
            f"the rebuilt index answers worse and was not put in place: {found.sentence()} "
            "See what went wrong with `hoidap evaluate`, or add --even-if-worse"
        )

    async def _compared(self, questions: "list[GoldQuestion]", before: "Searcher", after: "Searcher") -> Comparison:
        live = await self._handled(questions, before, 0)
        return Comparison(len(questions), live, await self._handled(questions, after, len(questions)))

    async def _handled(self, questions: "list[GoldQuestion]", searcher: "Searcher", done_before: int) -> float:
        def step(done: int) -> None:
            if self._progress:
                self._progress(done_before + done)

        responder = responder_over(self._store, searcher, self._embedder, self._settings)
        try:
            return (await evaluate(responder, searcher, questions, step)).handled()
        finally:
            responder.close()

    def _opened(self, generation: Path) -> "Searcher":
        from index.searcher import Searcher

        splitter = splitter_facts(self._settings)
        return Searcher.open_generation(
            generation, embedder=self._embedder, settings=self._settings.index, splitter=splitter
        )

    def _opened_as_made(self, generation: Path) -> "Searcher":
        """The live generation with the model and engine of its manifest, whatever the settings name now."""
        from index.searcher import Searcher

        manifest = read_manifest(generation)
        index = self._settings.index
        if manifest.engine:
            index = index.model_copy(update={"engine": manifest.engine})
        return Searcher.open_generation(generation, embedder=self._model_of(manifest), settings=index)

    def _model_of(self, manifest: Manifest) -> "Embedder | None":
        if not manifest.embedder:
            return None
        if (manifest.embedder, manifest.fingerprint) == (self._embedder.name, self._embedder.fingerprint):
            return self._embedder
        name, _, model = manifest.embedder.partition(":")
        return open_embedder(EmbedderSettings(name=name, model=model, width=manifest.width))
