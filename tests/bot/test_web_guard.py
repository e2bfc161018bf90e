"""Who gets in, from where, and what every response carries."""

import re
from pathlib import Path

import pytest

from bot.channels.web import pages
from bot.channels.web.access import COOKIE, admission
from bot.channels.web.pages import CHAT_WORDS, chat_words
from bot.channels.web.rate import MAX_ADDRESSES, RateLimit
from bot.channels.web.settings import WebSettings, is_loopback
from bot.errors import BadConfig
from tests.bot.web_client import client

TOKEN = "một mã thật dài 0123456789"  # noqa: S105 - a test's own
QUESTION = {"question": "a"}


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "LOCALHOST", "[::1]:8080", "127.8.9.1"])
async def test_this_machine_is_served_under_all_its_names(host: str) -> None:
    async with client() as web:
        assert (await web.get("/", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.4", "", "[::1", "@", "a:b:c"],
)
@pytest.mark.parametrize("path", ["/", "/health", "/static/chat.js", "/article/x", "/nowhere"])
async def test_other_names_are_turned_away(host: str, path: str) -> None:
    async with client() as web:
        response = await web.get(path, headers={"Host": host})
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "host"


async def test_beyond_this_machine_named_hosts_and_plain_addresses_are_served() -> None:
    settings = WebSettings(host="0.0.0.0", access="everyone", allowed_hosts=("Hoi.Example",))  # noqa: S104 - not opened
    async with client(settings=settings) as web:
        for host, status in {"hoi.example": 200, "10.1.2.3:8080": 200, "[fe80::1]": 200, "evil.example": 400}.items():
            assert (await web.get("/", headers={"Host": host})).status_code == status, host


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_page_cannot_ask(headers: dict[str, str]) -> None:
    async with client() as web:
        response = await web.post("/api/ask", json=QUESTION, headers=headers)
    assert response.status_code == 403
    assert response.json()["error"]["code"] == "origin"


async def test_our_own_page_and_programs_can_ask() -> None:
    proxied = WebSettings(access="everyone", allowed_hosts=("hoi.example",))
    async with client() as web:
        own = {"Origin": "http://127.0.0.1:8080", "Sec-Fetch-Site": "same-origin"}
        assert (await web.post("/api/ask", json=QUESTION, headers=own)).status_code == 200
        assert (await web.post("/api/ask", json=QUESTION)).status_code == 200
    async with client(settings=proxied) as web:
        behind = {"Origin": "https://hoi.example"}
        assert (await web.post("/api/ask", json=QUESTION, headers=behind)).status_code == 200


@pytest.mark.parametrize("path", ["/", "/static/chat.css", "/article/none", "/nowhere", "/words/vi.json", "/enter"])
async def test_every_response_carries_the_security_headers(path: str) -> None:
    async with client() as web:
        headers = (await web.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


def test_no_page_holds_inline_code_or_anything_from_elsewhere() -> None:
    folder = Path(pages.__file__).parent / "page"
    files = [file for file in folder.rglob("*") if file.suffix in {".html", ".css", ".js", ".svg"}]
    assert len(files) >= 7
    for file in files:
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|(?:src|href)=\"//|@import|url\(", text), file.name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text), file.name
        if file.suffix == ".html":
            assert not re.search(r"<style|\son\w+=|\sstyle=|<script(?![^>]*\ssrc=)", text), file.name


def test_the_page_knows_every_word_it_uses_in_both_languages() -> None:
    folder = Path(pages.__file__).parent / "page"
    script = (folder / "static" / "chat.js").read_text("utf-8")
    markup = (folder / "chat.html").read_text("utf-8")
    used = set(re.findall(r"words\.([a-z_]+)", script)) | set(re.findall(r"data-words[a-z-]*=\"([a-z0-9_]+)\"", markup))
    assert used <= set(CHAT_WORDS)
    vietnamese, english = chat_words("vi", ()), chat_words("en", ())
    assert set(vietnamese) == set(english) == set(CHAT_WORDS)
    assert all(vietnamese.values())
    assert all(english.values())


async def test_an_installation_can_offer_its_own_examples() -> None:
    async with client(settings=WebSettings(examples=("Câu <một>?",))) as web:
        page, words = (await web.get("/")).text, (await web.get("/words/en.json")).json()
    assert "Câu &lt;một&gt;?" in page
    assert (words["example_1"], words["example_2"], words["example_3"]) == ("Câu <một>?", "", "")


@pytest.mark.parametrize(
    ("settings", "token", "named"),
    [
        (WebSettings(host="0.0.0.0"), None, "channels.web.access"),  # noqa: S104 - refused
        (WebSettings(host="::"), None, "::"),
        (WebSettings(host="archive.example"), None, "archive.example"),
        (WebSettings(allowed_hosts=("hoi.example",)), None, "hoi.example"),
        (WebSettings(access="token"), None, "HOIDAP_WEB_TOKEN"),
        (WebSettings(access="token"), "short", "HOIDAP_WEB_TOKEN"),
    ],
)
def test_nobody_is_let_in_whom_the_configuration_does_not_speak_of(
    settings: WebSettings, token: str | None, named: str
) -> None:
    with pytest.raises(BadConfig, match=re.escape(named)) as caught:
        admission(settings, token)
    assert caught.value.exit_code == 3
    assert "short" not in str(caught.value).replace("shorter", "")


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("::1", True), ("[::1]", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],  # noqa: S104 - not opened
)
def test_loopback_is_this_machine_only(host: str, *, expected: bool) -> None:
    assert is_loopback(host) is expected


