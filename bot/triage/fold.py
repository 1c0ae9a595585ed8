"""One form of text to compare in: half-width signs and simplified characters, position by position."""

LONGEST = 4096
"""What Telegram lets a message hold; nothing longer is read."""

_TRADITIONAL = (
    "棟栋號号樓楼單单園园區区錦锦門门場场關关電电燈灯車车噪噪掃扫亂乱龍龙東东華华廣广機机業业務务會会壞坏"
    "嗎吗麼么這这裡里裏里邊边對对問问題题請请幫帮來来沒没還还說说話话點点時时間间養养貓猫鄰邻違违築筑"
    "擾扰鬧闹濕湿漏漏氣气網网絡络線线陽阳臺台護护衛卫髒脏塵尘煙烟災灾劑剂滅灭責责費费繳缴證证醫医療疗"
    "險险婦妇兒儿爺爷媽妈爸爸個个們们幾几兩两頭头後后側侧訴诉議议處处理理報报修修員员級级長长橋桥濱滨"
    "鎮镇鄉乡銀银樂乐榮荣興兴麗丽慶庆紅红綠绿藍蓝黃黄馬马魚鱼鳥鸟書书畫画學学校校圖图館馆廠厂廳厅廁厕"
    "響响聲声應应該该過过進进遠远運运輛辆軌轨軟软輕轻較较達达遲迟選选適适遷迁開开閉闭離离難难雲云霧雾"
    "順顺須须預预頂顶項项飛飞飯饭館馆餘余驗验體体鬆松麵面齊齐憑凭備备傾倾僅仅價价億亿優优倉仓傷伤傳传"
    "債债從从復复徵征態态憂忧戶户換换擋挡損损搶抢據据擴扩攔拦撥拨斷断於于曬晒條条極极構构樣样標标檢检"
    "權权歡欢歲岁歸归殘残決决況况洩泄溝沟滿满滲渗潑泼濃浓灣湾為为無无牆墙獎奖環环現现產产當当畢毕異异"
    "療疗盡尽監监確确礙碍種种積积稱称窩窝窗窗範范節节簡简糞粪紙纸組组結结給给統统經经緊紧總总縣县織织"
    "續续罰罚聯联職职聽听腦脑膠胶舉举舊旧著着葉叶蓋盖蟲虫補补裝装製制覺觉觀观規规視视訊讯計计記记設设"
    "許许診诊評评試试詢询誰谁調调談谈諾诺講讲謝谢識识警警讓让變变貨货販贩貴贵買买賣卖質质贓赃趕赶躍跃"
)
_TABLE = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
    **dict(zip(map(ord, _TRADITIONAL[::2]), _TRADITIONAL[1::2], strict=True)),
}


def fold(text: str) -> str:
    """The text in its compared form, of the same length, or cut at what a message may hold."""
    return text[:LONGEST].translate(_TABLE)
