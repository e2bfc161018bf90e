"""Which language a question is in, without a model: the shape of its words and its function words.

Vietnamese syllables follow a narrow pattern (an onset and one of about 140 rimes), which most English words break.
Questions typed without diacritics are told from English by that pattern, names count for little. One letter typed
twice does not make a word English.
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from corpus.text import has_diacritics, plain_key, strip_diacritics, tokens

Language = Literal["vi", "en"]

_ONSETS = "ngh ng nh ch gh gi kh ph qu th tr b c d g h k l m n p q r s t v x"
_RIMES = """a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep
iet ieu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong ooc oong
op ot u ua uac uach uai uam uan uang uanh uap uat uau uay uc ue uech uen uenh ueo uet ui uit um un ung uo uoc uoi uom
uon uong uop uot uou up ut uu uy uya uych uyen uyet uynh uyt uyu y yem yen yet yeu"""
_VOWEL = re.compile("[aeiouy]")
_SYLLABLE = re.compile(rf"(?:{'|'.join(_ONSETS.split())})?(?:{'|'.join(_RIMES.split())})$")

# Function words that no Vietnamese syllable looks like, or that a Vietnamese question hardly ever holds
_ENGLISH_WORDS = """a about after all and any are as been before being between both but by could did does during
    each every few first for from get give given had has have her his how if into is isn it its just last many
    more most much must new not of or other our over per please shall she should since some such tell than that
    their them then there these they this those through under until was were what whats when where whether which
    while who whom whose why will with within would year years you your"""
# Words of both languages once the diacritics are gone: evidence for neither
_EITHER_WORDS = """an at be can chi do go he him hit in lan long man may me men no on pan pin sang she so son song
    ten than the to"""
# The commonest words of Vietnamese questions, typed plain
_VIETNAMESE_WORDS = """ai bao bang bi cac cho co con cua cung da dang dau day de den di dinh do dung duoc gi gio
    hay khi khong la lam len may moi nam nao nay nhat nhieu nhu nhung noi o phai ra sao se tai theo thi trong
    truoc tu va ve vi viec voi vao tinh huyen nguoi ngay thang toi"""

# English doubles these inside words of the shape of a syllable (`keep`, `soon`); `nn`, `uu` or `hh` it does not
_ENGLISH_DOUBLES = ("e", "o")

_ENGLISH, _EITHER, _VIETNAMESE = (frozenset(w.split()) for w in (_ENGLISH_WORDS, _EITHER_WORDS, _VIETNAMESE_WORDS))


@lru_cache(maxsize=1 << 14)
def is_syllable(plain: str) -> bool:
    """Whether a lower-cased word without diacritics could be one Vietnamese syllable: `nghieng` yes, `share` no."""
    return bool(_SYLLABLE.match(plain))


@lru_cache(maxsize=1 << 14)
def _doubled(plain: str) -> str:
    """The letter that was typed twice by mistake, if a word without one of its doubled letters is a syllable."""
    for position, (letter, after) in enumerate(pairwise(plain)):
        if letter == after and is_syllable(plain[:position] + plain[position + 1 :]):
            return letter
    return ""


def _evidence(raw: str) -> tuple[float, float]:
    """How far one word speaks for Vietnamese and for English."""
    plain = plain_key(raw)
    is_name = raw[:1].isupper()
    if has_diacritics(raw):
        return (1.0 if is_name else 3.0), 0.0
    if (len(raw) > 1 and raw.isupper()) or not _VOWEL.search(plain):  # abbreviations: both languages quote them
        return 0.0, 0.0
    if raw.lower() in _ENGLISH:
        return 0.0, 2.0
    if plain in _EITHER:
        return 0.4, 0.4
    for_vi, for_en = _shape(plain)
    return (for_vi * 0.3, for_en * 0.2) if is_name else (for_vi, for_en)


def _shape(plain: str) -> tuple[float, float]:
    """How far the letters of a word of no special meaning speak for Vietnamese and for English."""
    if is_syllable(plain):
        return 2.0 if plain in _VIETNAMESE else 1.0, 0.0
    doubled = _doubled(plain)
    if doubled in _ENGLISH_DOUBLES:  # `tooi` or `soon`: the other words decide
        return 0.3, 0.3
    return (1.0, 0.0) if doubled else (0.0, 1.5)


def question_language(text: str) -> Language:
    """`"en"` for an English question, else `"vi"` (with or without diacritics, and when nothing speaks for either).

    Names of either language and abbreviations weigh little, so that "How many delegates did Quảng Nam send?" is
    English and "facebook của tỉnh đoàn là gì" is Vietnamese.
    """
    vietnamese = english = 0.0
    words = [token for token in tokens(text) if not token.is_number]
    for position, token in enumerate(words):
        raw = text[token.start : token.end]
        # the capital that opens a sentence is no sign of a name
        for_vi, for_en = _evidence(raw.lower() if position == 0 and not raw.isupper() else raw)
        vietnamese += for_vi
        english += for_en
    return "en" if english > vietnamese else "vi"


def is_plain(text: str) -> bool:
    """Whether a question is Vietnamese typed without any diacritics."""
    letters = strip_diacritics(text)
    return any(c.isalpha() for c in letters) and not has_diacritics(text) and question_language(text) == "vi"
