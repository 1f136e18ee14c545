"""Zip archives: what is inside says whose they are. One small member is read, in memory; nothing is unpacked or run."""

from __future__ import annotations

import struct
import zlib
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from shapecalc.errors import Problem, ShapecalcError
from shapecalc.importers.torch.archive import folder_of, read_exported
from shapecalc.importers.torch.saved import pickled

if TYPE_CHECKING:
    from shapecalc.model.graph import Model

MOST_INDEX_BYTES = 16 * 2**20
"""So large may the list of members be, which is read as a whole."""
MOST_BYTES = 32 * 2**20
MOST_RATIO = 300
"""Text shrinks to a tenth, or a hundredth where it repeats itself; a bomb does better."""
_ENCRYPTED = 1


class Refusal(NamedTuple):
    """A kind of archive that is not read: the member that gives it away, why, and what to do."""

    member: str
    what: str
    why: str
    fix: str


REFUSALS = (
    Refusal(
        "serialized_exported_program.json",
        "this is an old archive of torch.export",
        "it is read as PyTorch 2.8 and later write it",
        "call shapecalc.from_torch(torch.export.load(path).module(), ...), or export the module again",
    ),
    Refusal(
        "saved_model.pb",
        "this is a SavedModel of TensorFlow",
        "it holds traced functions, and no layers",
        "save the model with model.save('model.keras')",
    ),
)


def read(file: BinaryIO, name: str) -> Model:
    """Return the model in an archive."""
    try:
        _check_index(file)
        with ZipFile(file) as archive:
            members = {info.filename: info for info in archive.infolist()}
            _check_members(archive.infolist(), members, name)
            folder = folder_of(members)
            if folder is not None:
                return read_exported(partial(_named, archive, members, folder), name)
            text = _member(archive, members["config.json"])
            metadata = _member(archive, members["metadata.json"]) if "metadata.json" in members else b"{}"
    except (BadZipFile, zlib.error, EOFError, struct.error, UnicodeDecodeError) as error:
        why = str(error) or "it ends too early"
        raise _at(name, ShapecalcError("the archive is damaged", why=why, fix="save or copy it again")) from None
    except ShapecalcError as error:
        raise _at(name, error) from None
    from shapecalc.importers.keras.config import read_archived

    return read_archived(text, metadata, name)


def _check_index(file: BinaryIO) -> None:
    """Refuse a list of members that is too large to be one; the end of an archive tells its size."""
    size = file.seek(0, 2)
    file.seek(max(size - 2**16 - 100, 0))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    index = struct.unpack_from("<L", tail, at + 12)[0] if 0 <= at <= len(tail) - 16 else 0
    if index == 2**32 - 1:  # the number stands in the larger record before
        at = tail.rfind(b"PK\x06\x06")
        index = struct.unpack_from("<Q", tail, at + 40)[0] if 0 <= at <= len(tail) - 48 else 0
    file.seek(0)
    if index > MOST_INDEX_BYTES:
        raise ShapecalcError(
            f"the list of members has {index:,} bytes",
            why=f"at most {MOST_INDEX_BYTES:,} are read",
            fix="save the model again",
        )


def _check_members(infos: list[ZipInfo], members: dict[str, ZipInfo], name: str) -> None:
    """Refuse an archive that is not Keras', or that no program of good will has made."""
    if len(members) < len(infos):
        raise ShapecalcError("two members of the archive have one name", why="either may be meant", fix="save it again")
    for member in members:
        if _climbs(member):
            why = "its name leads out of the archive, and Keras writes no such name"
            raise ShapecalcError(f"there is a member {member!r}", why=why, fix="do not unpack it")
    names = {PurePosixPath(member).name for member in members}
    if "data.pkl" in names:
        raise pickled(name)
    for refusal in REFUSALS:
        if refusal.member in names:
            raise ShapecalcError(refusal.what, why=refusal.why, fix=refusal.fix)
    if "config.json" not in members and folder_of(members) is None:
        raise ShapecalcError(
            "there is no config.json in the archive",
            why=f"a .keras file has one; here are {', '.join(sorted(members)[:5]) or 'no members'}",
            fix="save the model with model.save('model.keras'), or give the text of model.to_json()",
        )


def _named(archive: ZipFile, members: dict[str, ZipInfo], folder: str, name: str) -> bytes:
    if folder + name not in members:
        raise ShapecalcError(f"there is no {name} in the archive", fix="export the module again")
    return _member(archive, members[folder + name])


def _climbs(member: str) -> bool:
    path = member.replace("\\", "/")
    return path.startswith("/") or ":" in path.split("/")[0] or ".." in path.split("/") or "\0" in path


def _member(archive: ZipFile, info: ZipInfo) -> bytes:
    """Return what a member holds, after a look at what it says of itself; no more than that is unpacked."""
    name = info.filename
    if info.flag_bits & _ENCRYPTED:
        raise ShapecalcError(f"{name} is encrypted", why="there is no password for it", fix="save it without")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise ShapecalcError(
            f"{name} is compressed by method {info.compress_type}", why="Keras and PyTorch store or deflate"
        )
    if info.file_size > MOST_BYTES or info.file_size > MOST_RATIO * max(info.compress_size, 100):
        raise ShapecalcError(
            f"{name} says that it has {info.file_size:,} bytes",
            why=f"at most {MOST_BYTES:,} are read, {MOST_RATIO} for each of the {info.compress_size:,} in the archive",
            fix="save the model again",
        )
    with archive.open(info) as opened:
        return opened.read(info.file_size + 1)


def _at(name: str, error: ShapecalcError) -> ShapecalcError:
    problems: list[Problem] = [each._replace(place=each.place or name) for each in error.problems]
    return ShapecalcError(problems=problems)
