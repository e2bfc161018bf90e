"""The web chat in a real browser: asking, the proof, keyboard only, phone width, English, nothing from elsewhere."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.assembly import House, open_house
from bot.channels.web.channel import WebChannel
from bot.channels.web.settings import WebSettings
from bot.home import Home
from bot.settings import Settings
from bot.settings_sources import build
from bot.wording import LANGUAGES, say
from corpus.samples import sample_drafts
from tests.browser import browser
from tests.fakes.responder import (
    CONGRESS,
    HOSTILE,
    HOSTILE_QUESTION,
    QUESTION,
    QUESTION_EN,
    SENTENCE,
    FakeArticles,
    FakeResponder,
    evidence,
)

__all__ = ["browser"]  # a fixture is used by its name
pytestmark = pytest.mark.asyncio(loop_scope="module")
PHONE = {"width": 360, "height": 740}
TOKEN = "a-long-random-token"  # noqa: S105 - a test's own
# Text and what stands behind it, for every visible text of the page; WCAG's formula for contrast
CONTRASTS = """
() => {
  const bright = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!own || !node.checkVisibility()) continue;
    const [one, two] = [parts(getComputedStyle(node).color), behind(node)].map(bright);
    found.push([node.textContent.trim().slice(0, 40), (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05)]);
  }
  return found;
}
"""


# Left and right edges of the texts and buttons in the bar, from left to right
SPANS = """
() => [...document.querySelectorAll(".brand > *, .bar .quiet")].filter((node) => node.checkVisibility())
  .map((node) => node.getBoundingClientRect()).map((box) => [box.left, box.right])
"""


@dataclass
class Site:
    """A running web chat, the responder behind it, and every page's requests and complaints."""

    url: str
    responder: FakeResponder
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Note what the pages of a context ask for and complain about."""
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("console", lambda message: self.complaints.append(message.text))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))


@pytest_asyncio.fixture(loop_scope="module")
async def site(request: pytest.FixtureRequest) -> AsyncIterator[Site]:
    settings, token = getattr(request, "param", (WebSettings(port=0), None))
    responder = FakeResponder()
    async with running(WebChannel(responder, FakeArticles(CONGRESS, HOSTILE), settings, token=token)) as url:
        yield Site(url, responder)


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, site: Site) -> AsyncIterator[Page]:
    async with await opened(browser, site) as context:
        yield await visit(context, site)


@pytest_asyncio.fixture(loop_scope="module")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A real installation that holds the samples; the plain embedder needs no model file."""
    settings = build(Settings, {"embedder": {"name": "hashing"}}, {}, "this test")
    async with open_house(settings, Home(tmp_path), may_be_empty=True) as opened_house:
        await opened_house.store.add_many(list(sample_drafts()), actor="test")
        await opened_house.refresh_index()
        yield opened_house


@asynccontextmanager
async def running(channel: WebChannel) -> AsyncIterator[str]:
    """The address of a channel while it serves."""
    stop = asyncio.Event()
    serving = asyncio.create_task(channel.run(stop))
    await asyncio.wait_for(channel.ready.wait(), 10)
    yield channel.url
    stop.set()
    await asyncio.wait_for(serving, 10)


async def opened(browser: Browser, site: Site, **given: Any) -> BrowserContext:  # noqa: ANN401 - playwright's own
    context = await browser.new_context(**given)
    context.set_default_timeout(10_000)
    site.watch(context)
    return context


async def visit(context: BrowserContext, site: Site) -> Page:
    visited = await context.new_page()
    await visited.goto(site.url)
    await visited.wait_for_selector("body[data-ready]")
    return visited


async def ask(page: Page, question: str) -> None:
    await page.get_by_label(say("vi", "web.label")).fill(question)
    await page.keyboard.press("Enter")


async def test_a_question_is_answered_with_proof_source_and_date(page: Page, site: Site) -> None:
    await ask(page, QUESTION)
    answer = page.locator(".answer")
    await expect(answer.locator(".headline")).to_have_text("94%")
    await expect(answer).to_contain_text("tính đến 20/6/2020")
    await expect(answer.locator("blockquote")).to_have_text(SENTENCE)
    await expect(answer.locator("blockquote mark")).to_have_text("94%")
    await expect(answer.locator(".cited")).to_have_text(CONGRESS.title)
    await expect(answer).to_contain_text("1/7/2020")
    await expect(answer.locator(".badge")).to_have_text("Bài mẫu")
    source = answer.get_by_role("link", name="Nguồn: hoidap.example")
    await expect(source).to_have_attribute("href", CONGRESS.url or "")
    await expect(source).to_have_attribute("rel", "noopener noreferrer")
    assert site.complaints == []


