"""Write the transformer of the contextual student as ONNX, quantise it to int8, and time one question.

    python training/export_student.py --student FILE --output FOLDER

Needs onnx, onnxscript and onnxruntime, which the project does not: run it in an environment of its own.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from contextual_student import Student
from question_tokens import LENGTH

_WORDS, _RUNS = 14, 300


class Corrections(torch.nn.Module):
    """The part of the student that needs a network; the sum over features is numpy's business."""

    def __init__(self, student: Student) -> None:
        super().__init__()
        self._student = student.eval()

    def forward(self, words: torch.Tensor, form: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """One question: sums of its words' features (1, words, static) and its form (1,)."""
        return self._student.corrections(words, torch.zeros(words.shape[:2], dtype=torch.bool), form)


def export(student: Student, path: Path) -> None:
    """Write the transformer for questions of 2 to LENGTH words."""
    words = torch.export.Dim("words", min=2, max=LENGTH)
    sample = (torch.randn(1, _WORDS, 256), torch.zeros(1, dtype=torch.long))
    torch.onnx.export(
        Corrections(student), sample, str(path), dynamo=True, dynamic_shapes=({1: words}, None), external_data=False
    )


def main() -> None:
    """Run it."""
    from onnxruntime import InferenceSession, SessionOptions
    from onnxruntime.quantization import quantize_dynamic

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--student", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    torch.backends.mha.set_fastpath_enabled(False)
    student = Student().eval()
    student.load_state_dict(torch.load(options.student, weights_only=True))
    whole, small = options.output / "student.onnx", options.output / "student-int8.onnx"
    export(student, whole)
    quantize_dynamic(whole, small)
    one_thread = SessionOptions()
    one_thread.intra_op_num_threads = 1
    words, form = torch.randn(1, _WORDS, 256), torch.zeros(1, dtype=torch.long)
    with torch.no_grad():
        wanted = Corrections(student)(words, form)[1].numpy()
    for path in (whole, small):
        session = InferenceSession(str(path), one_thread, providers=["CPUExecutionProvider"])
        names = [given.name for given in session.get_inputs()]
        given = dict(zip(names, (words.numpy(), form.numpy()), strict=True))
        found = session.run(None, given)[1]
        began = time.process_time()
        for _ in range(_RUNS):
            session.run(None, given)
        spent = 1000 * (time.process_time() - began) / _RUNS
        print(f"{path.name}: {path.stat().st_size} bytes, {spent:.2f} ms, off by {np.abs(found - wanted).max():.4f}")


if __name__ == "__main__":
    main()
