"""What the contextual student gives: search by similarity alone, the whole search, and the cost of a question.

python training/evaluate_student.py --student FILE --eval DIR [--news FILE] [--home DIR --gold FILE --form FORM ...]
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from contextual_student import Student, looked_up
from evaluate_embedder import measure_review, measure_set
from question_tokens import question_rows, stacked

from benchmarks.search_quality import measure, questions
from index.embedder import Vectors
from index.embedders.static_vi_en import PACKAGED, StaticEmbedder, StaticModel
from index.searcher import Searcher
from index.settings import IndexSettings


class StudentEmbedder(StaticEmbedder):
    """Static passages, contextual questions."""

    def __init__(self, model: StaticModel, student: Student) -> None:
        super().__init__(model)
        self._student = student.eval()
        self._table = torch.from_numpy(np.asarray(model.rows, np.float32) * model.scales[:, None])

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """As the static model, corrected."""
        if not texts:
            return super().encode_questions(texts)
        read = [question_rows(text, self._model.numbers) for text in texts]
        found = super().encode_questions(texts)
        known = [place for place, (rows, _) in enumerate(read) if (rows >= 0).any()]
        for start in range(0, len(known), 256):
            part = known[start : start + 256]
            vectors, there = looked_up(self._table, stacked([read[place][0] for place in part]))
            with torch.no_grad():
                found[part] = self._student(vectors, there, torch.tensor([read[place][1] for place in part])).numpy()
        return found


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--student", type=Path, help="its weights; without, the static model is measured")
    parser.add_argument("--model", type=Path, default=PACKAGED)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--news", type=Path)
    parser.add_argument("--home", type=Path, help="an index of benchmarks/search_quality.py for the whole search")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--form", nargs="+", default=["vi", "plain"])
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.backends.mha.set_fastpath_enabled(False)  # the same arithmetic for one question and for many
    model = StaticModel.load(options.model)
    embedder = StaticEmbedder(model)
    if options.student:
        student = Student()
        student.load_state_dict(torch.load(options.student, weights_only=True))
        embedder = StudentEmbedder(model, student)
    if options.home:
        searcher = Searcher.open(options.home, embedder=embedder, settings=IndexSettings())
        for form in options.form:
            print(options.home.name, form, measure(searcher, questions(options.gold, form)), flush=True)
        return
    for name, forms in (("viquad-dev", ("vi", "plain")), ("zalo-wiki", ("vi", "plain")), ("ntrex", ("en",))):
        measure_set(embedder, options.eval, name, forms)
    measure_review(embedder, options.eval, options.news, 2000)
    asked = [text for _, text, _ in questions(options.eval / "viquad-dev.questions.jsonl", "vi")][:200]
    began = time.process_time()
    for text in asked:
        embedder.encode_questions([text])
    print(f"{1000 * (time.process_time() - began) / len(asked):.2f} ms of processor time a question", flush=True)


if __name__ == "__main__":
    main()
