"""Forms of ledgers."""

from __future__ import annotations

from django import forms

from .reading import MAX_BYTES

ACCEPT = ".xlsx,.xlsm,.xls,.csv,.et"
TOO_LARGE = (
    f"文件超过 {MAX_BYTES // 1024 // 1024} MB，没有读取。请删去图片等无关内容，或分成几个文件。"
)


class UploadForm(forms.Form):
    file = forms.FileField(
        label="台账文件",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=(
            "Excel（.xlsx、.xls）或 CSV，最大 200 MB。上传后先检查全部行，确认后才写入。"
            "空着的单元格不会清掉系统里原有的内容。"
        ),
        allow_empty_file=True,
        error_messages={"required": "请选择要导入的文件。"},
    )


class ExportForm(forms.Form):
    purpose = forms.CharField(
        label="用途", max_length=60, help_text="会印在文件里，并记入审计日志。例：月度核对"
    )
    full = forms.BooleanField(
        label="导出完整的身份证号、手机号和住址",
        required=False,
        help_text="默认脱敏。勾选后文件里是完整的个人信息，请妥善保管。",
    )

    def __init__(self, *args, may_reveal: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not may_reveal:
            del self.fields["full"]


class DecisionForm(forms.Form):
    """Which rows go in."""

    rows = forms.ChoiceField(choices=[("all", "全部"), ("good", "没有错的行")])
