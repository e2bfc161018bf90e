"""Words that make a sentence a question, or polite, or hold it together: they say nothing about what is asked for."""

from functools import cache

from corpus.text import has_diacritics, keys, plain_keys, tokens
from index.english_stem import stem
from index.language import Language

_VIETNAMESE = """
dạ ạ vậy nhỉ hả thế ơi nhé nha ad bạn mình em anh chị tôi cho_hỏi xin_hỏi cho_biết xin_cho_biết hãy giúp giúp_mình
bao_nhiêu mấy gì nào ai đâu sao khi_nào lúc_nào bao_giờ thế_nào như_thế_nào ra_sao làm_sao vì_sao tại_sao ở_đâu tại_đâu
những_ai những_gì là của và các những được bị thì mà cho với trong ngoài ở tại này đó kia ấy có không chưa đã đang sẽ
về theo từ đến tới vào ra lên xuống khi do bởi để cũng còn nữa rồi hay hoặc nhưng tổng_cộng cỡ khoảng tất_cả hồi hôm
dịp lý_do nguyên_nhân mục_đích tên liệt_kê kể_tên gồm bao_gồm phần_trăm tỷ_lệ nói nêu
"""
# Typed plain these are also other words (đầu, máy, tài, năm, cô...): they are left to count by how rare they are
_AMBIGUOUS = """
may dau tai em anh chi co do cho hoi nay ra chua toi thi de con hay ad ten khoang
"""
_AMBIGUOUS_PLAIN = frozenset(_AMBIGUOUS.split())
_ENGLISH_WORDS = """
a an the of in on at by for to from with and or is are was were be been has have had do does did will would can
    could should may might it its this that these those there which what who whom whose when where why how many much
    according please tell me name list give us as than into over about between per any some all their his her he she
    they them not no so if then also percentage percent share proportion number amount date reason cause total mr mrs
    ms say said january february march april june july august september october november december"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split()) | frozenset(map(stem, _ENGLISH_WORDS.split()))


@cache
def _vietnamese(*, plain: bool) -> tuple[frozenset[str], tuple[tuple[str, ...], ...]]:
    spelled = plain_keys if plain else keys
    entries = [tuple(spelled(entry.replace("_", " "))) for entry in _VIETNAMESE.split()]
    single = frozenset(entry[0] for entry in entries if len(entry) == 1)
    return (single - _AMBIGUOUS_PLAIN if plain else single), tuple(entry for entry in entries if len(entry) > 1)


def asking_words(text: str, language: Language) -> frozenset[str]:
    """The words of a question (lower case, as typed) that ask, link or are polite."""
    if language == "en":
        return _ENGLISH
    plain = not has_diacritics(text)
    single, phrases = _vietnamese(plain=plain)
    found = tokens(text)
    sequence = [token.plain if plain else token.key for token in found]
    asking = {i for i, word in enumerate(sequence) if word in single}
    for phrase in phrases:
        for i in range(len(sequence) - len(phrase) + 1):
            if tuple(sequence[i : i + len(phrase)]) == phrase:
                asking.update(range(i, i + len(phrase)))
    spoken = {i: text[found[i].start : found[i].end].lower() for i in range(len(found))}
    named = {spoken[i] for i in spoken if i not in asking}
    return frozenset(spoken[i] for i in asking) - named
