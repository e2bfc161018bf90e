"""How many near-duplicates the search proposes, of all that a full comparison finds.

python benchmarks/near_duplicates.py HOME [ARTICLES]     a home with an index; how many of its articles are tried
"""

import asyncio
import random
import sys
from collections import defaultdict
from pathlib import Path
from time import perf_counter

from bot.assembly import open_house
from bot.home import Home
from bot.previewing import NEAR, candidates
from bot.settings import Settings
from corpus.article import Draft
from corpus.resemblance import runs, share_of

# A run of five words that so many articles share is a stock phrase and proves nothing
STOCK_PHRASE = 200


async def main(home: str, most: str = "800") -> None:
    """Prints the pairs found by comparing everything, how many of them search proposes, and how long it takes."""
    async with open_house(Settings(), Home(Path(home))) as house:
        articles = [article async for article in house.store.iter_current()]
        held = {article.id: runs(f"{article.title}\n{article.body}") for article in articles}
        holders = defaultdict(list)
        for article_id, own in held.items():
            for run in own:
                holders[hash(run)].append(article_id)
        pairs, proposed, times = 0, 0, []
        for article in random.Random(1).sample(articles, min(int(most), len(articles))):
            sharing = {
                other
                for run in held[article.id]
                if len(holders[hash(run)]) < STOCK_PHRASE
                for other in holders[hash(run)]
            }
            near = {
                other for other in sharing if other != article.id and share_of(held[article.id], held[other]) >= NEAR
            }
            start = perf_counter()
            found = set(candidates(Draft(article.title, article.body), house.searcher))
            times.append((perf_counter() - start) * 1000)
            pairs += len(near)
            proposed += len(near & found)
    times.sort()
    print(f"{len(times)} of {len(articles)} articles: {pairs} near-duplicates, {proposed} of them proposed by search")
    print(f"search: {times[len(times) // 2]:.0f} ms (median), {times[len(times) * 95 // 100]:.0f} ms (p95)")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
