"""Building and searching without a dense arm."""

from pathlib import Path

import pytest

from corpus.text import word_key
from index.builder import rebuild, update
from index.errors import NoUsableIndex
from index.manifest import read_current
from index.searcher import Searcher
from index.searching import LiveSearcher
from index.settings import IndexSettings
from tests.index.made import all_passages, passages_of

SETTINGS = IndexSettings()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    rebuild(tmp_path, all_passages(), revision=1, embedder=None, settings=SETTINGS)
    return tmp_path


def opened(home: Path) -> Searcher:
    return Searcher.open(home, embedder=None, settings=SETTINGS)


def first(home: Path, question: str) -> str | None:
    hits = opened(home).search(question).hits
    return hits[0].passage.article_id if hits else None


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("Tỷ lệ tổ chức cơ sở đảng đã đại hội là bao nhiêu?", "dai-hoi"),
        ("ti le to chuc co so dang da dai hoi", "dai-hoi"),
        ("bao nhieu truong hop nhan su", "dai-hoi"),
        ("UBND huyện Hoà Bắc báo cáo gì", "dai-hoi"),
        ("ubnd huyen hoa bac", "dai-hoi"),
        ("so ket nua dau nam", "dai-hoi"),
        ("ngày 20 tháng 6 năm 2020", "dai-hoi"),
        ("loi nhuann thuy san", "xuat-khau"),
        ("kim ngạch xuat khau 9 thang đầu năm", "xuat-khau"),
        ("1200 triệu USD", "xuat-khau"),
        ("tai nạn giao thông quý II", "giao-thong"),
        ("tngt quy 2", "giao-thong"),
        ("ủy ban nhân dân tỉnh yêu cầu tuần tra", "giao-thong"),
        ("sốt xuất huyết giảm bao nhiêu", "benh-vien"),
        ("benh vien kham bao nhieu luot nguoi", "benh-vien"),
    ],
)
def test_the_right_article_comes_first(home: Path, question: str, article: str) -> None:
    assert first(home, question) == article


def test_nothing_in_common_finds_nothing(home: Path) -> None:
    assert opened(home).search("zzz").hits == ()
    assert opened(home).search("").hits == ()
    assert opened(home).search("😀 <b></b> ???").hits == ()
    assert opened(home).search("今天天气怎么样").hits == ()


def test_a_hit_carries_its_passage_unchanged(home: Path) -> None:
    hit = opened(home).search("502 trường hợp").hits[0]
    assert hit.passage in all_passages()
    assert hit.score > 0


def test_one_hit_per_article_unless_more_are_asked_for(home: Path) -> None:
    searcher = opened(home)
    articles = [hit.passage.article_id for hit in searcher.search("tăng giảm tỉnh huyện").hits]
    assert len(articles) == len(set(articles))
    more = [hit.passage.article_id for hit in searcher.search("xuất khẩu lợi nhuận", per_article=2).hits]
    assert more.count("xuat-khau") == 2


def test_scores_fall(home: Path) -> None:
    scores = [hit.score for hit in opened(home).search("tỉnh huyện giảm tăng 2020", per_article=3).hits]
    assert scores == sorted(scores, reverse=True)


def test_exact_duplicates_are_shown_once(home: Path) -> None:
    copied = passages_of("ban-sao", "Giá cà phê", "Giá cà phê Tây Nguyên tăng.")
    again = passages_of("ban-goc", "Giá cà phê", "Giá cà phê Tây Nguyên tăng.")
    update(home, [*copied, *again], [], revision=2, embedder=None, settings=SETTINGS)
    assert len(opened(home).search("giá cà phê Tây Nguyên").hits) == 1