async def test_without_the_token_only_the_entrance_is_open() -> None:
    async with client(settings=WebSettings(access="token"), token=TOKEN) as web:
        page = await web.get("/")
        assert (page.status_code, page.headers["location"]) == (303, "/enter")
        assert (await web.get("/article/x")).status_code == 303
        asked = await web.post("/api/ask", json=QUESTION)
        assert (asked.status_code, asked.json()["error"]["code"]) == (401, "token")
        for path in ("/enter", "/health", "/static/chat.css"):
            assert (await web.get(path)).status_code == 200


async def test_the_token_opens_once_for_a_browser_and_always_for_a_program() -> None:
    async with client(settings=WebSettings(access="token"), token=TOKEN) as web:
        wrong = await web.post("/enter", data={"token": "sai"})
        assert wrong.status_code == 403
        assert COOKIE not in wrong.cookies
        right = await web.post("/enter", data={"token": f" {TOKEN} "})
        assert (right.status_code, right.headers["location"]) == (303, "/")
        assert {"HttpOnly", "SameSite=lax"} <= set(right.headers["set-cookie"].split("; "))
        assert TOKEN not in right.headers["set-cookie"]
        assert (await web.post("/api/ask", json=QUESTION)).status_code == 200
        web.cookies.clear()
        for offered, status in {"another": 401, "": 401, "x" * 5000: 401}.items():
            bearer = {"Authorization": f"Bearer {offered}"}
            assert (await web.post("/api/ask", json=QUESTION, headers=bearer)).status_code == status
        web.cookies.set(COOKIE, "0" * 64)
        assert (await web.post("/api/ask", json=QUESTION)).status_code == 401


async def test_a_program_names_the_token_in_its_header() -> None:
    plain = "long-random-token-0123"
    async with client(settings=WebSettings(access="token"), token=plain) as web:
        bearer = {"Authorization": f"Bearer {plain}"}
        assert (await web.post("/api/ask", json=QUESTION, headers=bearer)).status_code == 200


async def test_guessing_the_token_is_slowed_down() -> None:
    settings = WebSettings(access="token", requests_per_minute=3)
    async with client(settings=settings, token=TOKEN) as web:
        statuses = [(await web.post("/enter", data={"token": str(n)})).status_code for n in range(4)]
    assert statuses == [403, 403, 403, 429]


async def test_unknown_pages_say_so() -> None:
    async with client() as web:
        page = await web.get("/nowhere")
        assert page.status_code == 404
        assert "Không có trang này" in page.text
        assert (await web.get("/api/nothing")).json()["error"]["code"] == "page"
        assert (await web.get("/words/fr.json")).status_code == 404
        assert (await web.get("/static/../settings.py")).status_code == 404
        assert (await web.get("/static/..%2f..%2fsettings.py")).status_code == 404
        assert (await web.get("/health")).json() == {"status": "ok"}


def test_the_rate_limit_forgets_the_quietest_address_first() -> None:
    limit = RateLimit(1, lambda: 0.0)
    assert limit.wait_seconds("first") == 0
    assert limit.wait_seconds("first") == 60
    for number in range(MAX_ADDRESSES):
        limit.wait_seconds(str(number))
    assert limit.wait_seconds("first") == 0


@pytest.mark.parametrize("name", ["https://hoi.example", "hoi.example:8080", "hoi.example/", "", "*"])
def test_a_name_that_could_never_match_is_no_setting(name: str) -> None:
    with pytest.raises(ValueError, match="allowed_hosts"):
        WebSettings(allowed_hosts=(name,))
