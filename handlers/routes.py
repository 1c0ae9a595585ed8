"""Which update goes to which handler: the first that fits."""

from typing import Any

from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers import broadcast, canteen, intake, listening, meetings, meetings_office, people, tickets
from handlers.direct import heard_directly
from handlers.presses import pressed

COMMANDS = {
    "start": ("开始", people.start),
    "say": ("有事敞开说", intake.say),
    "help": ("怎么用", people.show_help),
    "menu": ("食堂菜单；后面可以写：明天、本周", canteen.menu),
    "orders": ("我的订餐；食堂：今天订了多少", canteen.orders),
    "meetings": ("近期的会，我的报名", meetings.coming_up),
    "here": ("到会签到；后面写门口的四位数字", meetings.here),
    "mine": ("我的诉求；网格员：手上没办完的", tickets.mine),
    "ask": ("群里说到难处，请再问我要不要登记", listening.ask_again),
    "away": ("网格员：我不在，请人代班", people.away),
    "back": ("网格员：我回来了", people.back),
    "canteen": ("食堂、社区：发菜单", canteen.send_menu),
    "notice": ("社区：发通知", broadcast.write),
    "meeting": ("社区：开会；后面可以写：下周三晚上7点半在三楼议事厅开会，商量……", meetings_office.call),
    "triage": ("社区：待分派的诉求", tickets.triage_list),
    "enrol": ("社区：网格员登记链接", people.enrol_links),
}
"""Each command with what it is for and what answers it."""

PUBLIC_COMMANDS = ("say", "mine", "menu", "orders", "meetings", "help")

_NEW = filters.UpdateType.MESSAGE
_MOVED = filters.StatusUpdate.MIGRATE


def all_handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Every handler, in the order in which they are asked."""
    return [
        MessageHandler(_NEW & _MOVED, people.migrated),
        ChatMemberHandler(people.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        CallbackQueryHandler(pressed),
        *(CommandHandler(name, answer, filters=_NEW) for name, (_, answer) in COMMANDS.items()),
        MessageHandler(filters.UpdateType.EDITED_MESSAGE, intake.edited),
        MessageHandler(_NEW & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL, heard_directly),
        MessageHandler(_NEW & filters.ChatType.GROUPS & ~filters.StatusUpdate.ALL, intake.heard_in_group),
    ]
