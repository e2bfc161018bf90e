"""Updates add segments and share what is there; too many are merged, too much that is gone is swept out."""

from pathlib import Path

import numpy as np
import pytest

from corpus.article import Article
from corpus.passage import Passage
from corpus.settings import SplitterSettings
from corpus.splitter import split
from corpus.text import keys
from index.builder import rebuild, update
from index.embedder import EmbedderSettings, open_embedder
from index.generation import current_generation
from index.manifest import Manifest, read_current
from index.measures import NAMES
from index.rows import Rows
from index.searcher import Searcher
from index.settings import IndexSettings
from tests.index.made import all_passages, passages_of

EMBEDDER = open_embedder(EmbedderSettings(name="hashing"))
SETTINGS = IndexSettings(most_segments=4, engine="exact")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    rebuild(tmp_path, all_passages(), revision=1, embedder=EMBEDDER, settings=SETTINGS)
    return tmp_path


def updated(home: Path, passages: list[Passage], *dropped: str) -> Manifest:
    return update(home, passages, dropped, revision=2, embedder=EMBEDDER, settings=SETTINGS)


def opened(home: Path) -> Searcher:
    return Searcher.open(home, embedder=EMBEDDER, settings=SETTINGS)


def files_of(home: Path) -> dict[str, int]:
    generation = current_generation(home)
    assert generation is not None
    return {str(path.relative_to(generation)): path.stat().st_ino for path in generation.rglob("segments/*/*")}


def test_an_update_shares_the_files_of_the_segments_before(home: Path) -> None:
    before = files_of(home)
    manifest = updated(home, passages_of("moi", "Khoai", "Khoai lang được mùa."))
    after = files_of(home)
    assert len(manifest.segments) == 2
    assert before.items() <= after.items()
    assert len(after) == 2 * len(before)


def test_many_updates_are_merged_and_lose_nothing(home: Path) -> None:
    for number in range(9):
        manifest = updated(home, passages_of(f"so-{number}", f"Bài {number}", f"Khoai lang số {number}00 được mùa."))
        assert len(manifest.segments) <= SETTINGS.most_segments
    searcher = opened(home)
    assert searcher.verify() == []
    assert manifest.passages == len(all_passages()) + 9
    for number in range(9):
        assert searcher.search(f"khoai lang số {number}00").hits[0].passage.article_id == f"so-{number}"
    assert searcher.search("tổ chức cơ sở đảng").hits[0].passage.article_id == "dai-hoi"


def test_merging_keeps_the_newest_of_a_changed_article(home: Path) -> None:
    for number in range(9):
        updated(home, passages_of("dai-hoi", "Đại hội", f"Có {number} chi bộ đã đại hội.", version=number + 2))
    hits = opened(home).search("chi bộ đại hội", per_article=5).hits
    assert [hit.passage.text for hit in hits if hit.passage.article_id == "dai-hoi"] == ["Có 8 chi bộ đã đại hội."]


def test_what_is_gone_is_swept_out_when_it_is_too_much(home: Path) -> None:
    many = [passages_of(f"so-{number}", f"Bài {number}", f"Khoai lang số {number}.") for number in range(300)]
    updated(home, [passage for passages in many for passage in passages])
    manifest = updated(home, [], *[f"so-{number}" for number in range(250)])
    assert manifest.dead == 0
    assert (manifest.passages, manifest.rows) == (58, 58)
    assert read_current(home) == manifest
    searcher = opened(home)
    assert searcher.verify() == []
    assert searcher.search("khoai lang số 299").hits[0].passage.article_id == "so-299"


def test_the_words_of_a_segment_are_those_of_the_passages(home: Path) -> None:
    generation, manifest = current_generation(home), read_current(home)
    assert generation is not None
    assert manifest is not None
    rows = Rows.load(generation, manifest.segment_rows, manifest.rows)
    segment = rows.segments[0]
    lines = segment.bodies(np.array([0]))
    assert lines.lengths.tolist() == [len(lines.numbers)]
    assert segment.number_of("đảng", plain=False) == -1  # its key has the tone at the end
    assert segment.number_of("dang", plain=True) in segment.arrays["plain_of"][lines.numbers]
    every, owner, of = segment.whole_articles(np.array([1, 0, 3]))
    assert every.tolist() == [0, 1, 2, 3]
    assert owner.tolist() == [0, 0, 1, 1]
    assert of.tolist() == [0, 0, 1]


def test_measures_see_where_the_words_stand(home: Path) -> None:
    hits = opened(home).search("tai nạn giao thông quý 2 tuần tra", per_article=2).hits
    parts = {hit.passage.number: hit.parts for hit in hits if hit.passage.article_id == "giao-thong"}
    assert set(parts[0]) == set(NAMES)
    assert parts[0]["title_coverage"] == parts[1]["title_coverage"] > 0
    assert parts[0]["marks"] > 0
    assert parts[0]["article_coverage"] == pytest.approx(parts[1]["article_coverage"])
    assert parts[1]["body_coverage"] > 0  # patrols stand there alone
    assert parts[0]["opening"] == 1 > parts[1]["opening"] == 0


def test_asides_are_stored_and_not_searched(tmp_path: Path) -> None:
    text = "Quang cảnh hội nghị. Ảnh: Phù Dung\nToàn xã có 12 chi bộ.\n>> Thạch Sùng mất nhà\nKhoai lang được mùa."
    cut = split(Article("a", "Tiêu đề", text), SplitterSettings())
    rebuild(tmp_path, cut, revision=1, embedder=EMBEDDER, settings=SETTINGS)
    searcher = opened(tmp_path)
    assert [hit.passage.text for hit in searcher.search("quang cảnh 12 chi bộ").hits] == [text]
    unknown = searcher.idf("không-có-từ-này")
    for name in keys("Dung Thạch Sùng ảnh"):
        assert searcher.idf(name) == unknown
    assert all(searcher.idf(word) < unknown for word in keys("quang cảnh khoai"))
