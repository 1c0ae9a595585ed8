from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.config import Config, Neighbourhood, load, telegram_token
from bot.errors import ConfigurationError

TOKEN = "123456789:AAH-a_made_up_token_for_tests_only"


def loaded(tmp_path: Path, text: str, environ: Mapping[str, str] | None = None) -> Config:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, environ or {})


def refusal(tmp_path: Path, text: str, environ: Mapping[str, str] | None = None) -> str:
    with pytest.raises(ConfigurationError) as refused:
        loaded(tmp_path, text, environ)
    return str(refused.value).replace(f"{tmp_path}/", "")


def test_an_empty_file_has_defaults_and_the_sixteen_categories(tmp_path: Path) -> None:
    config = loaded(tmp_path, "")
    assert config.telegram.mode == "polling"
    assert len(config.categories) == 16


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            '[telegram]\nmode = "poling"',
            'config.toml: telegram.mode = "poling": write "polling" or "webhook"',
        ),
        ('[telegram]\ntokn = "x"', "config.toml: telegram.tokn: no such key; did you mean token?"),
        ("[comunity]", "config.toml: comunity: no such key; did you mean community?"),
        ("[community]\nxyz = 1", "config.toml: community.xyz: no such key; remove it"),
        (
            '[community]\ntimezone = "Mars/One"',
            'config.toml: community.timezone = "Mars/One": write a time zone such as "Asia/Shanghai"',
        ),
        (
            '[[categories]]\nkey = "noise"\nresolve_within = "soon"',
            (
                'config.toml: categories["noise"].resolve_within = "soon": '
                'write a number and s, m, h or d, such as "30m", "2h" or "2d"'
            ),
        ),
        (
            '[[grids]]\ncode = "G1"\nname = "一"\ngroups = [7]',
            'config.toml: grids["G1"].groups[0] = 7: write the id of a group chat, a number below 0',
        ),
        ('[[grids]]\ncode = "G1"', 'config.toml: grids["G1"].name: it is missing: add it'),
        ("community = 3", "config.toml: community = 3: write a table of keys"),
        (
            '[telegram]\nmode = "webhook"',
            'config.toml: telegram: mode is "webhook": add [telegram.webhook] with its url, or write "polling"',
        ),
        ('[intake]\nlisten = "sugest"', 'config.toml: intake.listen = "sugest": write "tagged" or "suggest"'),
        (
            '[intake]\nlisten_quiet = "1h"',
            'config.toml: intake.listen_quiet = "1h": write a span from "1s" to "2m"',
        ),
        ("[intake]\nlisten_per_day = 0", "config.toml: intake.listen_per_day = 0: write a number above 0"),
        (
            '[intake]\nlisten_gone = "1s"',
            'config.toml: intake.listen_gone = "1s": write a span from "1m" to "2h"',
        ),
        (
            '[intake]\nlisten_rest = "soon"',
            'config.toml: intake.listen_rest = "soon": '
            'write a number and s, m, h or d, such as "30m", "2h" or "2d"',
        ),
        ("a = ", "config.toml: not valid TOML: Invalid value (at end of document)"),
    ],
)
def test_what_is_wrong_is_one_line_that_names_key_value_and_mend(
    tmp_path: Path, text: str, line: str
) -> None:
    assert refusal(tmp_path, text) == line


