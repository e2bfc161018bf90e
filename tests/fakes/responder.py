"""A responder with two answers by heart: same shape as the real one, no store, no index."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Answer
from bot.errors import BadQuestion
from bot.evidence import Evidence
from bot.reply import Reply, Source
from corpus.article import Article
from corpus.errors import NotFound

MAX_CHARS = 2000
SENTENCE = "Tính đến ngày 20/6/2020, 94% tổ chức cơ sở đảng đã đại hội xong."
CONGRESS = Article(
    id="mau/dai-hoi 2020",
    title="Sơ kết 6 tháng đầu năm 2020: Việc xây dựng Đảng bám sát lịch đại hội",
    body="Sáng 1/7/2020, hội nghị trực tuyến bàn việc nửa cuối năm.\n"
    f"Việc được chú ý nhất là đại hội đảng bộ các cấp. {SENTENCE} Khâu chuẩn bị cho bầu cử cũng bám sát lịch.\n"
    + "\n".join(f"Đoạn {number} kể thêm về những việc khác của ngành trong nửa năm qua." for number in range(40)),
    url="https://hoidap.example/mau/dai-hoi-2020",
    source="Bản tin mẫu",
    published="2020-07-01",
    is_sample=True,
)
HOSTILE = Article(
    id="<script>alert(1)</script>",
    title="<img src=x onerror=alert(2)> & \"nháy\" 'đơn'",
    body="Câu đầu. <script>alert(3)</script> 15 xã & 5 xã.\n<b>Câu</b> cuối.",
    url="javascript:alert(4)",
    source="<i>nguồn</i>",
)
QUESTION = "tỷ lệ tổ chức cơ sở đảng đã đại hội?"
QUESTION_EN = "What share of grassroots organizations held congresses?"
HOSTILE_QUESTION = "<script>alert(0)</script> bao nhiêu xã?"


def evidence(article: Article, quote: str) -> Evidence:
    """The quote where it first stands in the article's body."""
    start = article.body.index(quote)
    return Evidence(article, quote, start, start + len(quote))


def _congress(question: str) -> Answer:
    english = question == QUESTION_EN
    return Answer(
        question=question,
        language="en" if english else "vi",
        answered=True,
        text="94%",
        evidence=(evidence(CONGRESS, SENTENCE),),
        confidence=0.93,
        as_of="20/6/2020",
    )


def _hostile(question: str) -> Answer:
    quote = "<script>alert(3)</script> 15 xã & 5 xã."
    return Answer(question, "vi", answered=True, text="5 xã", evidence=(evidence(HOSTILE, quote),), confidence=0.5)


def _declined(question: str) -> Answer:
    return Answer(
        question, "vi", answered=False, reason="answers.not_found", alternatives=(evidence(CONGRESS, SENTENCE),)
    )


class FakeResponder:
    """Answers at once, or, while `gate` is cleared, when it is set. `fault` is raised instead when given.

    `arrived` is set by the first question; `others` are what further articles say to an answered one; `choices` are
    what a declined one asks back.
    """

    def __init__(self, fault: Exception | None = None) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.arrived = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.fault = fault
        self.others: tuple[Evidence, ...] = ()
        self.choices: tuple[str, ...] = ()

    async def answer(self, question: str, *, turns: Sequence[str] = ()) -> Answer:
        """The answer known by heart, else a refusal."""
        self.asked.append((question, tuple(turns)))
        self.arrived.set()
        await self.gate.wait()
        if self.fault:
            raise self.fault
        if not question.strip() or len(question) > MAX_CHARS:
            raise BadQuestion(f"the question has {len(question)} characters; keep it between 1 and {MAX_CHARS}")
        known = {QUESTION.lower(): _congress, QUESTION_EN.lower(): _congress, HOSTILE_QUESTION: _hostile}
        found = known.get(question.lower(), _declined)(question if question != QUESTION_EN.lower() else QUESTION_EN)
        return replace(found, others=self.others) if found.answered else replace(found, choices=self.choices)

    def reply(self, answer: Answer) -> Reply:
        """Few words around it, in the asker's language."""
        if not answer.answered:
            lines = ("Mình không thấy trong kho tin câu trả lời cho câu hỏi này.",)
        elif answer.as_of:
            lines = (f"as of {answer.as_of}" if answer.language == "en" else f"tính đến {answer.as_of}",)
        else:
            lines = ()
        return Reply(
            language=answer.language,
            headline=answer.text,
            lines=lines,
            sources=tuple(_source(proof) for proof in answer.evidence),
            alternatives=tuple(_source(proof) for proof in answer.alternatives),
            answer=answer,
        )


def _source(proof: Evidence) -> Source:
    article = proof.article
    return Source(
        article_id=article.id,
        version=article.version,
        title=article.title,
        date="1/7/2020" if article.published else None,
        url=article.url,
        is_sample=article.is_sample,
        quote=proof.quote,
        start=proof.start,
        end=proof.end,
    )


class FakeArticles:
    """A store of a few article versions; the last one given of an id is current."""

    def __init__(self, *articles: Article) -> None:
        self._articles = articles

    async def get(self, article_id: str, version: int | None = None) -> Article:
        """The article. Raises NotFound."""
        for article in reversed(self._articles):
            if article.id == article_id and version in {None, article.version}:
                return article
        raise NotFound(f"there is no article {article_id}")
