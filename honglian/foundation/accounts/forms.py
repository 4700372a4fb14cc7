"""Forms of accounts."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator

USERNAME = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{2,31}$",
    "账号用 3 至 32 位字母、数字、点、下划线或短横线，以字母或数字开头。",
)
MOBILE = RegexValidator(r"^1[3-9]\d{9}$", "手机号应为 11 位数字，请核对。")
CODE_ATTRS = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


class SignInForm(forms.Form):
    username = forms.CharField(
        label="账号",
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
        error_messages={"required": "请填写账号。"},
    )
    password = forms.CharField(
        label="口令",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写口令。"},
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="验证码",
        max_length=40,
        widget=forms.TextInput(attrs={**CODE_ATTRS, "autofocus": True}),
        help_text="手机验证器上的 6 位数字；手机不在身边时，用一个恢复码。",
        error_messages={"required": "请填写验证码。"},
    )


class PhoneCodeForm(forms.Form):
    code = forms.CharField(
        label="手机上显示的 6 位数字",
        max_length=10,
        widget=forms.TextInput(attrs={**CODE_ATTRS, "inputmode": "numeric"}),
        error_messages={"required": "请填写手机上显示的 6 位数字。"},
    )


class PasswordForm(forms.Form):
    old_password = forms.CharField(
        label="现在的口令",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label="新口令",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="至少 8 位，含大写字母、小写字母、数字、符号中的三类；不与最近 5 次相同。",
    )
    again = forms.CharField(
        label="再输一遍新口令",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("new_password") and data.get("again") not in (None, data["new_password"]):
            self.add_error("again", "两次输入的新口令不一致，请重新输入。")
        return data


class ContactForm(forms.Form):
    mobile = forms.CharField(
        label="手机",
        required=False,
        validators=[MOBILE],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label="邮箱", required=False, error_messages={"invalid": "邮箱地址不完整，请核对。"}
    )


class AccountForm(ContactForm):
    """A new account; contact fields come last."""

    username = forms.CharField(
        label="账号",
        validators=[USERNAME],
        help_text="登录时使用，建好后不再改动。建议用姓名拼音。",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    name = forms.CharField(label="姓名", max_length=32)
    field_order = ["username", "name", "mobile", "email"]
