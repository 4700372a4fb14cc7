"""The page on the states of membership work says what the code says."""

from tests.domains.members.state_doc import PAGE, text


def test_the_page_is_what_the_tables_say():
    assert PAGE.read_text(encoding="utf-8") == text()
