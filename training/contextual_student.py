"""Train a small transformer that reads the question alone, over the passages of the static model.

    python training/contextual_student.py --work DIR --minutes 50 [--start FILE]

Six layers read the words of a question in order and correct the static model's vector: a factor for each feature (which
words matter here) and a shift. Passages keep their static vectors, so an index costs what it cost before. All
corrections start at zero: untrained, the student gives the static model's vectors.

Contrastive against the passages of the batch and of a bank, drawn from groups of similar articles; a part of the target
is what words and similarity together (the fused ranking) say of the passages of the batch. docs/decisions says what
came out.
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from batches import PLAIN_SHARE
from groups import from_groups, group_articles
from numpy.typing import NDArray
from prepared_text import Prepared, prepared
from question_tokens import ENGLISH, LENGTH, PLAIN, SLOTS, VIETNAMESE, Rows, english_rows, once, stacked
from scipy import sparse
from torch import nn

from index.embedders.static_vi_en import PACKAGED, StaticModel

WIDTH, HEADS, LAYERS, INNER = 192, 4, 6, 512
BATCH, GROUPS, BANK, EASY = 512, 4, 120_000, 1024
TEMPERATURE, SHARPNESS, TEACHER_SHARE, ENGLISH_SHARE = 0.05, 12.0, 0.25, 0.3
_SIMILARITY_SHARE = 0.5  # of the fused ranking, beside words
Floats = NDArray[np.float32]


class Student(nn.Module):
    """Question vectors from the feature vectors of its words."""

    def __init__(self, static: int = 256) -> None:
        super().__init__()
        self.before, self.after = nn.LayerNorm(static), nn.LayerNorm(WIDTH)
        self.enter = nn.Linear(static, WIDTH)
        self.places = nn.Parameter(0.02 * torch.randn(LENGTH, WIDTH))
        self.forms = nn.Parameter(0.02 * torch.randn(3, WIDTH))
        layers = [
            nn.TransformerEncoderLayer(
                WIDTH, HEADS, INNER, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
            )
            for _ in range(LAYERS)
        ]
        self.layers = nn.ModuleList(layers)
        self.factors, self.shift = nn.Linear(WIDTH, SLOTS), nn.Linear(WIDTH, static)
        silent = [module for layer in layers for module in (layer.self_attn.out_proj, layer.linear2)]
        for linear in (*silent, self.factors, self.shift):
            nn.init.zeros_(linear.weight)
            nn.init.zeros_(linear.bias)

    def forward(self, vectors: torch.Tensor, known: torch.Tensor, form: torch.Tensor) -> torch.Tensor:
        """Unit vectors (n, static).

        Args:
            vectors: Feature vectors (n, words, SLOTS, static), zeros where there is none.
            known: Which features there are, 1 or 0 (n, words, SLOTS).
            form: Form of each question (n,).
        """
        word = known.amax(2)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            factors, shift = self.corrections(vectors.sum(2), word == 0, form)
        share = (known * (1 + factors.float())).flatten(1)[:, None]
        weighted = (share @ vectors.flatten(1, 2))[:, 0]
        return nn.functional.normalize(weighted + (word[..., None] * shift.float()).sum(1))

    def corrections(
        self, words: torch.Tensor, absent: torch.Tensor, form: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Factors of the features and shift of the sum, for each word (n, words, SLOTS) and (n, words, static)."""
        hidden = self.enter(self.before(words)) + self.places[: words.shape[1]] + self.forms[form][:, None]
        for layer in self.layers:
            hidden = layer(hidden, src_key_padding_mask=absent)
        hidden = self.after(hidden)
        return self.factors(hidden), self.shift(hidden)


class Batch(NamedTuple):
    """Questions, their own passages, and the share of each that the teacher gives."""

    rows: Rows
    forms: NDArray[np.int64]
    targets: sparse.csr_matrix
    teacher: torch.Tensor
    others: torch.Tensor


