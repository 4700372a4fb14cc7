"""The contract `doors` of .importlinter: a domain is entered from outside only by its api.py."""

from collections.abc import Iterable, Sequence

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

DOMAINS = "honglian.domains"
DOOR = "api"


class DoorsContract(Contract):
    """Every import into a domain from outside it must name `<domain>.api`.

    `joiners` are modules (with all below them) that may also import the `mounted_rooms`, because
    addresses and API operations have to be put together somewhere.
    """

    joiners = fields.ListField(subfield=fields.StringField())
    mounted_rooms = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """List every import that climbs in by a window."""
        found = windows(graph, joiners=self.joiners, mounted_rooms=self.mounted_rooms)
        return ContractCheck(kept=not found, metadata={"windows": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line an import, with what to do."""
        for importer, imported in check.metadata["windows"]:
            output.print_error(f"{importer} imports {imported}", bold=False)
        output.new_line()
        output.print("Ask through the domain's api.py, or subscribe to its events.")


def windows(
    graph: ImportGraph, *, joiners: Sequence[str] = (), mounted_rooms: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """Return the imports (importer, imported) that enter a domain other than by its door, sorted."""
    found = []
    for imported in _below(graph.modules, DOMAINS):
        domain, _, room = imported.removeprefix(DOMAINS + ".").partition(".")
        first = room.partition(".")[0]
        if first == DOOR:
            continue
        for importer in graph.find_modules_that_directly_import(imported):
            inside = _is_below(importer, f"{DOMAINS}.{domain}")
            joining = first in mounted_rooms and any(
                _is_below(importer, joiner) for joiner in joiners
            )
            if not inside and not joining:
                found.append((importer, imported))
    return sorted(found)


def _below(modules: Iterable[str], parent: str) -> list[str]:
    return [module for module in modules if module.startswith(parent + ".")]


def _is_below(module: str, parent: str) -> bool:
    return module == parent or module.startswith(parent + ".")
