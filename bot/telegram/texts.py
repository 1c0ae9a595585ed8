"""What people are told about receiving itself."""

TROUBLE = "这条消息我没处理好，已经请社区工作人员来看，您不用重发。"
DEAD_BUTTON = "这个按钮已经失效，请用最新的那条消息。"
ANONYMOUS = "我看不出您是谁（匿名管理员或频道身份），请换成自己的身份再说或再按。"


def parked(row_id: int, error: str) -> str:
    """To staff: an update was set aside after three tries."""
    return (
        f"有一条消息（编号 {row_id}）我处理了三次都没成功，已经放到一边，没有丢。\n"
        f"原因：{error}\n请联系管理员看运行日志。"
    )


def unreadable(row_id: int) -> str:
    """To staff: an update that cannot be read."""
    return f"有一条消息（编号 {row_id}）的格式我读不懂，已经放到一边，没有丢。请联系管理员看运行日志。"
