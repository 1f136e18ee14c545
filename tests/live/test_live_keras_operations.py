"""Calls of ``keras.ops`` in models that Keras builds and saves: every row is as Keras itself says."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from typing import Any

import pytest

from shapecalc.importers.keras import read
from shapecalc.summary import summarize
from tests.importers.recorded import ours, theirs
from tests.live.models.keras_operations import CALLS, model_of
from tests.live.models.keras_view import view

pytestmark = [
    pytest.mark.skipif(not all(map(find_spec, ("keras", "jax"))), reason="keras is not installed"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def keras() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KERAS_BACKEND", "jax")
        import keras

        yield keras


@pytest.mark.parametrize("name", CALLS)
def test_a_call_makes_what_keras_says(name: str, keras: Any) -> None:
    for call in CALLS[name]:
        keras.backend.clear_session()
        model = model_of(keras, call)
        rows = summarize(read(BytesIO(model.to_json().encode()), f"{name}.json")).rows
        assert dict(ours(rows)) == dict(theirs(view(model)))
        assert name in {row.type for row in rows}
