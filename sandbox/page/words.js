// Every word the page says by itself, in Chinese and English.

const ZH = {
  loading: "正在打开……",
  nobody: "还没有人。点“加一个人”开始。",
  newcomer: "加一个人", newcomerName: "叫什么名字？",
  addPhone: "加一部手机", closePhone: "收起这部手机", phoneOf: (name) => `${name}的手机`,
  who: "我是谁", others: "其他人", chats: "聊天", back: "返回聊天列表", elsewhere: "可以加入的群", join: "加入",
  menu: "更多", leave: "退出群聊", block: "拉黑机器人", unblock: "解除拉黑", start: "开始", muted: "你拉黑了这个机器人",
  notStarted: "点“开始”，机器人才能给你发消息。",
  people: (count) => `${count} 人`, bot: "机器人", online: "在线",
  busy: (name) => `${name} 正在输入……`,
  write: "写消息……", send: "发送", attach: "发照片、文件、位置", record: "按一下录音，再按一下发送", recording: "正在录音，再按一下发送",
  photo: "示例照片", pickFile: "选照片或文件", voiceSample: "示例语音", place: "发位置", album: "示例相册（3 张）",
  placeTitle: "选一个位置", latitude: "纬度", longitude: "经度", sendPlace: "发送这个位置", cancel: "取消",
  contact: "我的名片", keyboard: "按钮", commands: "命令",
  reply: "回复", edit: "改", react: "表态", pin: "置顶", unpin: "取消置顶", answering: "回复", editing: "修改", noReply: "不回复了",
  edited: "已修改", pinned: "置顶消息", forwarded: (name) => `转发自 ${name}`,
  newMessages: (count) => `${count} 条新消息`, toEnd: "到最新一条", unread: (count) => `${count} 条未读`,
  image: "照片", file: "文件", voice: "语音", video: "视频", audio: "音频", sticker: "贴纸", animation: "动图", contactCard: "名片",
  video_note: "视频留言", media: "［媒体］", poll: "投票", anonymousPoll: "匿名投票", closedPoll: "投票已结束", votes: (count) => `${count} 人投票`, takeBack: "收回我的票",
  map: "在地图上打开",
  clock: "时间", forward: "快进", minutes10: "10 分钟", hour1: "1 小时", hours4: "4 小时", tomorrow: "明早 7:00", day1: "1 天", week1: "1 周",
  ahead: (text) => `比现在早走了 ${text}`, days: "天", hours: "小时", minutes: "分钟",
  settings: "显示", theme: "深浅", themeAuto: "跟随系统", themeLight: "浅色", themeDark: "深色", large: "大字", language: "English",
  tour: "看一遍演示", tourStop: "我来接手", tourPause: "暂停", tourOn: "继续", tourDone: "演示完了。现在换你来，随便说点什么试试。",
  tourLost: "这一步没等到，可能有人先动了手。现在由你接着做。", tourTaken: "好，交给你了。", tourStep: (at, all) => `第 ${at} 步，共 ${all} 步`,
  dropHere: "放到这里发送", tooLarge: "文件太大，最多 20 MB。", noMicrophone: "没有麦克风，发了一段示例语音。",
  noLink: "连不上沙盒，正在重试……", api: "接口说明", sandbox: "本地沙盒 · 不连 Telegram",
  joined: (names) => `${names} 进群`, left: (name) => `${name} 退群`, pinnedOne: "置顶了一条消息", renamed: (title) => `群名改为 ${title}`,
  migrated: "升级为超级群", topics: "话题", general: "大家说", topic: (name) => `新话题：${name}`,
  topicChanged: (name) => (name ? `话题改名为 ${name}` : "话题换了图标"), topicClosed: "话题已关闭", topicReopened: "话题又开了",
  topicHidden: "话题已隐藏", topicShown: "话题又显示了", quiz: "小测验", today: "今天", yesterday: "昨天",
  older: "更早的消息", pages: "切换手机", close: "关闭",
};

