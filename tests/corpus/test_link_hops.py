"""Each hop of a redirect is checked like the first: no public page leads us behind the firewall."""

import httpx
import pytest

from corpus.errors import BadInput
from corpus.link import Page, _follow
from corpus.settings import LoadingSettings

SETTINGS = LoadingSettings()
# A public address written as digits: it resolves without any network, and the transport below answers in its place
PUBLIC = "http://8.8.8.8/bai"


async def follow(location: str) -> tuple[Page, list[httpx.Request]]:
    """Fetches PUBLIC, which redirects to `location`; nothing leaves the machine."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if len(seen) == 1:
            return httpx.Response(302, headers={"location": location})
        return httpx.Response(200, headers={"content-type": "text/plain"}, content=b"secret")

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        return await _follow(client, PUBLIC, SETTINGS), seen


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:8080/admin",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.1.2.3/",
        "//192.168.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://localhost/",
    ],
)
async def test_a_redirect_to_a_private_address_is_refused(location: str) -> None:
    with pytest.raises(BadInput, match="private network"):
        await follow(location)


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://8.8.8.8/", "gopher://8.8.8.8/"])
async def test_a_redirect_out_of_the_web_is_refused(location: str) -> None:
    with pytest.raises(BadInput, match="must begin with http"):
        await follow(location)


async def test_a_redirect_to_a_public_address_is_followed_and_pinned() -> None:
    page, seen = await follow("https://1.1.1.1/moi?x=1#y")
    assert page.url == "https://1.1.1.1/moi?x=1#y"
    assert [request.url.host for request in seen] == ["8.8.8.8", "1.1.1.1"]
    assert seen[1].headers["host"] == "1.1.1.1"
    assert seen[1].extensions["sni_hostname"] == "1.1.1.1"
