"""The one error of all standards."""


class Invalid(ValueError):
    """A value that does not meet its standard; `str(error)` is the Chinese sentence for the user.

    The sentence says what is wrong and what to do, without the row or the column name, which the
    caller knows.
    """
