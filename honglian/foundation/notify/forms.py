"""Forms of channels and of one's own wishes."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.kit.actor import Actor

from .models import Channel
from .selectors import departments

ADDRESS_HELP = (
    "从群机器人的设置页完整复制。邮件写 smtp://账号:密码@主机:端口，加密用 smtps://；"
    "钉钉加签的密钥接在地址后面，用 # 隔开。地址里有密钥，保存后不再显示。"
)


class ChannelForm(forms.ModelForm):
    """``address`` is never shown again; left empty it stays as it was."""

    address = forms.CharField(
        label="地址",
        max_length=500,
        required=False,
        help_text=ADDRESS_HELP,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    class Meta:
        model = Channel
        fields = ("kind", "name", "department", "address", "is_active")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["address"] = ""
        self.fields["kind"].choices = [("", "请选择"), *Channel.Kind.choices]
        department = self.fields["department"]
        department.queryset = departments(actor)
        department.label, department.empty_label = "用于部门", "全区"
        department.help_text = "部门的群只收发给该部门的通知；发给个人的通知不进群。"
        if self.instance.pk:
            self.fields["address"].help_text = f"不改就留空。{ADDRESS_HELP}"

    def _post_clean(self) -> None:
        """The action writes; the instance must keep its stored address until then."""


class PreferenceForm(forms.Form):
    mail = forms.BooleanField(label="有新消息时也发邮件给我", required=False)