def test_an_update_replaces_and_drops(home: Path) -> None:
    changed = passages_of("dai-hoi", "Hội nghị tổng kết", "Toàn Đảng bộ có 99% chi bộ đã đại hội.", version=2)
    manifest = update(home, changed, ["benh-vien"], revision=7, embedder=None, settings=SETTINGS)
    assert (manifest.revision, manifest.articles, manifest.passages) == (7, 3, 5)
    searcher = opened(home)
    hits = searcher.search("đại hội chi bộ").hits
    assert (hits[0].passage.version, hits[0].passage.text) == (2, changed[0].text)
    assert all("94%" not in hit.passage.text for hit in searcher.search("94% tổ chức cơ sở đảng", per_article=9).hits)
    assert "benh-vien" not in {hit.passage.article_id for hit in searcher.search("sốt xuất huyết").hits}
    assert searcher.verify() == []


def test_an_article_over_several_batches_stays_whole(home: Path) -> None:
    texts = [f"Đoạn số {number} nói về thủy điện." for number in range(1200)]
    manifest = update(home, passages_of("dai", "Thủy điện", *texts), [], revision=2, embedder=None, settings=SETTINGS)
    assert manifest.passages == 8 + 1200
    assert opened(home).verify() == []


def test_the_explanation_tells_terms_and_readings(home: Path) -> None:
    result = opened(home).search("UBND tỉnh")
    assert result.language == "vi"
    assert any("UBND" in note and "nhân dân" in note for note in result.explanation.notes)
    assert {term.kind for term in result.explanation.terms} >= {"words", "pairs"}


def test_rarity_falls_with_frequency(home: Path) -> None:
    searcher = opened(home)
    assert searcher.idf(word_key("xuất")) > searcher.idf(word_key("giảm")) > 0
    assert searcher.idf("không-có") > searcher.idf(word_key("xuất"))
    assert searcher.idf("dai_hoi", "plain_pairs") > 0


def test_no_index_is_refused_with_the_mend(tmp_path: Path) -> None:
    assert read_current(tmp_path) is None
    with pytest.raises(NoUsableIndex, match="hoidap index rebuild"):
        opened(tmp_path)
    with pytest.raises(NoUsableIndex, match="hoidap index rebuild"):
        update(tmp_path, [], [], revision=1, embedder=None, settings=SETTINGS)


def test_another_splitter_is_refused(home: Path) -> None:
    rebuild(home, all_passages(), revision=1, embedder=None, settings=SETTINGS, splitter={"version": 1})
    Searcher.open(home, embedder=None, settings=SETTINGS, splitter={"version": 1})
    with pytest.raises(NoUsableIndex, match=r"splitter.*hoidap index rebuild"):
        Searcher.open(home, embedder=None, settings=SETTINGS, splitter={"version": 2})


def test_a_damaged_generation_is_refused(home: Path) -> None:
    for path in (home / "generations").glob("*/lexical/meta.json"):
        path.write_text("{", encoding="utf-8")
    with pytest.raises(NoUsableIndex, match="damaged"):
        opened(home)


def test_an_empty_corpus_makes_an_empty_index(tmp_path: Path) -> None:
    manifest = rebuild(tmp_path, [], revision=0, embedder=None, settings=SETTINGS)
    assert (manifest.articles, manifest.passages) == (0, 0)
    assert first(tmp_path, "đại hội") is None


def test_a_live_searcher_notices_a_new_generation(home: Path) -> None:
    live = LiveSearcher(home, embedder=None, settings=SETTINGS)
    assert "moi" not in {hit.passage.article_id for hit in live.search("khoai").hits}
    update(home, passages_of("moi", "Khoai", "Khoai được mùa."), [], revision=2, embedder=None, settings=SETTINGS)
    assert live.search("khoai").hits[0].passage.article_id == "moi"
    assert live.manifest.revision == 2


def test_a_live_searcher_goes_on_with_the_old_when_the_new_is_unusable(home: Path) -> None:
    live = LiveSearcher(home, embedder=None, settings=SETTINGS, splitter={})
    assert live.search("đại hội").hits
    (home / "current").write_text("000099\n", encoding="utf-8")
    assert live.search("đại hội").hits
    assert live.problem is not None