const EN = {
  loading: "Opening…",
  nobody: "Nobody is here yet. Press “Add a person” to begin.",
  newcomer: "Add a person", newcomerName: "What is their name?",
  addPhone: "Add a phone", closePhone: "Put this phone away", phoneOf: (name) => `${name}'s phone`,
  who: "Who I am", others: "Others", chats: "Chats", back: "Back to the chats", elsewhere: "Groups to join", join: "Join",
  menu: "More", leave: "Leave the group", block: "Block the bot", unblock: "Unblock", start: "Start", muted: "You blocked this bot",
  notStarted: "Press Start so that the bot may write to you.",
  people: (count) => `${count} people`, bot: "bot", online: "online",
  busy: (name) => `${name} is typing…`,
  write: "Message…", send: "Send", attach: "Send a photo, a file, a place", record: "Press to record, press again to send", recording: "Recording; press again to send",
  photo: "Sample photo", pickFile: "Choose a photo or file", voiceSample: "Sample voice", place: "Send a place", album: "Sample album (3)",
  placeTitle: "Choose a place", latitude: "Latitude", longitude: "Longitude", sendPlace: "Send this place", cancel: "Cancel",
  contact: "My contact", keyboard: "Buttons", commands: "Commands",
  reply: "Reply", edit: "Edit", react: "React", pin: "Pin", unpin: "Unpin", answering: "Reply to", editing: "Edit", noReply: "No reply after all",
  edited: "edited", pinned: "Pinned message", forwarded: (name) => `Forwarded from ${name}`,
  newMessages: (count) => `${count} new`, toEnd: "To the newest", unread: (count) => `${count} unread`,
  image: "Photo", file: "File", voice: "Voice", video: "Video", audio: "Audio", sticker: "Sticker", animation: "Animation", contactCard: "Contact",
  video_note: "Video message", media: "[media]", poll: "Poll", anonymousPoll: "Anonymous poll", closedPoll: "Poll closed", votes: (count) => `${count} voted`, takeBack: "Take my vote back",
  map: "Open on a map",
  clock: "Time", forward: "Fast-forward", minutes10: "10 minutes", hour1: "1 hour", hours4: "4 hours", tomorrow: "7:00 tomorrow", day1: "1 day", week1: "1 week",
  ahead: (text) => `${text} ahead of now`, days: "d", hours: "h", minutes: "min",
  settings: "Look", theme: "Colours", themeAuto: "As the system", themeLight: "Light", themeDark: "Dark", large: "Large type", language: "中文",
  tour: "Watch the tour", tourStop: "Let me take over", tourPause: "Pause", tourOn: "Go on", tourDone: "That was it. Your turn: say something and see.",
  tourLost: "This did not happen; perhaps somebody was quicker. It is yours now.", tourTaken: "It is yours.", tourStep: (at, all) => `Step ${at} of ${all}`,
  dropHere: "Drop here to send", tooLarge: "The file is too large; 20 MB at most.", noMicrophone: "No microphone: a sample voice was sent.",
  noLink: "The sandbox does not answer; trying again…", api: "API", sandbox: "Local sandbox · not Telegram",
  joined: (names) => `${names} joined`, left: (name) => `${name} left`, pinnedOne: "pinned a message", renamed: (title) => `the group is now called ${title}`,
  migrated: "became a supergroup", topics: "Topics", general: "General", topic: (name) => `New topic: ${name}`,
  topicChanged: (name) => (name ? `the topic is now called ${name}` : "the topic has another icon"), topicClosed: "the topic was closed", topicReopened: "the topic was reopened",
  topicHidden: "the topic was hidden", topicShown: "the topic is shown again", quiz: "Quiz", today: "today", yesterday: "yesterday",
  older: "Earlier messages", pages: "Change phones", close: "Close",
};

const LANGUAGES = { zh: ZH, en: EN };

export let language = localStorage.getItem("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en");

export function speak(chosen) {
  language = chosen;
  localStorage.setItem("language", chosen);
}

export function word(name, ...given) {
  const said = LANGUAGES[language][name];
  return typeof said === "function" ? said(...given) : said;
}

export const wording = (both) => both[language];
