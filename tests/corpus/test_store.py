"""The store: versions, duplicates, removal, undo, revision and audit, as a caller sees them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.article import Article, Draft
from corpus.errors import BadInput, NotFound
from corpus.store import Added, CorpusStore

DRAFT = Draft(
    id="a1", title="Sơ kết quý một", body="Đạt 94% kế hoạch.", url="https://bao.example/1", published="2020-07-01"
)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[CorpusStore]:
    async with await CorpusStore.open(tmp_path / "home" / "corpus.db") as opened:
        yield opened


async def test_an_added_article_comes_back_as_it_was(store: CorpusStore) -> None:
    draft = replace(
        DRAFT, source="Báo", author="An", is_sample=True, extra={"tags": ["a", "b"], "n": 1.5, "none": None}
    )
    assert await store.add(draft) == Added("a1", 1, "added")
    assert await store.get("a1") == Article(
        id="a1",
        title=draft.title,
        body=draft.body,
        url=draft.url,
        source="Báo",
        author="An",
        published="2020-07-01",
        is_sample=True,
        version=1,
        extra=draft.extra,
    )


async def test_same_key_and_text_changes_nothing(store: CorpusStore) -> None:
    await store.add(DRAFT)
    revision = await store.revision()
    assert await store.add(DRAFT) == Added("a1", 1, "unchanged")
    assert await store.revision() == revision
    assert len(await store.audit()) == 1


@pytest.mark.parametrize(
    "changed",
    [
        replace(DRAFT, body="Đạt 95% kế hoạch."),
        replace(DRAFT, title="Sơ kết quý hai"),
        replace(DRAFT, url="https://bao.example/2"),
        replace(DRAFT, published="2020-07-02"),
        replace(DRAFT, extra={"tag": "mới"}),
    ],
)
async def test_same_key_with_anything_else_is_a_new_version(store: CorpusStore, changed: Draft) -> None:
    await store.add(DRAFT)
    assert await store.add(changed) == Added("a1", 2, "updated")
    assert (await store.get("a1")).version == 2
    assert (await store.get("a1", 1)).body == DRAFT.body
    assert await store.count() == 1


async def test_exact_duplicates_stay_addressable(store: CorpusStore) -> None:
    await store.add(DRAFT)
    respelled = replace(DRAFT, id="a2", title="SƠ KẾT  quý một", body="Đạt 94% kế hoạch")
    assert await store.add(respelled) == Added("a2", 1, "duplicate", "a1")
    assert (await store.get("a2")).title == "SƠ KẾT  quý một"
    assert await store.count() == 2
    await store.remove("a1")
    assert (await store.add(replace(DRAFT, id="a3"))).duplicate_of == "a2"


async def test_a_batch_sees_itself(store: CorpusStore) -> None:
    other = replace(DRAFT, body="Khác.")
    results = await store.add_many(
        [DRAFT, DRAFT, replace(DRAFT, id="a2"), other, replace(DRAFT, id="a3"), replace(other, id="a4")]
    )
    assert results == [
        Added("a1", 1, "added"),
        Added("a1", 1, "unchanged"),
        Added("a2", 1, "duplicate", "a1"),
        Added("a1", 2, "updated"),
        Added("a3", 1, "duplicate", "a2"),
        Added("a4", 1, "duplicate", "a1"),
    ]
    assert [record.version for record in await store.history("a1")] == [1, 2]


async def test_one_bad_draft_refuses_the_whole_batch(store: CorpusStore) -> None:
    with pytest.raises(BadInput, match="body is empty"):
        await store.add_many([DRAFT, replace(DRAFT, id="a2", body=" \n")])
    assert await store.count() == 0
    assert not await store.ever_held_articles()


async def test_empty_batch(store: CorpusStore) -> None:
    assert await store.add_many([]) == []
    assert await store.revision() == 0


async def test_removed_articles_are_gone_but_kept(store: CorpusStore) -> None:
    await store.add(DRAFT)
    await store.remove("a1")
    with pytest.raises(NotFound, match="was removed"):
        await store.get("a1")
    assert (await store.get("a1", 1)).body == DRAFT.body
    assert await store.get_many(["a1"]) == {}
    assert await store.list_articles() == []
    assert await store.count() == 0
    assert await store.ever_held_articles()
    assert [record.is_current for record in await store.history("a1")] == [False]
    with pytest.raises(NotFound, match="was removed"):
        await store.remove("a1")


async def test_a_removed_article_added_again_is_a_new_version(store: CorpusStore) -> None:
    await store.add(DRAFT)
    await store.remove("a1")
    assert await store.add(DRAFT) == Added("a1", 2, "added")


async def test_restore_brings_back_what_was_removed(store: CorpusStore) -> None:
    await store.add(DRAFT)
    await store.add(replace(DRAFT, body="Bản hai.", published="2021-01-01"))
    await store.remove("a1")
    await store.restore("a1")
    assert (await store.get("a1")).version == 2
    await store.restore("a1", version=1)
    assert (await store.get("a1")).body == DRAFT.body
    assert [a.published for a in await store.list_articles()] == ["2020-07-01"]
    assert (await store.add(replace(DRAFT, body="Bản ba."))).version == 3
    with pytest.raises(BadInput, match="not removed"):
        await store.restore("a1")
    with pytest.raises(NotFound, match="no version 9"):
        await store.restore("a1", version=9)
    with pytest.raises(NotFound, match="no article 'zz'"):
        await store.restore("zz")


async def test_undo_takes_back_exactly_one_addition(store: CorpusStore) -> None:
    await store.add(DRAFT)
    second = await store.add(replace(DRAFT, body="Bản hai."))
    await store.undo_add("a1", second.version)
    assert (await store.get("a1")).version == 1
    with pytest.raises(NotFound, match="nothing to take back"):
        await store.undo_add("a1", second.version)
    await store.undo_add("a1", 1)
    with pytest.raises(NotFound):
        await store.get("a1")
    with pytest.raises(NotFound, match="nothing to take back"):
        await store.undo_add("zz", 1)


async def test_undo_of_an_addition_after_removal_removes_again(store: CorpusStore) -> None:
    await store.add(DRAFT)
    await store.remove("a1")
    again = await store.add(DRAFT)
    await store.undo_add("a1", again.version)
    assert await store.count() == 0


async def test_samples_are_removed_together(store: CorpusStore) -> None:
    samples = [replace(DRAFT, id=f"s{n}", body=f"Mẫu {n}.", is_sample=True) for n in range(3)]
    await store.add_many([*samples, DRAFT])
    await store.add(replace(samples[0], body="Của tôi.", is_sample=False))
    assert await store.remove_samples() == 2
    assert {a.id async for a in store.iter_current()} == {"s0", "a1"}
    assert await store.remove_samples() == 0


async def test_revision_grows_and_tells_what_changed(store: CorpusStore) -> None:
    seen = [await store.revision()]
    await store.add_many([DRAFT, replace(DRAFT, id="a2")])
    seen.append(await store.revision())
    await store.add(replace(DRAFT, body="Bản hai."))
    seen.append(await store.revision())
    await store.remove("a2")
    seen.append(await store.revision())
    assert seen == sorted(set(seen))
    assert [await store.changed_since(r) for r in seen] == [["a1", "a2"], ["a1", "a2"], ["a2"], []]
    assert await store.changed_since(0) == ["a1", "a2"]


async def test_every_change_is_audited(store: CorpusStore) -> None:
    await store.add(DRAFT, actor="telegram:1001")
    await store.add(replace(DRAFT, body="Bản hai."), actor="cli")
    await store.undo_add("a1", 2, actor="telegram:1002")
    await store.remove("a1", actor="web:7")
    await store.restore("a1", actor="cli")
    records = await store.audit("a1")
    assert [(r.door, r.actor, r.action, r.version) for r in reversed(records)] == [
        ("telegram", "telegram:1001", "add", 1),
        ("cli", "cli", "update", 2),
        ("telegram", "telegram:1002", "undo", 1),
        ("web", "web:7", "remove", 1),
        ("cli", "cli", "restore", 1),
    ]
    assert await store.audit("other") == []
    assert len(await store.audit(limit=2)) == 2


async def test_listing_is_newest_first_and_paged(store: CorpusStore) -> None:
    dates = ["2020-01-05", None, "2021-03-01T08:00:00+07:00", "2020-12-31", None]
    await store.add_many([replace(DRAFT, id=f"a{n}", body=f"Bài {n}", published=d) for n, d in enumerate(dates)])
    assert [a.id for a in await store.list_articles()] == ["a2", "a3", "a0", "a1", "a4"]
    assert [a.id for a in await store.list_articles(limit=2, offset=1)] == ["a3", "a0"]


async def test_iterating_crosses_pages_and_allows_writing_meanwhile(store: CorpusStore) -> None:
    await store.add_many([replace(DRAFT, id=f"a{n:04}", body=f"Bài {n}") for n in range(450)])
    seen = []
    async for article in store.iter_current():
        seen.append(article.id)
        if len(seen) == 1:
            await store.remove("a0449")
    assert seen == [f"a{n:04}" for n in range(449)]
    assert len(await store.get_many(seen)) == 449


async def test_two_coroutines_do_not_mix_their_transactions(store: CorpusStore) -> None:
    async def bad() -> None:
        with pytest.raises(NotFound):
            await store.remove("unknown")

    writers = [store.add(replace(DRAFT, id=f"a{n}", body=f"Bài {n}")) for n in range(20)]
    await asyncio.gather(*writers, *(bad() for _ in range(20)), store.count())
    assert await store.count() == 20
    assert await store.revision() == 20


async def test_a_cancelled_addition_leaves_nothing_half_done(store: CorpusStore) -> None:
    drafts = [replace(DRAFT, id=f"a{n}", body=f"Bài {n}") for n in range(300)]
    for turns in (1, 2, 4, 8, 16):
        task = asyncio.create_task(store.add_many(drafts))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await store.count() in (0, 300)
    await store.add_many(drafts)
    assert await store.count() == 300


@pytest.mark.parametrize("article_id", ["không có", "", "\ud800", "a" * 5000, "x\x00y"])
async def test_unknown_articles_are_named(store: CorpusStore, article_id: str) -> None:
    for version in (None, 1, 0, -5, 2**70):
        with pytest.raises(NotFound):
            await store.get(article_id, version)
    for act in (store.remove, store.restore, store.history):
        with pytest.raises(NotFound):
            await act(article_id)
    assert await store.get_many([article_id]) == {}


async def test_closing_twice_is_harmless(tmp_path: Path) -> None:
    store = await CorpusStore.open(tmp_path / "corpus.db")
    await store.close()
    await store.close()


TEXT = st.text(min_size=1, max_size=60).filter(lambda t: "\x00" not in t)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=TEXT | st.just(""),
    body=TEXT.filter(lambda t: bool(t.strip())),
    author=st.none() | TEXT,
    extra=st.dictionaries(TEXT, JSON, max_size=3),
)
async def test_whatever_goes_in_comes_out(
    store: CorpusStore, title: str, body: str, author: str | None, extra: dict[str, object]
) -> None:
    added = await store.add(Draft(title=title, body=body, author=author, extra=extra))
    article = await store.get(added.article_id, added.version)
    assert (article.title, article.body, article.author, article.extra) == (title, body, author, extra)
    assert (await store.add(Draft(title=title, body=body, author=author, extra=extra))).status == "unchanged"
