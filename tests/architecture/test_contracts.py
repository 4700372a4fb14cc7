"""The import contract sees what it claims to see."""

from grimp import ImportGraph

from tests.architecture.contracts import windows


def graph_of(*imports: tuple[str, str]) -> ImportGraph:
    graph = ImportGraph()
    for importer, imported in imports:
        graph.add_import(importer=importer, imported=imported)
    return graph


def test_the_door_is_open_to_everyone():
    assert (
        windows(graph_of(("honglian.domains.visits.actions", "honglian.domains.cases.api"))) == []
    )


def test_inside_a_domain_all_rooms_are_open():
    assert (
        windows(graph_of(("honglian.domains.cases.views", "honglian.domains.cases.models"))) == []
    )


def test_a_neighbours_models_are_a_window():
    entry = ("honglian.domains.visits.actions", "honglian.domains.cases.models")
    assert windows(graph_of(entry)) == [entry]


def test_a_domain_whose_name_begins_alike_is_still_a_neighbour():
    entry = ("honglian.domains.cases_archive.actions", "honglian.domains.cases.models")
    assert windows(graph_of(entry)) == [entry]


def test_the_entrances_mount_addresses_but_not_models():
    addresses = ("honglian.urls", "honglian.domains.cases.urls")
    models = ("honglian.urls", "honglian.domains.cases.models")
    found = windows(graph_of(addresses, models), joiners=["honglian.urls"], mounted_rooms=["urls"])
    assert found == [models]


def test_a_neighbour_may_not_mount_addresses():
    entry = ("honglian.domains.visits.urls", "honglian.domains.cases.urls")
    assert windows(graph_of(entry), joiners=["honglian.urls"], mounted_rooms=["urls"]) == [entry]
