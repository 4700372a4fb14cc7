"""What the floors promise beyond their imports."""

from tests.architecture.tracked import ROOT, name_of, product_python

WITHOUT_TABLES = ("kit", "algo")


def test_kit_and_algo_have_no_tables():
    rooms = [ROOT / "honglian" / floor for floor in WITHOUT_TABLES]
    tables = [
        name_of(path)
        for path in product_python()
        if path.name == "models.py" and any(path.is_relative_to(room) for room in rooms)
    ]
    assert not tables, "\n".join(tables)


def test_every_app_is_labelled_as_its_folder():
    wrong = [
        name_of(path)
        for path in product_python()
        if path.name == "apps.py"
        and f'label = "{path.parent.name}"' not in path.read_text(encoding="utf-8")
    ]
    assert not wrong, "\n".join(wrong)