async def test_the_passage_link_opens_the_article_at_the_marked_sentence(page: Page, site: Site) -> None:
    await ask(page, QUESTION)
    async with page.context.expect_page() as opening:
        await page.get_by_role("link", name=say("vi", "web.passage_of")).click()
    article = await opening.value
    await expect(article.locator("mark")).to_have_text(SENTENCE)
    await expect(article.locator("mark")).to_be_in_viewport()
    await expect(article.locator(".note")).to_contain_text("Bài mẫu")
    assert site.complaints == []


async def test_the_paragraph_opens_in_place_and_closes_again(page: Page, site: Site) -> None:
    await ask(page, QUESTION)
    quote = page.locator(".answer blockquote")
    await expect(quote).to_have_text(SENTENCE)
    toggle = page.get_by_role("button", name=say("vi", "web.paragraph"))
    await expect(toggle).to_have_attribute("aria-expanded", "false")
    await toggle.click()
    await expect(quote.locator("mark")).to_have_text(SENTENCE)
    assert len(await quote.inner_text()) > len(SENTENCE) + 20
    less = page.get_by_role("button", name=say("vi", "web.less"))
    await expect(less).to_have_attribute("aria-expanded", "true")
    await less.click()
    await expect(quote).to_have_text(SENTENCE)
    assert site.complaints == []


async def test_other_articles_come_one_by_one(page: Page, site: Site) -> None:
    first, second = "15 xã & 5 xã.", "<b>Câu</b> cuối."
    site.responder.others = (evidence(HOSTILE, first), evidence(HOSTILE, second))
    await ask(page, QUESTION)
    another = page.get_by_role("button", name=say("vi", "web.another"))
    quotes = page.locator(".answer blockquote")
    await another.click()
    await expect(quotes.nth(1)).to_have_text(first)
    await another.click()
    await expect(quotes.nth(2)).to_have_text(second)
    await expect(another).to_have_count(0)
    await expect(page.locator(".answer .proof").nth(2)).to_be_focused()
    assert site.complaints == []


async def test_a_question_back_fits_a_phone_and_names_only_what_differs(browser: Browser, site: Site) -> None:
    asked = "huyện Tân Hoà kết nạp được bao nhiêu đảng viên mới trong thời gian ấy?"
    site.responder.choices = (f"Quý II năm 2020: {asked}", f"6 tháng đầu năm 2020: {asked}")
    async with await opened(browser, site, viewport=PHONE) as context:
        page = await visit(context, site)
        await ask(page, "bao nhiêu đảng viên mới?")
        choice = page.locator(".choices button").first
        await expect(choice).to_have_text("Quý II năm 2020")
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        await page.get_by_role("button", name=f"Quý II năm 2020: {asked}").click()
        await expect(page.locator(".question").nth(1)).to_contain_text(asked)
    assert site.responder.asked[-1][0] == f"Quý II năm 2020: {asked}"


async def test_a_refusal_is_honest_and_offers_the_nearest_articles(page: Page) -> None:
    await ask(page, "giá vàng hôm nay?")
    answer = page.locator(".answer")
    await expect(answer).to_contain_text("không thấy trong kho tin")
    await expect(answer.locator(".headline")).to_have_count(0)
    await expect(answer.get_by_role("link", name=CONGRESS.title)).to_be_visible()


async def test_the_keyboard_is_enough(page: Page, site: Site) -> None:
    field = page.get_by_label(say("vi", "web.label"))
    await expect(field).to_be_focused()
    await page.keyboard.type("một")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("hai")
    await expect(field).to_have_value("một\nhai")
    assert site.responder.asked == []
    await page.keyboard.press("Enter")
    await expect(page.locator(".answer")).to_have_count(1)
    assert site.responder.asked == [("một\nhai", ())]
    await expect(field).to_be_focused()
    await expect(field).to_have_value("")
    await page.keyboard.press("Shift+Tab")
    await expect(page.locator(".answer a").last).to_be_focused()
    await page.locator("body").press("Control+Home")
    await page.locator("#fresh").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    for name in ("example_1", "example_2"):
        await page.get_by_role("button", name=say("vi", f"web.{name}")).focus()
    await page.keyboard.press("Shift+Tab")
    await expect(page.locator(".example").first).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".question")).to_contain_text(say("vi", "web.example_1"))
    assert site.responder.asked[-1] == (say("vi", "web.example_1"), ())


