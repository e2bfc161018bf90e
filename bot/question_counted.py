"""What a question counts: the words right after "bao nhiêu", "mấy" or "how many"."""

import re

from corpus.text import plain_keys
from index.language import Language

_MANY = frozenset({"nhieu", "may"})
_LONGEST = 3
_END_WORDS = (
    "duoc bi da thi co cho vao trong o tai cua theo tham de la va tu vi phai nhat so tinh moi ve den toi voi khi"
)
_END = frozenset(_END_WORDS.split())
_ENGLISH_UNITS = {
    "people": "nguoi", "persons": "nguoi", "cases": "vu", "units": "don vi", "delegates": "dai bieu",
    "members": "nguoi", "teams": "doan", "projects": "du an", "hectares": "ha", "tonnes": "tan", "tons": "tan",
    "patients": "benh nhan", "prizes": "giai", "boats": "tau", "ships": "tau", "agencies": "co quan",
    "newspapers": "bao", "copies": "cuon", "houses": "nha", "households": "ho", "students": "hoc sinh",
    "teachers": "giao vien", "workers": "lao dong", "party": "dang vien", "petitions": "don", "complaints": "don",
    "files": "ho so", "dossiers": "ho so", "days": "ngay", "months": "thang", "times": "lan",
    "companies": "doanh nghiep", "enterprises": "doanh nghiep", "schools": "truong", "hospitals": "benh vien",
    "communes": "xa", "wards": "phuong", "districts": "huyen", "provinces": "tinh", "organisations": "to chuc",
    "organizations": "to chuc", "conferences": "hoi nghi", "meetings": "cuoc hop", "sessions": "buoi",
    "classes": "lop", "vehicles": "xe", "cars": "xe", "trees": "cay", "accidents": "vu", "deaths": "nguoi",
    "percent": "phan tram", "articles": "bai", "votes": "phieu", "documents": "van ban", "inspections": "cuoc",
    "establishments": "co so", "prisoners": "pham nhan", "rallies": "cuoc", "foreigners": "nguoi",
    "components": "cau phan", "thieves": "doi tuong", "places": "bac", "points": "diem", "cadres": "can bo",
    "officials": "can bo", "tasks": "nhiem vu", "groups": "nhom", "collectives": "tap the",
    "individuals": "ca nhan", "branches": "chi bo", "congresses": "dai hoi", "kilometres": "km", "kilometers": "km",
    "cents": "xu", "jobs": "viec lam",
}  # fmt: skip


_SAME_UNIT = {"hec": "ha", "hecta": "ha", "ki": "kg", "kilomet": "km", "met": "m"}


def counted_words(text: str, language: Language) -> tuple[str, ...]:
    """Plain keys of the Vietnamese words that should stand after the figure; empty when the question names none."""
    if language == "en":
        found = re.search(r"\b(?:how many|number of)\s+(?:[a-z-]+\s+){0,4}?([a-z]+s|people|party)\b", text.lower())
        return tuple(_ENGLISH_UNITS.get(found.group(1), "").split()) if found else ()
    words = plain_keys(text)
    for i, word in enumerate(words):
        if word in _MANY and (word == "may" or (i and words[i - 1] == "bao")):
            following = words[i + 1 : i + 1 + _LONGEST]
            end = next((n for n, w in enumerate(following) if w in _END), len(following))
            if end and following[:2] != ["phan", "tram"] and "%" not in text:
                return tuple(_SAME_UNIT.get(word, word) for word in following[:end])
    return ()
