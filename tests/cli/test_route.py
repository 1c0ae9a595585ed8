import io
import json
import re
import sys
from pathlib import Path

import pytest

from bot.cli import run

EXAMPLE = str(Path(__file__).parents[2] / "config.example.toml")


def batch(
    lines: str | bytes, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> tuple[int, list[object]]:
    raw = lines.encode() if isinstance(lines, str) else lines
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
    code = run(["route", "--batch", "--config", EXAMPLE])
    return code, [json.loads(line) for line in capfd.readouterr().out.splitlines()]


def test_a_decision_is_explained_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["route", "电梯又停了", "--group", "-1001", "--home", "西关小区3栋2单元", "--config", EXAMPLE]
    assert run(arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch("把握：9[0-9]%", lines.pop(5))
    assert re.fullmatch("  · 像是反映问题：(「[^」]+」)+", lines.pop(6))
    assert lines == [
        "类型：诉求",
        "类别：电梯（elevator）",
        "地点：没有说",
        "网格：第一网格（G1）",
        "承办人：王云",
        "理由：",
        "  · 关键词「电梯」「停了」",
        "  · 登记住址 西关小区3栋2单元 → 第一网格",
        "  · 王云 负责 第一网格",
    ]


def test_what_must_be_asked_says_between_what(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["route", "#噪音 太吵了", "--group", "-1001", "--config", EXAMPLE]) == 0
    assert "网格：要问居民（第一网格（G1）、第二网格（G2））" in capsys.readouterr().out


def test_a_batch_answers_every_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = (
        '{"id": 7, "text": "3栋漏水", "group": -1001, "home": null}\n\n{"id": "b", "text": "大家早上好"}\n'
    )
    assert batch(lines, monkeypatch, capfd) == (
        0,
        [
            {
                "id": 7,
                "kind": "request",
                "category": "drainage_leak",
                "also": [],
                "place": "西关小区3栋",
                "grid": "G1",
                "worker": "王云",
                "confidence": pytest.approx(0.9, abs=0.1),
                "reasons": [
                    "像是反映问题：「漏水」",
                    "关键词「漏水」",
                    "文中地点「3栋」→ 西关小区3栋（按所在群的小区）",
                    "→ 第一网格",
                    "王云 负责 第一网格",
                ],
            },
            {
                "id": "b",
                "kind": "chat",
                "category": "other",
                "also": [],
                "place": None,
                "grid": None,
                "worker": None,
                "confidence": pytest.approx(1.0, abs=0.05),
                "reasons": ["没有要办的事，按闲聊处理"],
            },
        ],
    )


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (b"xx", {"id": None, "error": "line 1: not valid JSON: Expecting value"}),
        (b"[1]", {"id": None, "error": "line 1: not a JSON object"}),
        (b'{"id": 3}', {"id": 3, "error": 'line 1: "text" must be a text'}),
        (b'{"id": 3, "text": 5}', {"id": 3, "error": 'line 1: "text" must be a text'}),
        (
            b'{"id": 3, "text": "a", "group": "x"}',
            {"id": 3, "error": 'line 1: "group" must be a whole number or null'},
        ),
        (
            b'{"id": 3, "text": "a", "group": true}',
            {"id": 3, "error": 'line 1: "group" must be a whole number or null'},
        ),
        (b'{"id": 3, "text": "a", "home": 5}', {"id": 3, "error": 'line 1: "home" must be a text or null'}),
        (b'{"id": 3, "text": "\xff"}', {"id": None, "error": "line 1: not UTF-8"}),
        (b'{"id": NaN, "text": "a"}', {"id": None, "error": "line 1: NaN is no JSON value"}),
        (b"[" * 100_000, {"id": None, "error": "line 1: nested too deep"}),
    ],
)
def test_a_malformed_line_is_answered_and_the_rest_go_on(
    line: bytes, answer: object, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code, answers = batch(line + b'\n{"id": 2, "text": "a"}\n', monkeypatch, capfd)
    assert (code, answers[0], len(answers)) == (2, answer, 2)


def test_what_is_wrong_is_said_in_one_line_however_much_it_is(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"id": 1, "text": "a"}\nxx\n[1]\n')))

    code = run(["route", "--batch", "--config", EXAMPLE])

    said = "line 2: not valid JSON: Expecting value (and 1 more, each with its error in the output)\n"
    assert (code, capfd.readouterr().err) == (2, said)


def test_a_lone_surrogate_is_answered_in_valid_json(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code, answers = batch('{"id": "\\ud800", "text": "#\\ud800"}', monkeypatch, capfd)
    assert (code, [answer["id"] for answer in answers if isinstance(answer, dict)]) == (0, ["\ud800"])


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "Missing command. Try wuailin --help"),
        (["rout"], "No such command 'rout'. Try wuailin --help"),
        (
            ["route"],
            (
                "Invalid value: give one message in quotes, or --batch and JSON lines on standard input, not both."
                " Try wuailin --help"
            ),
        ),
        (
            ["route", "a", "--batch"],
            (
                "Invalid value: give one message in quotes, or --batch and JSON lines on standard input, not both."
                " Try wuailin --help"
            ),
        ),
        (["route", "a", "--home"], "Option '--home' requires an argument. Try wuailin --help"),
        (
            ["route", "a", "--config", "/none.toml"],
            "/none.toml: no such file; copy config.example.toml, or name another with --config",
        ),
        (["check", "--config", "/"], "/: this is a directory; name the file in it"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert capsys.readouterr() == ("", f"{line}\n")
