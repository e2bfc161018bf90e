"""Each abbreviation finds what it stands for, and the other way round, in every way of typing it."""

from pathlib import Path

import pytest

from corpus.text import word_key
from index.builder import rebuild
from index.errors import ModelFault
from index.readable import readable, readable_word
from index.searcher import Searcher
from index.settings import IndexSettings, LexicalSettings
from tests.index.made import passages_of

LONG = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "BCH": "Ban Chấp hành",
    "BTV": "Ban Thường vụ",
    "T.Ư": "Trung ương",
    "TƯ": "Trung ương",
    "TW": "Trung ương",
    "TP.HCM": "Thành phố Hồ Chí Minh",
    "TNGT": "tai nạn giao thông",
    "KT-XH": "kinh tế - xã hội",
    "MTTQ": "Mặt trận Tổ quốc",
    "CCHC": "cải cách hành chính",
}
FILLER = ("Khoai lang được mùa.", "Lúa chín sớm ở miền núi.", "Cá tra xuất sang châu Âu.", "Trận đấu kết thúc muộn.")
SETTINGS = IndexSettings()


def first(home: Path, said: str, question: str, settings: IndexSettings = SETTINGS) -> str | None:
    texts = [*FILLER, f"Bài này nói về {said} trong năm."]
    passages = [found for n, text in enumerate(texts) for found in passages_of(f"bai-{n}", "Tin", text)]
    rebuild(home, passages, revision=1, embedder=None, settings=settings)
    hits = Searcher.open(home, embedder=None, settings=settings).search(question).hits
    return hits[0].passage.article_id if hits else None


@pytest.mark.parametrize("short", LONG)
def test_short_finds_long(tmp_path: Path, short: str) -> None:
    assert first(tmp_path, LONG[short], f"{short} là gì?") == "bai-4"


@pytest.mark.parametrize("short", LONG)
def test_long_finds_short(tmp_path: Path, short: str) -> None:
    assert first(tmp_path, short, LONG[short].lower()) == "bai-4"


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("BCH T.Ư Đảng", "BCH TW"),
        ("BCH TW Đảng", "T.Ư"),
        ("cơ quan TƯ", "t.ư nào"),
        ("cơ quan T.Ư", "TƯ"),
        ("KT-XH của huyện", "KTXH"),
        ("KTXH của huyện", "phat trien kt-xh"),
        ("tình hình kinh tế xã hội", "KT-XH"),
        ("tai nạn giao thông", "tngt"),
        ("cải cách hành chính", "cchc"),
        ("20/6/2020", "ngày 20 tháng 6 năm 2020"),
        ("1.000 hộ", "1000 hộ"),
        ("1000 hộ", "1.000 hộ"),
        ("6 tháng đầu", "6 tháng đầu"),
        ("kế hoạch nửa đầu năm", "6 tháng đầu năm"),
        ("kế hoạch 6 tháng đầu năm", "nua dau nam"),
        ("kế hoạch quý III", "quý 3"),
        ("kế hoạch quý 3", "quy iii"),
        ("đại hội lần thứ XIII", "đại hội lần thứ 13"),
        ("lợi nhuận của công ty", "loi nhuann"),
        ("lợi nhuận của công ty", "lợi nhuạnn"),
    ],
)
def test_spellings_of_one_thing_meet(tmp_path: Path, said: str, question: str) -> None:
    assert first(tmp_path, said, question) == "bai-4"


def test_a_list_of_ones_own_is_read_besides_the_packaged_one(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("# ours\nNMXX\tnhà máy xay xát\n", encoding="utf-8")
    settings = IndexSettings(lexical=LexicalSettings(abbreviations=str(own)))
    assert first(tmp_path / "index", "nhà máy xay xát", "NMXX", settings) == "bai-4"
    assert first(tmp_path / "index", "Ủy ban nhân dân", "UBND", settings) == "bai-4"


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    settings = IndexSettings(lexical=LexicalSettings(abbreviations=str(tmp_path / "none.tsv")))
    with pytest.raises(ModelFault, match=r"none\.tsv.*index\.lexical\.abbreviations"):
        first(tmp_path / "index", "khoai", "UBND", settings)


@pytest.mark.parametrize(
    "word",
    [
        "đại",
        "hội",
        "đảng",
        "uỷ",
        "hoà",
        "thuỷ",
        "tiếng",
        "thuyền",
        "nghị",
        "quyết",
        "được",
        "rượu",
        "khuỷu",
        "ngoài",
        "mùa",
        "của",
        "việc",
        "giữ",
        "giá",
        "quý",
        "chiến",
        "sĩ",
        "oán",
    ],
)
def test_keys_are_shown_as_people_write_them(word: str) -> None:
    assert word_key(readable_word(word_key(word))) == word_key(word)
    assert readable_word(word_key(word)) in {word, word.replace("oà", "òa").replace("uỷ", "ủy")}


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("pairs", f"{word_key('đại')}_{word_key('hội')}", "đại hội"),
        ("plain_pairs", "dai_hoi", "dai hoi"),
        ("marks", "q:2", "quý 2"),
        ("marks", "q:2020-2", "quý 2 năm 2020"),
        ("marks", "d:2020-06-20", "ngày 20/6/2020"),
        ("marks", "d:06-20", "ngày 20/6"),
        ("marks", "m:2020-06", "tháng 6/2020"),
        ("marks", "h:1", "nửa đầu năm"),
        ("marks", "h:2020-1", "nửa đầu năm 2020"),
        ("marks", "n:2020-9", "9 tháng đầu năm 2020"),
        ("marks", "o:13", "thứ 13"),
    ],
)
def test_terms_are_shown_in_words(kind: str, text: str, shown: str) -> None:
    assert readable(kind, text) == shown
