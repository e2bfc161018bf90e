"""Passages made by hand for the tests of this room."""

from corpus.passage import Passage
from corpus.text import content_hash

ARTICLES = {
    "dai-hoi": (
        "Hội nghị sơ kết công tác Đảng 6 tháng đầu năm 2020",
        "Tính đến ngày 20/6/2020, toàn Đảng bộ có 94% tổ chức cơ sở đảng đã tổ chức đại hội.",
        "Ủy ban nhân dân huyện Hòa Bắc báo cáo công tác nhân sự với 502 trường hợp.",
    ),
    "xuat-khau": (
        "Kim ngạch xuất khẩu tăng 8%",
        "Kim ngạch xuất khẩu 9 tháng đầu năm 2019 đạt 1.200 triệu USD, tăng 8% so với cùng kỳ.",
        "Lợi nhuận của các doanh nghiệp thủy sản giảm nhẹ trong quý II.",
    ),
    "giao-thong": (
        "Tai nạn giao thông giảm cả ba tiêu chí",
        "Trong quý 2, toàn tỉnh xảy ra 45 vụ TNGT, làm chết 20 người.",
        "UBND tỉnh yêu cầu công an các huyện tăng cường tuần tra.",
    ),
    "benh-vien": (
        "Bệnh viện đa khoa khám cho 12.000 lượt người",
        "Bệnh viện đã khám và điều trị cho 12.000 lượt người bệnh.",
        "Số ca sốt xuất huyết giảm một nửa.",
    ),
}


def passages_of(article_id: str, title: str, *texts: str, version: int = 1) -> list[Passage]:
    """Passages of one made-up article, one per text."""
    found = []
    start = 0
    for number, text in enumerate(texts):
        found.append(
            Passage(
                article_id,
                version,
                number,
                start,
                start + len(text),
                text,
                title,
                lead=texts[0],
                published="2020-07-01",
                content_hash=content_hash(title, "\n".join(texts)),
            )
        )
        start += len(text) + 1
    return found


def all_passages() -> list[Passage]:
    """Every passage of ARTICLES."""
    return [passage for article_id, said in ARTICLES.items() for passage in passages_of(article_id, *said)]
