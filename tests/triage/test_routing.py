import pytest

from bot.config import Worker
from bot.triage.routing import worker_for, workers_alike

ALL_ROUND = Worker(name="王云", grids=["G1"])
TWO_GRIDS = Worker(name="安平", grids=["G1", "G2"])
WELFARE = Worker(name="吴秀珍", grids=["G1", "G2"], categories=["welfare"])
ELSEWHERE = Worker(name="陈静", grids=["G2"])


@pytest.mark.parametrize(
    ("workers", "category", "answer"),
    [
        ([ALL_ROUND, WELFARE], "welfare", ("吴秀珍", "吴秀珍 在 第一网格 专管 社保民政")),
        ([ALL_ROUND, WELFARE], "noise", ("王云", "王云 负责 第一网格")),
        ([TWO_GRIDS, ALL_ROUND], "noise", ("王云", "王云 负责 第一网格")),
        ([ALL_ROUND, Worker(name="丁一", grids=["G1"])], "noise", ("丁一", "丁一 负责 第一网格")),
        (
            [ALL_ROUND, Worker(name="丁一", grids=["G1"]), WELFARE],
            "welfare",
            ("吴秀珍", "吴秀珍 在 第一网格 专管 社保民政"),
        ),
        ([WELFARE, ELSEWHERE], "noise", (None, "第一网格 没有人负责 噪音，由社区工作人员承办")),
        ([], "noise", (None, "第一网格 没有人负责 噪音，由社区工作人员承办")),
    ],
)
def test_a_specialist_of_the_grid_comes_before_who_has_everything(
    workers: list[Worker], category: str, answer: tuple[str | None, str]
) -> None:
    name = {"welfare": "社保民政", "noise": "噪音"}[category]
    assert worker_for(workers, "G1", category, grid_name="第一网格", category_name=name) == answer


def test_alike_are_those_with_the_same_duty_and_as_many_grids() -> None:
    twin = Worker(name="丁一", grids=["G1"])
    everybody = [WELFARE, TWO_GRIDS, ALL_ROUND, twin, ELSEWHERE]
    assert workers_alike(everybody, "G1", "noise") == (twin, ALL_ROUND)
    assert workers_alike(everybody, "G1", "welfare") == (WELFARE,)
    assert workers_alike(everybody, "G3", "noise") == ()