class Drawer:
    """Draws batches; all rows are those of the packaged model."""

    def __init__(self, text: Prepared, model: StaticModel, work: Path) -> None:
        self.text, self.rng = text, np.random.default_rng(5)
        self.weights = np.asarray(model.rows, np.float32) * model.scales[:, None]
        packaged = {f"{kind}:{name}": row for kind, found in model.numbers.items() for name, row in found.items()}
        self.place = np.array([packaged.get(feature, -1) for feature in text.features] + [-1])
        trained = np.where((self.place >= 0)[:-1, None], self.weights[self.place[:-1]], 0)
        self.trained = trained
        self.idf = np.log(1 + text.counts.max() / (text.counts + 10)).astype(np.float32)
        self.groups = group_articles(text.news, text.usable, trained)
        self._fill_bank()
        left_out = set(np.load(work / "leaked-pairs.npy").tolist())
        with (work / "parallel.jsonl").open(encoding="utf-8") as lines:
            records = [json.loads(line) for number, line in enumerate(lines) if number not in left_out]
        self.english = [
            english_rows(r["e"], r["E"], (r["n"], r["N"]), [(a, b) for a, b in r["u"]], model.numbers) for r in records
        ]

    def _fill_bank(self) -> None:
        """Vectors of some passages of the usable articles, and the group of each."""
        news = self.text.news
        owner = np.repeat(np.arange(len(news.offsets) - 1), np.diff(news.offsets))
        group_of = np.full(len(news.offsets) - 1, -1)
        group_of[self.text.usable] = self.groups
        candidates = np.flatnonzero(group_of[owner] >= 0)
        chosen = np.sort(self.rng.choice(candidates, min(BANK, len(candidates)), replace=False))
        starts = news.news.sentences
        vectors = []
        for part in np.array_split(chosen, len(chosen) // 2000 + 1):
            spans = [[(int(starts[a]), int(starts[b]))] for a, b in news.bounds[part]]
            vectors.append(nn.functional.normalize(torch.from_numpy(news.rows_of(spans) @ self.trained)))
        self.bank, self.bank_owner, self.bank_group = torch.cat(vectors), owner[chosen], group_of[owner[chosen]]

    def news(self) -> Batch:
        """Questions made of news, in both ways of writing."""
        news, rng = self.text.news, self.rng
        places = from_groups(self.groups, GROUPS, BATCH // 2, rng)
        articles = self.text.usable[np.repeat(places, 2)]
        pairs = news.drawn(articles, rng)
        forms = np.where(rng.random(len(pairs)) < PLAIN_SHARE, PLAIN, VIETNAMESE)
        questions = []
        for (question, _), form in zip(pairs, forms, strict=True):
            ((first, last),) = question
            rows = news.mapped.rows[:, first:last].T.copy()
            rows[-1:, 1::2] = -1
            if form == PLAIN:
                rows[:, :2] = -1
            questions.append(once(self.place[rows]))
        targets = news.rows_of([passage for _, passage in pairs])
        sparse_questions = news.rows_of([question for question, _ in pairs])
        words = (sparse_questions.multiply(self.idf).tocsr() @ targets.T).toarray()
        words /= np.maximum(words.max(1, keepdims=True), 1e-6)
        likeness = _units(sparse_questions @ self.trained) @ _units(targets @ self.trained).T
        teacher = torch.from_numpy(SHARPNESS * (words + _SIMILARITY_SHARE * likeness)).float().softmax(1)
        near = np.flatnonzero(np.isin(self.bank_group, self.groups[places]) & ~np.isin(self.bank_owner, articles))
        far = rng.choice(len(self.bank), EASY, replace=False)
        others = self.bank[np.concatenate([near[:2048], far[~np.isin(self.bank_owner[far], articles)]])]
        return Batch(stacked(questions, rng), forms, targets, teacher, others)

    def sentences(self) -> Batch:
        """English sentences and their translations; the teacher knows nothing better than the pairs."""
        chosen = self.rng.choice(len(self.english), BATCH, replace=False)
        targets = self.text.sentences.passages(chosen, self.rng)
        others = self.bank[self.rng.choice(len(self.bank), EASY, replace=False)]
        rows = stacked([self.english[place] for place in chosen], self.rng)
        return Batch(rows, np.full(BATCH, ENGLISH), targets, torch.eye(BATCH), others)

    def __iter__(self) -> Iterator[Batch]:
        while True:
            yield self.sentences() if self.rng.random() < ENGLISH_SHARE else self.news()


def _units(sums: Floats) -> Floats:
    return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)


def looked_up(table: torch.Tensor, rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
    """Feature vectors and which of them there are; the first word always counts, so that no question is empty."""
    found = torch.from_numpy(rows)
    known = (found >= 0).float()
    return table[found.clamp_min(0)] * known[..., None], known


def student_vectors(
    student: Student, table: torch.Tensor, rows: Rows, forms: NDArray[np.int64], parts: int = 4
) -> torch.Tensor:
    """Question vectors; those of like length go through together, so that little is filled up."""
    lengths = rows.shape[1] - (rows >= 0).any(2)[:, ::-1].argmax(1)
    order = np.argsort(lengths, kind="stable")
    found = []
    for part in np.array_split(order, parts):
        if len(part):
            vectors, known = looked_up(table, rows[part, : lengths[part].max()])
            found.append(student(vectors, known, torch.from_numpy(forms[part])))
    return torch.cat(found)[torch.from_numpy(np.argsort(order, kind="stable"))]


def loss_of(student: Student, table: torch.Tensor, batch: Batch, trained: Floats) -> torch.Tensor:
    """Cross-entropy of the question's own passage, softened by the teacher."""
    usable = (batch.rows >= 0).any((1, 2))
    questions = student_vectors(student, table, batch.rows[usable], batch.forms[usable])
    own = nn.functional.normalize(torch.from_numpy(batch.targets @ trained))
    logits = questions @ torch.cat([own, batch.others]).T / TEMPERATURE
    wanted = (1 - TEACHER_SHARE) * torch.eye(len(own)) + TEACHER_SHARE * batch.teacher
    return -(wanted[torch.from_numpy(usable)] * logits.log_softmax(1)[:, : len(own)]).sum(1).mean()


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=50)
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--model", type=Path, default=PACKAGED)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    drawer = Drawer(prepared(options.work), StaticModel.load(options.model), options.work)
    student = Student()
    if options.start:
        student.load_state_dict(torch.load(options.start, weights_only=True))
    table = torch.from_numpy(drawer.weights)
    optimiser = torch.optim.AdamW(student.parameters(), lr=options.rate, weight_decay=0.01)
    print(f"{sum(p.numel() for p in student.parameters())} weights, a bank of {len(drawer.bank)} passages", flush=True)
    began, said, seen, taken = time.monotonic(), 0.0, 0, 0
    losses = {"vi": 0.0, "en": 0.0}
    for batch in drawer:
        spent = time.monotonic() - began
        done = spent / (60 * options.minutes)
        if done >= 1:
            break
        optimiser.param_groups[0]["lr"] = options.rate * min(1.0, (taken + 1) / 50) * max(0.02, 1 - done)
        optimiser.zero_grad()
        loss = loss_of(student, table, batch, drawer.trained)
        loss.backward()
        nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimiser.step()
        language = "en" if batch.forms[0] == ENGLISH else "vi"
        losses[language] = 0.95 * losses[language] + 0.05 * loss.item() if losses[language] else loss.item()
        taken, seen = taken + 1, seen + len(batch.rows)
        if spent - said > 60:  # noqa: PLR2004 -- a line a minute
            said = spent
            print(f"{spent:.0f} s, step {taken}, {seen} pairs: {losses}", flush=True)
            torch.save(student.state_dict(), options.work / "student.pt")
    torch.save(student.state_dict(), options.work / "student.pt")
    print(f"done: {taken} steps, {seen} pairs", flush=True)


if __name__ == "__main__":
    main()
