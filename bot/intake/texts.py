"""Every sentence about speaking up."""

from collections.abc import Sequence
from typing import Any

from bot.outbox.content import Button, Content, fitted

KINDS = {
    "photo": "张照片",
    "voice": "段语音",
    "video": "段视频",
    "video_note": "段视频",
    "audio": "段录音",
    "document": "个文件",
    "location": "个位置",
    "animation": "张动图",
    "sticker": "个表情",
}

SPEAK_NOW = "您说，我听着。写几句、拍照片、发语音都行，说完停一下，我念给您听。"
EMPTY = "请把事情写几个字，比如：有事敞开说，3栋电梯又坏了。"
WELCOME_THANKS = "不客气，有事您随时说。"
NOTHING_TO_CONFIRM = "这一条已经处理过了。要再提，请重新写给我。"
CONFIRM, DISCARD = "就这样，登记", "不提了"
DISCARDED = "好的，没有登记。有事您随时说。"
ADD_MORE = "还要补充就接着写，写完我再给您看一遍。"
REGISTERED = "登记好了！进展都在下面这张卡片上。"
WORKER_HINT = (
    "要回复居民，请长按那张诉求卡片选“回复”再写。想看手上的诉求发 /mine ，自己有事要提请按“有事敞开说”。"
)
SLOW_DOWN = "您说得很快，我都记下了，一件不少，会一件一件回复您，请稍等。"


def never_registered(pieces: Sequence[dict[str, Any]]) -> str:
    """A draft that was never confirmed has been put away."""
    words = " ".join(piece["text"] for piece in pieces if piece["text"])
    what = f"“{fitted(words, 60)}”" if words else "您发来的照片或语音"
    return f"{what}一直没有点“{CONFIRM}”，我没有替您登记。还要提的话，请再跟我说一遍。"


def shown_back(pieces: Sequence[dict[str, Any]], draft_id: int) -> Content:
    """A draft read back to whoever wrote it."""
    lines = [piece["text"] for piece in pieces if piece["text"]]
    counts: dict[str, int] = {}
    for piece in pieces:
        if piece["kind"]:
            label = KINDS.get(piece["kind"], "个附件")
            counts[label] = counts.get(label, 0) + 1
    if counts:
        lines.append("（" + "、".join(f"{count} {label}" for label, count in counts.items()) + "）")
    text = "您要说的是：\n“" + fitted("\n".join(lines), 3500) + f"”\n\n对的话，点“{CONFIRM}”。{ADD_MORE}"
    buttons = (
        (Button(CONFIRM, f"intake:confirm:{draft_id}"),),
        (Button(DISCARD, f"intake:discard:{draft_id}"),),
    )
    return Content(text, buttons=buttons)
