"""A made-up neighbourhood whose names get in each other's way."""

from bot.config import Category, CommunitySettings, Estate, Grid, Neighbourhood, Nickname, Worker

SHARED, JINJIANG, SECOND, STREETS, NOWHERE = -1001, -1002, -1003, -1004, -9999
"""Groups: of G1 and G2; of G3; of G4; of the streets G5 and G6; of nobody."""

NEIGHBOURHOOD = Neighbourhood(
    community=CommunitySettings(emergency_words=["着火", "起火", "燃气泄漏", "电梯困人"]),
    estates=[
        Estate(name="西关小区", aliases=["西关"], buildings="1-13"),
        Estate(name="锦江苑", buildings="1-8"),
        Estate(name="锦江苑二期", buildings="1-6"),
    ],
    nicknames=[
        Nickname(name="教师楼", also=["老师楼"], means="西关小区3栋"),
        Nickname(name="供销社", means="吴航路12号"),
    ],
    grids=[
        Grid(
            code="G1",
            name="第一网格",
            groups=[SHARED],
            places=["西关小区1-6栋", "吴航路1-59号单号", "西关小区·南门|南门岗", "王记超市|王记"],
        ),
        Grid(
            code="G2",
            name="第二网格",
            groups=[SHARED],
            places=["西关小区7-12栋", "吴航路2-60号双号", "西关小区·北门", "西关小区·3栋门口"],
        ),
        Grid(code="G3", name="第三网格", groups=[JINJIANG], places=["锦江苑1-8栋", "锦江苑·北门"]),
        Grid(code="G4", name="第四网格", groups=[SECOND], places=["锦江苑二期1-6栋"]),
        Grid(code="G5", name="第五网格", groups=[STREETS], places=["河下街1-88号", "王记超市旁边"]),
        Grid(code="G6", name="第六网格", groups=[STREETS], places=["河下街89-160号", "会堂巷"]),
    ],
    workers=[
        Worker(name="王云", grids=["G1"]),
        Worker(name="陈静", grids=["G2"]),
        Worker(name="林小燕", grids=["G3"]),
        Worker(name="郑国平", grids=["G4"]),
        Worker(name="高建华", grids=["G5"]),
        Worker(name="吴秀珍", grids=["G1", "G2", "G3"], categories=["welfare"]),
    ],
    categories=[Category(key="noise", name="噪音", tags=["吵闹"], keywords=["腰鼓队"])],
)
