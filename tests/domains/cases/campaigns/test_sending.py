"""What a phone sends: cut photos, a clock that is a day off, the same thing twice, another person's form."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from honglian.domains.cases.models import Case, Knock
from honglian.foundation.files.models import Attachment
from honglian.kit import clock
from honglian.ui.offline import KEEP, TAKEN, owner_of
from tests.domains.cases.conftest import MORNING, again
from tests.domains.cases.test_pages import browser, photo

from .conftest import first


@pytest.fixture
def target(doors):
    return first(doors.running())


def address(target, verb: str = "visit") -> str:
    return reverse("cases:visit_tell", args=[target.pk, verb])


def headers(doors, *, filled=MORNING, sent=MORNING, owner: str = "") -> dict[str, str]:
    mine = f"{doors.guide.user_id}.{doors.guide.grant_id}"
    return {
        "HX-Request": "true",
        "X-HL-Owner": owner or mine,
        "X-HL-Filled": filled.isoformat(),
        "X-HL-Sent": sent.isoformat(),
    }


def typed(**more) -> dict:
    return {"text": "生产正常", "once": str(uuid.uuid4())} | more


def test_a_phone_a_day_behind_does_not_date_the_visit(doors, target):
    """Filled in three hours before it was sent, by a clock that is a day slow."""
    slow = MORNING - timedelta(days=1)
    sent = headers(doors, filled=slow - timedelta(hours=3), sent=slow)
    answer = browser(doors.guide).post(address(target), typed(), headers=sent)
    assert (answer.status_code, answer[TAKEN]) == (200, "yes")
    knock = Knock.rows.get()
    assert knock.happened_at == MORNING - timedelta(hours=3)
    assert knock.device_note == "手机时间 11月23日 周一 06:00，比实际慢 1 天"
    page = browser(doors.guide).get(reverse("cases:visit", args=[target.pk])).content.decode()
    assert "比实际慢 1 天" in page


@pytest.mark.parametrize(
    ("filled", "sent"),
    [("没有", "没有"), ("2026-11-24T09:00:00", "2026-11-24T09:00:00"), ("", "")],
    ids=["words", "no zone", "empty"],
)
def test_times_that_are_none_are_left_out(doors, target, filled, sent):
    asked = headers(doors) | {"X-HL-Filled": filled.encode().decode("latin-1"), "X-HL-Sent": sent.encode().decode("latin-1")}  # fmt: skip
    assert browser(doors.guide).post(address(target), typed(), headers=asked)[TAKEN] == "yes"
    assert Knock.rows.get().happened_at == clock.now()


def test_a_clock_set_back_while_waiting_gives_no_visit_of_the_future(doors, target):
    sent = headers(doors, filled=MORNING + timedelta(days=2), sent=MORNING)
    browser(doors.guide).post(address(target), typed(), headers=sent)
    assert Knock.rows.get().happened_at == MORNING


def test_the_same_submission_twice_and_after_the_key_is_forgotten(doors, target):
    form, client = typed(needs="路灯坏了\n\n招焊工"), browser(doors.guide)
    one = client.post(address(target), form, headers=headers(doors))
    two = client.post(address(target), form, headers=headers(doors))
    assert one[TAKEN] == two[TAKEN] == "yes"
    from honglian.foundation.workflow.models import OnceKey

    OnceKey.objects.all().delete()
    assert client.post(address(target), form, headers=headers(doors))[TAKEN] == "yes"
    assert (Knock.rows.count(), Case.rows.count()) == (1, 2)


def test_a_photo_cut_in_the_middle_is_named_and_nothing_is_kept(doors, target):
    whole = photo().read()
    cut = photo()
    cut.seek(0)
    cut.truncate(len(whole) // 2)
    answer = browser(doors.guide).post(
        address(target), typed(photos=[cut], needs="一件事"), headers=headers(doors)
    )
    assert answer.status_code == 422
    assert TAKEN not in answer
    assert "现场.jpg" in answer.content.decode()
    assert (Knock.rows.count(), Case.rows.count(), Attachment.objects.count()) == (0, 0, 0)
    assert again(target).state == "waiting"


def test_a_post_that_breaks_off_is_not_taken(doors, target):
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="text"\r\n\r\nok\r\n'
        b'--edge\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n" + photo().read()[:100]
    )
    told = headers(doors) | {"X-HL-Files": f"1/{len(photo().read())}"}
    answer = browser(doors.guide).post(
        address(target), body, "multipart/form-data; boundary=edge", headers=told
    )
    assert answer.status_code == 408
    assert "没有传完整" in answer.content.decode()
    assert TAKEN not in answer
    assert Knock.rows.count() == 0


def test_another_persons_or_roles_form_is_not_taken(doors, target):
    for owner in ("999999.1", f"{doors.guide.user_id}.0"):
        asked = headers(doors, owner=owner)
        answer = browser(doors.guide).post(address(target), typed(), headers=asked)
        assert answer.status_code == 409
        assert "别的账号或身份" in answer.content.decode()
        assert TAKEN not in answer
    assert Knock.rows.count() == 0


def test_signed_out_is_told_and_not_taken(doors, target, client):
    answer = client.post(address(target), typed(), headers=headers(doors))
    assert answer.status_code == 401
    assert TAKEN not in answer


def test_only_pages_that_may_be_kept_say_so(doors, target):
    client = browser(doors.guide)
    mine = f"{doors.guide.user_id}.{doors.guide.grant_id}"
    for page in (address(target), reverse("cases:my_visits")):
        assert client.get(page)[KEEP] == mine
    for page in (reverse("cases:visit", args=[target.pk]), reverse("cases:campaigns")):
        assert KEEP not in client.get(page)
    standing = client.get(reverse("ui:offline_standing")).json()
    assert standing["owner"] == mine


def test_nobody_owns_nothing(rf):
    assert owner_of(rf.get("/")) == ""
