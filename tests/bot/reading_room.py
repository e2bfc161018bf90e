"""A small archive for tests of reading: invented places, one article per period, and a search that needs no index."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.article import Article
from corpus.figures_article import Figure, article_figures
from corpus.settings import SplitterSettings
from corpus.splitter import split
from index.features import features
from index.hit import Hit
from index.language import is_plain, question_language
from index.lexical_query import QueryTerm
from index.lexical_terms import vietnamese_query
from index.result import Explanation, SearchResult
from index.settings import LexicalSettings

if TYPE_CHECKING:
    from corpus.passage import Passage

ARTICLES = (
    Article(
        id="so-ket-2020",
        title="Huyện Tân Hoà sơ kết công tác 6 tháng đầu năm 2020",
        body=(
            "Sáng 3/7, Huyện uỷ Tân Hoà tổ chức hội nghị sơ kết công tác 6 tháng đầu năm 2020. "
            "Đồng chí Lê Minh Khôi, Bí thư Huyện uỷ, chủ trì hội nghị tại Nhà văn hoá Tân Hoà.\n"
            "Tính đến ngày 25/6/2020, 91% chi bộ trong huyện đã tổ chức đại hội. "
            "Huyện kết nạp 118 đảng viên mới, tăng 12 đảng viên so với cùng kỳ năm 2019. "
            "Thu ngân sách trên địa bàn đạt 45,6 tỷ đồng, bằng 52% dự toán năm.\n"
            "Tiến độ làm đường liên xã Tân Hoà - Phú Lộc còn chậm do vướng giải phóng mặt bằng và mưa kéo dài.\n"
            "Nhiệm vụ trọng tâm 6 tháng cuối năm gồm: hoàn thành đại hội chi bộ; rà soát quy hoạch cán bộ; "
            "đẩy nhanh giải ngân vốn đầu tư công."
        ),
        published="2020-07-04",
    ),
    Article(
        id="so-ket-2019",
        title="Huyện Tân Hoà sơ kết công tác 6 tháng đầu năm 2019",
        body=(
            "Chiều 5/7, Huyện uỷ Tân Hoà sơ kết công tác 6 tháng đầu năm 2019. "
            "Toàn huyện kết nạp 106 đảng viên mới. Thu ngân sách đạt 39,8 tỷ đồng, bằng 48% dự toán năm. "
            "Công an huyện phát hiện 23 vụ đánh bạc."
        ),
        published="2019-07-06",
    ),
    Article(
        id="thu-vien",
        title="Khánh thành thư viện xã Phú Lộc",
        body=(
            "Thư viện xã Phú Lộc mở cửa phục vụ bạn đọc từ ngày 12/9/2020 với hơn 4.000 cuốn sách. "
            "Kinh phí xây dựng 1,2 tỷ đồng do Công ty Hải Vân tài trợ."
        ),
        published="2020-09-13",
    ),
)


class Shelf:
    """The part of a corpus store that the responder uses."""

    def __init__(self, articles: Sequence[Article] = ARTICLES) -> None:
        self.articles = {article.id: article for article in articles}

    async def get_many(self, ids: Sequence[str], /) -> dict[str, Article]:
        """Those articles that it holds."""
        return {article_id: self.articles[article_id] for article_id in ids if article_id in self.articles}

    async def figures_of(self, articles: Sequence[Article], /) -> dict[str, Sequence[Figure]]:
        """The figures of articles; the last one was not read yet."""
        return {article.id: article_figures(article) for article in articles[:-1]}

    async def comparable_figures(self, like: Figure, /) -> list[Figure]:
        """Figures of the same unit and place, as the store tells them."""
        figures = [figure for article in self.articles.values() for figure in article_figures(article)]
        return [one for one in figures if (one.unit, one.place_key) == (like.unit, like.place_key)]


class WordSearch:
    """A search over all passages by the weight of the features they share with the question; no index on disk."""

    def __init__(self, articles: Sequence[Article] = ARTICLES) -> None:
        self.passages: list[Passage] = [p for article in articles for p in split(article, SplitterSettings())]
        self._features = [features(f"{passage.title}\n{passage.text}") for passage in self.passages]

    def frequency(self, kind: str, term: str) -> int:
        """Number of passages that hold a feature."""
        return sum(term in getattr(found, kind) for found in self._features)

    def idf(self, key: str, kind: str = "words") -> float:
        """Rarity of a feature."""
        held = self.frequency(kind, key)
        return math.log(1 + (len(self.passages) - held + 0.5) / (held + 0.5))

    def search(self, query: str, *, limit: int = 10, per_article: int = 1) -> SearchResult:
        """All passages that share a feature with the query, best first."""
        del per_article
        found = vietnamese_query(query, self, LexicalSettings())
        hits = [Hit(p, self._score(i, found.terms)) for i, p in enumerate(self.passages)]
        best = sorted((hit for hit in hits if hit.score > 0), key=lambda hit: -hit.score)[:limit]
        language = question_language(query)
        plain = language == "vi" and is_plain(query)
        return SearchResult(tuple(best), language, plain, Explanation(language, plain, found.terms, found.notes))

    def _score(self, i: int, terms: Sequence[QueryTerm]) -> float:
        held = self._features[i]
        return sum(
            term.weight * self.idf(term.text, term.kind)
            for term in terms
            if hasattr(held, term.kind) and term.text in getattr(held, term.kind)
        )
