"""Every sentence about listening."""

from bot.outbox.content import Button, Content

REGISTER, PASS_ON, DECLINE, NEVER = "登记为诉求", "转告承办人", "不用", "不用再问我"

NOT_ASKED = "这个按钮是留给说这件事的邻居的。您家有事，直接跟我说就行。"
OFFER_GONE = "这一条已经过去了。要登记的话，@我再说一遍就行。"
REGISTERED = "登记好了！进展都在回复您的那张卡片上。"
DECLINED = "好的，不登记。这几天我不再问您。"
NEVER_AGAIN = "好的，以后不问您了。想让我再问，私聊我发 /ask 就行。"
ASK_AGAIN = "好的。您在群里说到难处，我会问您一句要不要登记。"


def passed_on(number: int) -> str:
    """What was said has gone to the author's own ticket."""
    return f"补充到诉求 #{number} 了，承办人会看到。"


def offer(offer_id: int, *, reply_to: int) -> Content:
    """The question to somebody who spoke of a matter."""
    text = "登记为诉求？点一下，我就去找负责的人。\n（只有您点才算，不点就当没说）"
    return Content(text, buttons=_buttons(REGISTER, offer_id), reply_to=reply_to)


def offer_to_pass_on(offer_id: int, number: int, category: str, *, reply_to: int) -> Content:
    """The question to somebody who speaks of their own open ticket."""
    text = f"您说的是诉求 #{number}（{category}）吗？点一下，我转告承办人。\n（只有您点才算，不点就当没说）"
    return Content(text, buttons=_buttons(PASS_ON, offer_id), reply_to=reply_to)


def _buttons(yes: str, offer_id: int) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(yes, f"listening:register:{offer_id}"),),
        (Button(DECLINE, f"listening:decline:{offer_id}"), Button(NEVER, f"listening:never:{offer_id}")),
    )


def what_is_read(minutes: int) -> str:
    """To a group, once, when listening begins; ``minutes`` is how long unregistered words are kept at most."""
    return (
        "各位邻居好！从现在起，谁在群里说到难处，比如电梯坏了、楼道没灯，我会问本人一句“登记为诉求？”。\n"
        "· 本人点了才登记；不点，就当没说。\n"
        f"· 没登记的话我不留：看过就删，最多 {minutes} 分钟。\n"
        "· 说笑、广告、转发的，我不管，也不记。\n"
        "不想被问，点“不用再问我”就行。急事请直接 @我，或者打值班电话。"
    )
