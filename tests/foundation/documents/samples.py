"""Documents with everything in them."""

from datetime import date

from honglian.foundation.documents.api import Annex, Document, Heading, Paragraph, Table

NASTY = "甲&乙<b>粗</b> #emph[不] \\u{41} $x$ \x07{{ 7*7 }}"


def letter(**more) -> Document:
    """A document with a red head, four levels of headings, a long table and two annexes."""
    rows = tuple((f"类别{i}", str(i), f"{i}.0%") for i in range(1, 61))
    given = {
        "title": "关于二〇二六年一月企业诉求办理工作情况的分析报告",
        "issuer": "示范高新区企业服务中心",
        "on": date(2026, 1, 5),
        "number": "示高服〔2026〕1号",
        "masthead": "示范高新区企业服务中心文件",
        "to": "各有关部门",
        "copies_to": "党工委办公室，管委会办公室",
        "printed_by": "示范高新区企业服务中心",
        "secrecy": "内部",
        "body": (
            Heading("总体情况"),
            Paragraph("收到诉求十二件，" * 30),
            Heading("分类", 2),
            Heading("用工", 3),
            Heading("普工", 4),
            Paragraph(NASTY),
            Heading("融资", 3),
            Heading("部门", 2),
            Heading("打算"),
            Table(("类别", "件数", "占比"), rows, title="各类诉求", note="占比＝本类÷全部。"),
        ),
        "annexes": (Annex("指标口径", (Paragraph("无。"),)), Annex("清单", (Paragraph("无。"),))),
    }
    return Document(**(given | more))