async def test_waiting_is_shown_and_a_second_question_waits_too(page: Page, site: Site) -> None:
    site.responder.gate.clear()
    await ask(page, QUESTION)
    await expect(page.get_by_text(say("vi", "web.searching"))).to_be_visible()
    await ask(page, "câu sau")
    await expect(page.locator(".question")).to_have_count(1)
    await expect(page.get_by_label(say("vi", "web.label"))).to_have_value("câu sau")
    site.responder.gate.set()
    await expect(page.locator(".headline")).to_have_text("94%")
    await expect(page.get_by_text(say("vi", "web.searching"))).to_be_hidden()
    await page.keyboard.press("Enter")
    await expect(page.locator(".answer")).to_have_count(2)
    assert site.responder.asked == [(QUESTION, ()), ("câu sau", (QUESTION,))]


async def test_the_conversation_can_be_heard(page: Page) -> None:
    log = page.get_by_role("log", name=say("vi", "web.log_label"))
    await expect(log).to_have_attribute("aria-live", "polite")
    await ask(page, QUESTION)
    await expect(log).to_contain_text("Bạn hỏi:")
    await expect(log).to_contain_text("Trả lời:")
    assert await page.locator("html").get_attribute("lang") == "vi"


async def test_hostile_text_stays_text(page: Page, site: Site) -> None:
    await ask(page, HOSTILE_QUESTION)
    await expect(page.locator(".answer .cited")).to_have_text(HOSTILE.title)
    await expect(page.locator(".question")).to_contain_text(HOSTILE_QUESTION)
    await expect(page.locator(".answer blockquote")).to_contain_text("<script>alert(3)</script>")
    assert await page.locator("main img, main script, main i:not(.dots i)").count() == 0
    await expect(page.get_by_role("link", name=say("vi", "web.source"))).to_have_count(0)
    assert site.complaints == []


async def test_a_fault_is_a_polite_sentence_and_can_be_tried_again(page: Page, site: Site) -> None:
    site.responder.fault = TimeoutError()
    await ask(page, QUESTION)
    await expect(page.locator(".fault")).to_contain_text(say("vi", "web.error_slow"))
    site.responder.fault = None
    await page.get_by_role("button", name=say("vi", "web.retry")).click()
    await expect(page.locator(".headline")).to_have_text("94%")
    await expect(page.locator(".question")).to_have_count(1)
    assert site.responder.asked[-1] == (QUESTION, ())


async def test_an_unreachable_server_is_a_polite_sentence(page: Page) -> None:
    await page.context.set_offline(True)
    await ask(page, QUESTION)
    await expect(page.locator(".fault")).to_contain_text(say("vi", "web.offline"))


async def test_english_is_one_switch_away_and_remembered(page: Page, site: Site) -> None:
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(say("en", "web.welcome"))
    await expect(page.get_by_label(say("en", "web.label"))).to_be_visible()
    assert await page.locator("html").get_attribute("lang") == "en"
    again = await visit(page.context, site)
    await expect(again.get_by_role("heading", level=1)).to_have_text(say("en", "web.welcome"))
    await again.get_by_role("button", name=QUESTION_EN).click()
    await expect(again.locator(".answer")).to_contain_text("as of 20/6/2020")
    await expect(again.locator(".answer .badge")).to_have_text("Sample")
    link = again.get_by_role("link", name=say("en", "web.passage_of"))
    assert "language=en" in (await link.get_attribute("href") or "")


