"""Things that a question may ask for and that look like nothing else: a phone number, an address, a year of birth."""

import re

from corpus.text import plain_keys

# What asks for it (plain keys), and what a text that tells it must hold
_ATTRIBUTES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"(?<!\S)(?:so dien thoai|sdt|duong day nong|hotline|(?:phone|telephone) number|fax)(?!\S)"),
        re.compile(r"(?:\d[\s.\-()]?){7,}|(?<!\d)1[89]00"),
    ),
    (re.compile(r"(?<!\S)(?:e ?mail|thu dien tu)(?!\S)"), re.compile(r"@")),
    (
        re.compile(r"(?<!\S)(?:website|trang web|dia chi web)(?!\S)"),
        re.compile(r"www\.|https?:|\.(?:vn|com|org|net)(?!\w)", re.IGNORECASE),
    ),
    (
        re.compile(r"(?<!\S)(?:so nha|dia chi|street address|house number)(?!\S)"),
        re.compile(r"(?<!\w)(?:số \d|đường|phố|ngõ|địa chỉ)", re.IGNORECASE),
    ),
    (
        re.compile(
            r"(?<!\S)(?:(?<!hoc )(?<!thi )(?<!phat )(?<!ve )(?<!tuyen )sinh (?:vao )?(?:nam|ngay) (?:nao|may|bao)|"
            r"(?:what|which) year (?:was|were) .*born|date of birth|birth year)(?!\S)"
        ),
        re.compile(r"(?<!\w)(?:sinh|tuổi|SN|\((?:19|20)\d\d\))", re.IGNORECASE),
    ),
)


def lacks_attribute(question: str, quote: str) -> bool:
    """Whether a question asks for such a thing, and a quote holds nothing that looks like it."""
    asked = " ".join(plain_keys(question))
    return any(asks.search(asked) and not tells.search(quote) for asks, tells in _ATTRIBUTES)
