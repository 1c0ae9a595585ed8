"""The commands as an operator starts them: their own process."""

import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def started(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *arguments, "--config", "config.example.toml"]
    return subprocess.run(
        command, cwd=ROOT, input=given, capture_output=True, text=True, check=False, encoding="utf-8"
    )


def test_check_says_what_the_configuration_holds() -> None:
    done = started("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:3] == [
        "西关社区: the configuration is right",
        "estates (3): 西关小区, 锦江苑, 锦江苑二期",
        "nicknames (3): 教师楼, 塔楼, 老供销社",
    ]


def test_a_thousand_messages_take_less_than_five_seconds_and_print_nothing_else() -> None:
    texts = [
        "3栋电梯又停了",
        "锦江苑二期3座楼道灯不亮，晚上看不清，请尽快来修",
        "大家早上好",
        "吴航路33号下水道堵了",
    ]
    lines = [
        json.dumps({"id": n, "text": texts[n % 4], "group": -1001}, ensure_ascii=False) for n in range(1000)
    ]
    begun = time.perf_counter()
    done = started("route", "--batch", given="\n".join(lines))
    assert time.perf_counter() - begun < 5
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == list(range(1000))


def test_routing_loads_neither_the_chat_library_nor_the_database() -> None:
    script = (
        "import sys; from bot.cli import run; run(['route', '3栋漏水', '--config', 'config.example.toml']);"
        "print([name for name in ('telegram', 'sqlalchemy', 'apscheduler', 'fastapi') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.splitlines()[-1] == "[]"
