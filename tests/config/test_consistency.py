import pytest

from bot.config import Estate, Grid, Neighbourhood, Nickname, Worker, problems, warnings

XIGUAN = Estate(name="西关小区", aliases=["西关"], buildings="1-6")


def town(**changes: object) -> Neighbourhood:
    parts: dict[str, object] = {
        "estates": [XIGUAN],
        "grids": [
            Grid(code="G1", name="第一网格", places=["西关小区1-6栋", "吴航路1-9号单号", "王记超市|王记"])
        ],
        "workers": [Worker(name="王云", telegram_id=1, grids=["G1"])],
        "community": {"staff": [9]},
    }
    return Neighbourhood.model_validate({**parts, **changes})


def lines(neighbourhood: Neighbourhood) -> list[str]:
    return [f"{problem.path} = {problem.value}: {problem.mend}" for problem in problems(neighbourhood)]


def grids(*places: list[str]) -> list[Grid]:
    return [Grid(code=f"G{n}", name=f"网格{n}", places=these) for n, these in enumerate(places, start=1)]


def test_a_sound_neighbourhood_has_neither_problems_nor_warnings() -> None:
    assert (lines(town()), warnings(town())) == ([], [])


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"estates": [XIGUAN, XIGUAN]}, "estates.name = 西关小区: it is there 2 times; give each its own"),
        (
            {"workers": [Worker(name="王云", grids=["G1"])] * 2},
            "workers.name = 王云: it is there 2 times; give each its own",
        ),
        ({"grids": grids([]) * 2}, "grids.code = G1: it is there 2 times; give each its own"),
        (
            {"categories": [{"key": "tea", "name": "茶"}] * 2},
            "categories.key = tea: it is there 2 times; give each its own",
        ),
        (
            {"workers": [Worker(name="王云", grids=["G7"])]},
            'workers["王云"].grids = G7: no such grid; known are G1',
        ),
        (
            {"workers": [Worker(name="王云", grids=["G1"], stand_in="王云")]},
            'workers["王云"].stand_in = 王云: name somebody else',
        ),
        (
            {"workers": [Worker(name="王云", grids=["G1"], stand_in="陈静")]},
            'workers["王云"].stand_in = 陈静: no such worker; known are 王云',
        ),
        (
            {"workers": [Worker(name="王云", grids=["G1"], categories=["nois"])]},
            'workers["王云"].categories = nois: no such category; did you mean "noise"?',
        ),
        (
            {"grids": grids(["西关小区1-9栋"])},
            'grids["G1"].places = 西关小区1-9栋: 西关小区 has no building 7, 8, 9; it has 1-6',
        ),
        (
            {"grids": grids(["东海小区3栋"])},
            'grids["G1"].places = 东海小区3栋: it names no estate of [[estates]]: add the estate, or mend the name',
        ),
        (
            {"grids": grids(["西关小局·南门"])},
            'grids["G1"].places = 西关小局·南门: no such estate; did you mean "西关小区"?',
        ),
        (
            {"grids": grids(["西关小区1-3栋"], ["西关3号楼"])},
            'grids["G2"].places = 西关3号楼: 西关小区3栋 is in G1 already; leave it in one grid',
        ),
        (
            {"grids": grids(["吴航路1-9号单号"], ["吴航路5号"])},
            'grids["G2"].places = 吴航路5号: 吴航路5号 is in G1 already; leave it in one grid',
        ),
        (
            {"nicknames": [Nickname(name="塔楼", means="西关小区9栋")]},
            (
                'nicknames["塔楼"].means = 西关小区9栋: '
                'name a known building, street number or landmark, such as "西关小区3栋"'
            ),
        ),
    ],
)
def test_what_does_not_fit_is_named(changes: dict[str, object], line: str) -> None:
    assert line in lines(town(**changes))


@pytest.mark.parametrize("means", ["西关小区3栋", "西关3号楼", "吴航路7号", "王记", "西关小区"])
def test_a_nickname_may_mean_any_known_place(means: str) -> None:
    assert lines(town(nicknames=[Nickname(name="老地方", means=means)])) == []


def test_odd_and_even_sides_are_two_grids() -> None:
    sides = grids(["西关小区1-6栋", "吴航路1-9号单号"], ["吴航路1-9号双号"])
    assert lines(town(grids=sides)) == []


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"workers": []}, "grid G1 (第一网格) has no worker: its tickets go to the office"),
        (
            {"workers": [Worker(name="王云", telegram_id=1, grids=["G1"], categories=["noise"])]},
            "grid G1 (第一网格) has nobody for every category: the rest goes to the office",
        ),
        (
            {"workers": [Worker(name="王云", grids=["G1"])]},
            "worker 王云 has no telegram_id: make a one-time link with `wuailin enrol`",
        ),
        ({"grids": grids(["西关小区1-4栋"])}, "西关小区: building 5, 6 is in no grid"),
        ({"community": {}}, "community.staff is empty: what matches nobody has no name on it"),
    ],
)
def test_what_is_probably_not_meant_is_a_warning(changes: dict[str, object], line: str) -> None:
    neighbourhood = town(**changes)
    assert problems(neighbourhood) == []
    assert line in warnings(neighbourhood)
