"""Forms of enterprises."""

from __future__ import annotations

from django import forms

from honglian.algo.standards import mobile
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.zones.models import Chain
from honglian.kit import clock

from .models import ContactLog, ContactPledge, Enterprise, Instructor


class EnterpriseForm(forms.ModelForm):
    """What may be edited by hand; code and figures come by ledger."""

    class Meta:
        model = Enterprise
        fields = [
            "name", "former_name", "legal_person", "registered_address", "address", "products", "needs",
            "chain", "chain_role", "size", "four_above", "listed_above_on", "is_key", "is_in_park",
            "status", "employees", "coverage", "party_org", "formal_members", "probationary_members",
            "park", "honours", "contact_name",
        ]  # fmt: skip
        labels = {"chain": "产业链", "party_org": "所在党组织"}
        help_texts = {"needs": "希望指导员懂什么，如 融资、日语；几项之间用“、”隔开。"}
        widgets = {"listed_above_on": forms.DateInput(attrs={"type": "date"})}

    contact_mobile = forms.CharField(
        label="联系电话", required=False, help_text="不改就留空；保存后加密，页面只显示后四位。"
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chain"].queryset = Chain.objects.filter(zone_id=actor.zone_id)
        self.fields["party_org"].queryset = PartyOrg.objects.visible_to(actor).order_by("name")

    def clean_contact_mobile(self):
        value = self.cleaned_data["contact_mobile"].strip()
        if value and (problem := mobile.problem(value)):
            raise forms.ValidationError(problem)
        return value

    def changes(self) -> dict:
        """Only what the person changed; an empty telephone means “leave it”."""
        wanted = {name: self.cleaned_data[name] for name in self.changed_data}
        if not wanted.get("contact_mobile", "x"):
            wanted.pop("contact_mobile")
        return wanted


class PledgeForm(forms.Form):
    instructor = forms.ModelChoiceField(label="指导员或领导", queryset=Instructor.rows.none())
    kind = forms.ChoiceField(label="类型", choices=ContactPledge.Kind.choices)
    starts_on = forms.DateField(
        label="起始日期", widget=forms.DateInput(attrs={"type": "date"}), initial=clock.today
    )

    ends_on = forms.DateField(
        label="止期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="协助指导员、包保领导可以定期；主指导员留空，换人时自动交接。",
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Instructor.rows.filter(zone_id=actor.zone_id, left_on__isnull=True).order_by("name")
        self.fields["instructor"].queryset = rows


class ContactLogForm(forms.Form):
    way = forms.ChoiceField(label="方式", choices=ContactLog.Way.choices)
    happened_on = forms.DateField(
        label="日期", widget=forms.DateInput(attrs={"type": "date"}), initial=clock.today
    )
    text = forms.CharField(
        label="了解到的情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写清楚企业说了什么；需要部门办的事请直接吹哨。",
    )
    promise = forms.CharField(
        label="答应的事", max_length=300, required=False, help_text="没有就留空。"
    )
    promise_due_on = forms.DateField(
        label="答应的期限", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="撤回的原因", max_length=200, help_text="为什么办不到、是否已向企业说明。"
    )