async def test_nothing_is_asked_of_anybody_else(page: Page, site: Site) -> None:
    await ask(page, QUESTION)
    await expect(page.locator(".headline")).to_be_visible()
    await page.get_by_role("button", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    assert len(site.requests) >= 5
    assert [url for url in site.requests if not url.startswith(site.url)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_shows_everything_in_its_width_and_in_readable_contrast(
    browser: Browser,
    site: Site,
    scheme: str,
) -> None:
    given = {"viewport": PHONE, "is_mobile": True, "has_touch": True, "color_scheme": scheme}
    async with await opened(browser, site, **given) as context:
        phone = await visit(context, site)
        await assert_fits(phone)
        await ask(phone, QUESTION)
        await expect(phone.locator(".headline")).to_be_in_viewport()
        await ask(phone, "x" * 300 + " giá vàng hôm nay?")
        await expect(phone.locator(".answer")).to_have_count(2)
        await assert_fits(phone)
        await phone.get_by_role("button", name="English").click()
        await expect(phone.locator("html")).to_have_attribute("lang", "en")
        await assert_fits(phone)
        await phone.goto(f"{site.url}article/mau%2Fdai-hoi%202020?version=1&start=0&end=20#quote")
        await assert_fits(phone)


async def assert_fits(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    spans = await page.evaluate(SPANS)
    assert all(left[1] <= right[0] for left, right in pairwise(spans)), spans
    contrasts = await page.evaluate(CONTRASTS)
    assert len(contrasts) > 3
    assert [(text, ratio) for text, ratio in contrasts if ratio < 4.5] == []


@pytest.mark.parametrize("site", [(WebSettings(port=0, access="token"), TOKEN)], indirect=True)
async def test_where_a_token_is_asked_for_it_is_asked_once(browser: Browser, site: Site) -> None:
    async with await opened(browser, site) as context:
        entrance = await context.new_page()
        await entrance.goto(site.url)
        await entrance.get_by_role("link", name="English").click()
        await expect(entrance.get_by_label(say("en", "web.enter_label"))).to_be_visible()
        await entrance.get_by_role("link", name="Tiếng Việt").click()
        code = entrance.get_by_label(say("vi", "web.enter_label"))
        await code.fill("sai")
        await code.press("Enter")
        await expect(entrance.get_by_role("alert")).to_have_text(say("vi", "web.enter_wrong"))
        await code.fill(TOKEN)
        await code.press("Enter")
        await entrance.wait_for_selector("body[data-ready]")
        again = await visit(context, site)
        await ask(again, QUESTION)
        await expect(again.locator(".headline")).to_have_text("94%")


async def test_every_question_offered_at_the_start_has_its_answer_in_the_samples(house: House) -> None:
    expected = {"example_1": "94%", "example_2": "Phan Việt Cường", "example_3": "141,6 tỷ đồng"}
    for language in LANGUAGES:
        for example, words in expected.items():
            answer = await house.responder.answer(say(language, f"web.{example}"))
            assert words in (answer.text or ""), (language, example, answer.text)


async def test_the_samples_are_asked_for_real(browser: Browser, house: House) -> None:
    async with (
        running(WebChannel(house.responder, house.store, WebSettings(port=0))) as url,
        await opened(browser, Site(url, FakeResponder())) as context,
    ):
        page = await visit(context, Site(url, FakeResponder()))
        await page.get_by_role("button", name=say("vi", "web.example_1")).click()
        await expect(page.locator(".answer")).to_have_count(1)
        await ask(page, "ti le to chuc co so dang da dai hoi")
        await expect(page.locator(".answer")).to_have_count(2)
        for answer in await page.locator(".answer").all():
            await expect(answer.locator(".headline")).to_have_text("94%")
            await expect(answer.locator(".told")).to_contain_text("20/6/2020")
            await expect(answer.locator("blockquote")).to_contain_text("94% tổ chức cơ sở đảng đã đại hội xong.")
            await expect(answer.locator(".badge")).to_have_text("Bài mẫu")
        link = await page.get_by_role("link", name=say("vi", "web.passage_of")).last.get_attribute("href")
        await page.goto(url.rstrip("/") + (link or ""))
        await expect(page.locator("mark")).to_contain_text("94% tổ chức cơ sở đảng đã đại hội xong.")
        await page.goto(url)
        await ask(page, "giá vàng hôm nay?")
        await expect(page.locator(".declined")).to_contain_text("không thấy trong kho tin")


async def test_a_comparison_over_three_periods_is_drawn_and_told(browser: Browser, house: House) -> None:
    site = Site("", FakeResponder())
    async with (
        running(WebChannel(house.responder, house.store, WebSettings(port=0))) as url,
        await opened(browser, site, color_scheme="dark", viewport=PHONE) as context,
    ):
        page = await visit(context, Site(url, FakeResponder()))
        await ask(page, "số vụ phạm pháp hình sự ở Hòa Lâm qua các năm")
        answer = page.locator(".answer")
        await expect(answer.locator(".headline")).to_contain_text("428 vụ → 392 vụ → 406 vụ")
        told = [
            "6 tháng đầu năm 2019: 428 vụ",
            "6 tháng đầu năm 2020: 392 vụ (giảm 36 vụ, tức 8,4%)",
            "6 tháng đầu năm 2021: 406 vụ (tăng 14 vụ, tức 3,6%)",
        ]
        assert (await answer.locator(".line").all_text_contents())[:3] == told
        await expect(answer.get_by_role("img", name="6 tháng đầu năm 2021: 406 vụ")).to_be_visible()
        await expect(answer.locator("rect.chart-bar")).to_have_count(3)
        await expect(answer.locator("blockquote")).to_have_count(3)
        wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
        assert site.complaints == []
