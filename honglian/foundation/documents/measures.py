"""The measures of GB/T 9704—2012 (党政机关公文格式), in one place for every renderer.

Lengths in millimetres, type in points. 3 号 = 16 pt, 2 号 = 22 pt, 4 号 = 14 pt, 小标宋 for titles.
"""

from __future__ import annotations

PAGE = (210.0, 297.0)
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0
TEXT_WIDTH = PAGE[0] - LEFT - RIGHT  # 156
TEXT_HEIGHT = PAGE[1] - TOP - BOTTOM  # 225
FOOTER_BELOW_TEXT = 7.0  # the dashes of the page number stand so far under the text

LINES, CHARACTERS = 22, 28
LINE_PITCH = 28.0
BODY = 16.0
TITLE = 22.0
TITLE_PITCH = 35.0
FOOT = 14.0
CELL = 12.0
CELL_PITCH = 18.0
MASTHEAD = 36.0
POINTS_A_MM = 72 / 25.4
# 28 characters of 16 pt are 448 pt, the line is 442.2 pt long: the characters move together a little.
TRACKING = -0.25

RED = "E60012"
FANGSONG = "仿宋_GB2312"
TITLE_FACE = "方正小标宋简体"
HEITI = "黑体"
KAITI = "楷体_GB2312"
SONGTI = "宋体"
# What a computer without the standard's typefaces is told to take instead, best first.
FALLBACKS = {
    FANGSONG: "仿宋;FangSong;STFangsong;华文仿宋",
    TITLE_FACE: "小标宋;方正小标宋_GBK;华文中宋;STZhongsong;宋体",
    HEITI: "SimHei;Noto Sans CJK SC;思源黑体",
    KAITI: "楷体;KaiTi;STKaiti;华文楷体",
    SONGTI: "SimSun;Noto Serif CJK SC",
}
LEVEL_FACES = {1: HEITI, 2: KAITI, 3: FANGSONG, 4: FANGSONG}
