"""The house: imports point down only, third parties stay in their rooms, and nobody asks a layer what kind it is."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import shapecalc

HOME = Path(shapecalc.__file__).parent
FLOORS = {
    "formulas": 0,
    "symbolic": 0,
    "errors": 0,
    "shape": 1,
    "layers": 2,
    "dialects": 3,
    "model": 4,
    "importers": 5,
    "budget": 5,
    "footprint": 5,
    "receptive_fields": 5,
    "summary": 5,
    "sizes": 5,
    "mismatch": 5,
    "solver": 5,
    "render": 6,
    "cli": 7,
    "__main__": 7,
}
BESIDE = {
    *(("formulas", "errors"), ("__main__", "cli")),
    *(("summary", "footprint"), ("summary", "receptive_fields"), ("budget", "summary")),
    *(("summary", "sizes"), ("receptive_fields", "sizes"), ("summary", "mismatch"), ("mismatch", "sizes")),
}
"""Neighbours on one floor of which the first may import the second."""
SPEAKING = ("solver/code/", "solver/public/")
"""The solver's rooms that write code, in a framework's words; the search knows none."""
THE_DOOR = "__init__"
"""The package's own ``__init__`` leads into every room, late; its version is for all."""
VAGUE = {"utils", "helpers", "common", "core", "manager"}


class Import(NamedTuple):
    """``room`` is the first part below shapecalc of who imports, ``module`` what is imported."""

    file: str
    room: str
    module: str

    def __str__(self) -> str:
        return f"{self.file} imports {self.module}"


def imports_of(source: str, file: str) -> Iterator[Import]:
    room = Path(file).parts[0].removesuffix(".py")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (Import(file, room, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            yield from (Import(file, room, f"{node.module}.{alias.name}") for alias in node.names)


FILES = {str(path.relative_to(HOME)): path.read_text(encoding="utf-8") for path in sorted(HOME.rglob("*.py"))}
IMPORTS = [each for file, source in FILES.items() for each in imports_of(source, file)]


def room_of(module: str) -> str:
    """Return the room of ours that a module is in; the empty text for another package."""
    first, _, rest = module.partition(".")
    return rest.split(".")[0] if first == "shapecalc" else ""


def points_up(each: Import) -> bool:
    target = room_of(each.module)
    if target in ("", each.room, "__version__") or each.room == THE_DOOR or (each.room, target) in BESIDE:
        return False
    if each.room == "solver":
        return FLOORS[target] > 0 and not (each.file.startswith(SPEAKING) and target == "dialects")
    return FLOORS[target] >= FLOORS[each.room]


def third_party(each: Import) -> str | None:
    first = each.module.split(".")[0]
    return None if first == "shapecalc" or first in sys.stdlib_module_names else first


def test_every_room_has_a_floor() -> None:
    rooms = {Path(file).parts[0].removesuffix(".py") for file in FILES}
    assert rooms - {THE_DOOR} == set(FLOORS)


def test_imports_point_down_only() -> None:
    assert not [str(each) for each in IMPORTS if points_up(each)]


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("formulas/window.py", "from shapecalc.shape import Shape"),
        ("layers/conv.py", "import shapecalc.dialects.keras"),
        ("solver/search.py", "from shapecalc.dialects import KERAS"),
        ("solver/search.py", "from shapecalc.layers.conv import Conv"),
        ("summary.py", "from shapecalc.solver import solve"),
        ("render/table.py", "if TYPE_CHECKING:\n    from shapecalc.cli.app import app"),
    ],
)
def test_an_import_that_points_up_is_found(file: str, source: str) -> None:
    assert all(map(points_up, imports_of(source, file)))


@pytest.mark.parametrize("room", ["formulas", "errors", "shape"])
def test_the_lowest_floors_need_the_standard_library_only(room: str) -> None:
    assert not [str(each) for each in IMPORTS if each.room == room and third_party(each)]


@pytest.mark.parametrize(
    ("package", "rooms"),
    [
        ("rich", {"render", "cli"}),
        ("typer", {"cli"}),
        ("pydantic", {"layers", "dialects", "solver"}),
        ("pydantic_core", {"layers"}),
        ("yaml", {"model"}),
        ("simpleeval", {"model"}),
        ("h5py", {"importers"}),
        ("torch", {"importers"}),
        ("onnx", {"importers"}),
        ("google", {"importers"}),
    ],
)
def test_a_third_party_stays_in_its_rooms(package: str, rooms: set[str]) -> None:
    found = {each.room for each in IMPORTS if third_party(each) == package}
    assert found == rooms


def test_the_solver_has_pydantic_at_its_door_alone() -> None:
    found = {each.file for each in IMPORTS if each.room == "solver" and third_party(each) == "pydantic"}
    assert found == {"solver/public/solution.py", "solver/public/solutions.py"}


def test_there_are_no_other_third_parties() -> None:
    found = {third_party(each) for each in IMPORTS} - {None}
    needed = {"rich", "typer", "pydantic", "pydantic_core", "yaml", "simpleeval"}
    assert found == needed | {"h5py", "torch", "onnx", "google"}


def test_torch_is_imported_by_what_traces_it_alone() -> None:
    found = {str(Path(each.file).parent) for each in IMPORTS if third_party(each) == "torch"}
    assert found == {"importers/torch"}
    doors = {
        "__init__.py",
        "factory.py",
        "archive.py",
        "saved.py",
        "program.py",
        "blame.py",
        "plan.py",
        "calls.py",
        "assembly.py",
    }
    assert not {f"importers/torch/{door}" for door in doors} & {each.file for each in IMPORTS if third_party(each)}


def test_no_module_has_a_vague_name() -> None:
    assert not [file for file in FILES if VAGUE & {part.removesuffix(".py") for part in Path(file).parts}]


def classes_in(source: str) -> Iterator[str]:
    yield from (node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef))


CARDS = {name for file, source in FILES.items() if file.startswith("layers/") for name in classes_in(source)}
MAY_BE_ASKED_FOR = {
    "model/graph.py": {"Input"},  # an input's shape is replaced, and that is all of it
    "dialects/nested.py": {"Inner"},  # whatever answers as a card does: no kind of layer
    "importers/keras/reading.py": {"Inner"},
}


def kinds_asked_for(source: str) -> set[str]:
    """Return the cards whose names stand as the second argument of ``isinstance`` or in a ``match``."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        asked: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance":
            asked = node.args[1:]
        elif isinstance(node, ast.MatchClass):
            asked = [node.cls]
        for each in asked:
            found |= {part.id for part in ast.walk(each) if isinstance(part, ast.Name)}
            found |= {part.attr for part in ast.walk(each) if isinstance(part, ast.Attribute)}
    return found & CARDS


@pytest.mark.parametrize("file", [file for file in FILES if not file.startswith("layers/")])
def test_nobody_asks_a_layer_what_kind_it_is(file: str) -> None:
    assert kinds_asked_for(FILES[file]) <= MAY_BE_ASKED_FOR.get(file, set())


def test_a_question_for_the_kind_is_found() -> None:
    assert kinds_asked_for("if isinstance(layer, (conv.Conv, int)): ...") == {"Conv"}
    assert kinds_asked_for("match layer:\n    case Dense(): ...") == {"Dense"}
