"""A second made-up neighbourhood: numbers and letters in its names, numbered lanes, sections A and B."""

from bot.config import CommunitySettings, Estate, Grid, Neighbourhood, Nickname, Worker

SUN, TOWER, VILLAGE, HILL, EVERYBODY = -2001, -2002, -2003, -2004, -2005
"""Groups: of S1 and S2; of T1; of T2; of H1 and H2; of all."""

NEIGHBOURHOOD = Neighbourhood(
    community=CommunitySettings(name="向阳社区"),
    estates=[
        Estate(name="阳光100", buildings="1-20"),
        Estate(name="三迪联邦大厦", aliases=["联邦大厦"], buildings="1-3"),
        Estate(name="五一新村", buildings="1-30"),
        Estate(name="金辉伯爵山A区", aliases=["伯爵山A区"], buildings="1-6"),
        Estate(name="金辉伯爵山B区", aliases=["伯爵山B区"], buildings="1-6"),
    ],
    nicknames=[
        Nickname(name="蓝楼", means="五一新村12栋"),
        Nickname(name="老粮站", means="六一路12号"),
        Nickname(name="状元楼", means="阳光100·状元楼"),
    ],
    grids=[
        Grid(
            code="S1",
            name="向阳一格",
            groups=[SUN, EVERYBODY],
            places=["阳光100 1-10栋", "六一路1-99号单号", "阳光100·东门", "阳光100·状元楼"],
        ),
        Grid(
            code="S2",
            name="向阳二格",
            groups=[SUN, EVERYBODY],
            places=["阳光100 11-20栋", "六一路2-100号双号", "阳光100·西门", "六一幼儿园"],
        ),
        Grid(
            code="T1",
            name="联邦一格",
            groups=[TOWER, EVERYBODY],
            places=["三迪联邦大厦1-3座", "五一新村1-15栋", "大榕树|老榕树"],
        ),
        Grid(
            code="T2",
            name="新村二格",
            groups=[VILLAGE, EVERYBODY],
            places=["五一新村16-30栋", "后浦一巷1-30号", "后浦二巷1-30号", "五一新村·活动中心"],
        ),
        Grid(
            code="H1",
            name="伯爵山一格",
            groups=[HILL, EVERYBODY],
            places=["金辉伯爵山A区1-6栋", "金辉伯爵山A区·会所"],
        ),
        Grid(
            code="H2",
            name="伯爵山二格",
            groups=[HILL, EVERYBODY],
            places=["金辉伯爵山B区1-6栋", "龙津河公园"],
        ),
    ],
    workers=[
        Worker(name="张桂兰", grids=["S1", "S2", "T1"]),
        Worker(name="刘建国", grids=["T2", "H1", "H2"]),
    ],
)
