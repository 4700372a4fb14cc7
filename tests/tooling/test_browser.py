"""A page in the tests complains about what a person would not see, and only about that."""

import pytest

from tests.browser import Pages, assert_accessible


@pytest.fixture
def grumbler(chromium, live_server):
    """Pages whose complaints are looked at instead of failing the test at its end."""
    with chromium(base_url=str(live_server)) as pages:
        yield pages
        pages.complaints.clear()


@pytest.mark.browser
def test_a_missing_static_file_is_a_complaint(grumbler: Pages):
    grumbler().goto("/static/no-such-file.css")
    assert any("/static/no-such-file.css" in words for words in grumbler.complaints)


@pytest.mark.browser
def test_a_script_error_is_a_complaint(grumbler: Pages):
    page = grumbler()
    page.set_content("<script>undefinedFunction()</script>")
    assert "undefinedFunction" in grumbler.complaints[0]


@pytest.mark.browser
def test_an_unknown_page_is_a_plain_refusal(grumbler: Pages):
    response = grumbler().goto("/no-such-page/")
    assert response.status == 404
    assert grumbler.complaints == []


@pytest.mark.browser
def test_complaints_fail_the_test_at_its_end(chromium, live_server):
    with pytest.raises(AssertionError, match="boom"), chromium(base_url=str(live_server)) as pages:
        pages().set_content("<script>console.error('boom')</script>")


def test_static_files_are_served_without_hashed_names(page):
    assert page.goto("/static/vendor/htmx/htmx.min.js").status == 200


def test_a_phone_is_narrow_and_has_touch(phone):
    phone.set_content("<meta name='viewport' content='width=device-width'>")
    assert phone.evaluate("() => [innerWidth, navigator.maxTouchPoints > 0]") == [390, True]


def test_accessibility_violations_are_listed(page):
    page.set_content("<html lang='zh'><title>t</title><main><h1>h</h1><img src='data:,'></main>")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
