"""Models built by Keras, saved and read: every layer is as Keras itself says."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import shapecalc
from shapecalc.importers.keras import read
from shapecalc.summary import summarize
from tests.cli.running import ROOT, run
from tests.importers.recorded import ours, theirs
from tests.live.models.keras_models import MODELS
from tests.live.models.keras_view import view
from tests.markdown import blocks, commands

pytestmark = [
    pytest.mark.skipif(not all(map(find_spec, ("keras", "jax"))), reason="keras is not installed"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def keras() -> Iterator[Any]:
    patch = pytest.MonkeyPatch()
    patch.setenv("KERAS_BACKEND", "jax")
    import keras

    yield keras
    patch.undo()


def seen(model: Any) -> dict[str, Any]:
    """Return what Keras says, where the arrays have the shapes that it says."""
    found = dict(theirs(view(model)))
    for layer in found.values():
        if layer["class_name"] == "MultiHeadAttention" and isinstance(layer["output_shape"][0], list):
            assert len(layer["inbound"]) == 2, "on one sequence Keras says the shape of the scores right"
    return found


@pytest.mark.parametrize("name", MODELS)
def test_every_layer_is_as_keras_says(name: str, keras: Any) -> None:
    keras.backend.clear_session()
    model = MODELS[name](keras)
    summary = summarize(read(BytesIO(model.to_json().encode()), f"{name}.json"))
    assert dict(ours(summary.rows)) == seen(model)
    assert summary.total_params == model.count_params()


def test_the_readme_s_model_is_summarised_as_it_says(
    keras: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keras.backend.clear_session()
    text = (ROOT / "README.md").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    (code,) = (block for block in blocks(text, "python") if block.text.startswith("import keras"))
    (shown,) = (block for block in blocks(text, "text") if "siamese" in block.text)
    exec(code.text, {})  # noqa: S102 - our own README
    (command,) = commands(shown.text)
    done = run(*command.line.split()[1:], cwd=tmp_path)
    assert done.stdout == command.output


@pytest.mark.parametrize("name", MODELS)
def test_the_archive_says_what_the_text_says(name: str, keras: Any, tmp_path: Path) -> None:
    model = MODELS[name](keras)
    model.save(tmp_path / "m.keras")
    text = summarize(read(BytesIO(model.to_json().encode()), "m.json"))
    assert summarize(shapecalc.load(tmp_path / "m.keras")) == text


@pytest.mark.skipif(find_spec("h5py") is None, reason="h5py is not installed")
@pytest.mark.parametrize("name", MODELS)
def test_the_old_format_says_what_the_text_says(name: str, keras: Any, tmp_path: Path) -> None:
    model = MODELS[name](keras)
    try:
        model.save(tmp_path / "m.h5")
    except (TypeError, NotImplementedError) as error:
        pytest.skip(f"Keras cannot write it: {error}")
    text = summarize(read(BytesIO(model.to_json().encode()), "m.json"))
    assert summarize(shapecalc.load(tmp_path / "m.h5")) == text