def test_every_problem_has_its_own_line(tmp_path: Path) -> None:
    text = '[telegram]\nmode = "poling"\n[intake]\nper_minute = 0'
    assert refusal(tmp_path, text, {"WUAILIN_TELEGRAM__BASE": "x"}).splitlines() == [
        "WUAILIN_TELEGRAM__BASE: no such variable; did you mean WUAILIN_TELEGRAM__BASE_URL?",
        'config.toml: telegram.mode = "poling": write "polling" or "webhook"',
        "config.toml: intake.per_minute = 0: write a number above 0",
    ]


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        '[community]\nname = "甲"\nstaff = [1]\n[telegram]\nproxy = "http://a"',
        {
            "WUAILIN_TELEGRAM__TOKEN": TOKEN,
            "WUAILIN_COMMUNITY__STAFF": "[5, 6]",
            "WUAILIN_COMMUNITY__SECRETARY": "",
            "WUAILIN_TELEGRAM__LIMITS__GROUP": "1 per 2 second",
            "WUAILIN_ESTATES": '[{"name": "乙", "buildings": "1-2"}]',
            "HOME": "/elsewhere",
        },
    )
    assert config.telegram.token.get_secret_value() == TOKEN
    assert config.telegram.proxy == "http://a"
    assert (config.community.name, config.community.staff, config.community.secretary) == ("甲", [5, 6], None)
    assert config.telegram.limits.group == "1 per 2 second"
    assert [estate.name for estate in config.estates] == ["乙"]


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "WUAILIN_TELEGRAM__MODE",
            "poling",
            'WUAILIN_TELEGRAM__MODE = "poling": write "polling" or "webhook"',
        ),
        (
            "WUAILIN_COMMUNITY__STAFF",
            "3001 3002",
            "WUAILIN_COMMUNITY__STAFF: write the list or table as JSON",
        ),
        (
            "WUAILIN_COMMUNITY__STAFF",
            '["x"]',
            'WUAILIN_COMMUNITY__STAFF: community.staff[0] = "x": write a whole number',
        ),
        ("WUAILIN_", "x", "WUAILIN_: no such variable; remove it"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path: Path, name: str, value: str, line: str) -> None:
    assert refusal(tmp_path, "", {name: value}) == line


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "gbk.toml").write_bytes("name = '西关'".encode("gbk"))
    lines = []
    for name in ("none.toml", ".", "gbk.toml"):
        with pytest.raises(ConfigurationError) as refused:
            load(tmp_path / name, {})
        lines.append(str(refused.value).replace(str(tmp_path), "…"))
    assert lines == [
        "…/none.toml: no such file; copy config.example.toml, or name another with --config",
        "…: this is a directory; name the file in it",
        "…/gbk.toml: not UTF-8 at byte 8; save the file as UTF-8",
    ]


@pytest.mark.parametrize(
    "text",
    [
        f'[telegram]\ntoken = "{TOKEN}"\nmode = "x"',
        f'[telegram]\nbase_url = "{TOKEN}"',
        f'[telegram]\n"{TOKEN}" = 1',
        f'telegram = "{TOKEN}"',
        f"[telegram]\ntoken = {TOKEN}",
        '[telegram]\ntoken = ["AAH-a_made_up_token_for_tests_only"]',
    ],
)
def test_the_token_is_in_no_error(tmp_path: Path, text: str) -> None:
    assert "AAH-a_made_up" not in refusal(tmp_path, text)


def test_the_token_is_in_no_representation(tmp_path: Path) -> None:
    config = loaded(tmp_path, "", {"WUAILIN_TELEGRAM__TOKEN": TOKEN})
    assert TOKEN not in f"{config!r} {config} {config.model_dump()} {config.model_dump_json()}"


def test_the_token_may_stand_in_a_file_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text(f"{TOKEN}\n", encoding="utf-8")
    assert telegram_token(loaded(tmp_path, '[telegram]\ntoken_file = "token.txt"')) == TOKEN


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "telegram.token is empty"),
        ('[telegram]\ntoken_file = "none.txt"', "no such file"),
        ('[telegram]\ntoken_file = "config.toml"\ntoken = "  "', "made of blanks"),
    ],
)
def test_a_missing_token_is_refused(tmp_path: Path, text: str, said: str) -> None:
    config = loaded(tmp_path, text)
    if said == "made of blanks":
        (tmp_path / "config.toml").write_text(" \n", encoding="utf-8")
        said = "the file is empty"
    with pytest.raises(ConfigurationError, match=said):
        telegram_token(config)


def test_the_neighbourhood_survives_json(tmp_path: Path) -> None:
    text = (
        '[[categories]]\nkey = "noise"\nrespond_within = "90m"\n[[estates]]\nname = "甲"\nbuildings = "1-3"'
    )
    neighbourhood = loaded(tmp_path, text).neighbourhood()
    assert Neighbourhood.model_validate_json(neighbourhood.model_dump_json()) == neighbourhood
    assert Neighbourhood.model_validate(neighbourhood.model_dump(mode="json")) == neighbourhood


def test_a_shipped_category_is_extended_and_overridden(tmp_path: Path) -> None:
    config = loaded(
        tmp_path, '[[categories]]\nkey = "noise"\ntags = ["吵"]\n[[categories]]\nkey = "tea"\nname = "茶"'
    )
    noise, tea = config.categories[0], config.categories[-1]
    assert (noise.key, noise.name, noise.tags) == ("noise", "噪音", ["噪音", "噪声", "扰民", "吵"])
    assert (tea.key, tea.name, len(config.categories)) == ("tea", "茶", 17)
