"""A drill: an installation that serves and takes in articles is backed up, restored elsewhere, and answers the same."""

import json
import threading
from pathlib import Path

import pytest

from tests.journeys.test_first_run import ARTICLE, FORMS, PATIENCE_SECONDS, asked, hoidap, serving

QUESTIONS = (*FORMS, "tỷ lệ hộ dân xã Vân Tùng đã nhận khoán rừng?", "giá vàng hôm nay?")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "running"
    place.mkdir()
    assert hoidap(place, "corpus", "samples").returncode == 0
    return place


def test_a_running_installation_is_backed_up_and_answers_the_same_elsewhere(folder: Path, tmp_path: Path) -> None:
    archive, elsewhere = tmp_path / "backup.tar.gz", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with serving(folder) as server:
        rows = [{**ARTICLE, "id": f"{ARTICLE['id']}-{number}", "title": f"Kỳ {number}"} for number in range(40)]
        lines = "".join(json.dumps(row) + "\n" for row in [ARTICLE, *rows])
        assert hoidap(folder, "corpus", "add", "-", stdin=json.dumps(ARTICLE) + "\n").returncode == 0
        writing = threading.Thread(target=hoidap, args=(folder, "corpus", "add", "-"), kwargs={"stdin": lines})
        writing.start()
        made = hoidap(folder, "backup", str(archive), "--json")
        assert made.returncode == 0, made.stderr
        assert server.ask(FORMS[1])["answer"] == "94%"
        in_use = hoidap(folder, "restore", str(archive), "--replace")
        assert (in_use.returncode, "in use" in in_use.stderr) == (6, True)
        writing.join(PATIENCE_SECONDS)
    restored = hoidap(elsewhere, "restore", str(archive), "--json")
    assert restored.returncode == 0, restored.stderr
    facts = json.loads(restored.stdout)
    # One moment: the writer's forty come in one transaction, so all or none of them are there
    assert facts["articles"] == json.loads(made.stdout)["articles"]
    assert facts["articles"] in {30, 70}
    answers = {row["question"]: (row["answered"], row["answer"]) for row in asked(elsewhere, *QUESTIONS)}
    assert [answers[form] for form in FORMS] == [(True, "94%")] * 3
    assert answers[QUESTIONS[3]] == (True, "71%")
    assert answers[QUESTIONS[4]] == (False, None)
    assert hoidap(elsewhere, "doctor").returncode == 0
