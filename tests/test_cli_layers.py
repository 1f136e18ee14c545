"""``shapecalc layers``: every layer is listed, every card fits into 80 columns and keeps its word."""

from __future__ import annotations

import doctest
import subprocess
import sys

import pytest

from shapecalc.dialects import DIALECTS
from shapecalc.dialects.names import calls, words_of
from shapecalc.errors import ShapecalcError
from shapecalc.layers import LAYERS
from shapecalc.layers.description import describe
from shapecalc.render.cards import card_lines, listing
from shapecalc.render.example import folded


def test_the_list_names_every_layer_and_class() -> None:
    words = " ".join(listing()).replace(",", " ").split()
    assert set(LAYERS) <= set(words)
    for dialect in DIALECTS.values():
        assert {name for each, _ in dialect.classes.values() for name in each.names} <= set(words)


def test_the_list_fits_into_80_columns() -> None:
    assert max(map(len, listing())) <= 80


@pytest.mark.parametrize("word", LAYERS)
def test_a_card_shows_settings_and_calls_in_80_columns(word: str) -> None:
    description = describe(word)
    lines = list(card_lines(description))
    text = "\n".join(lines)
    assert description.title
    assert all(f"  {name} " in text for name in description.settings)
    assert all(name in text for found in calls(word).values() for call in found for name in call.names)
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("word", {LAYERS[word].card: word for word in LAYERS}.values())
def test_the_example_on_a_card_holds_as_it_is_shown(word: str) -> None:
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for width in (77, 50):
        example = "\n".join(folded(describe(word).example, width))
        runner.run(parser.get_doctest(example + "\n", {}, word, None, None))
    assert runner.failures == 0


@pytest.mark.parametrize("word", LAYERS)
def test_required_settings_have_no_default_from_another_layer(word: str) -> None:
    from shapecalc.layers import card

    for name, schema in describe(word).settings.items():
        assert not (card(word).model_fields[name].is_required() and "default" in schema)


def test_a_name_is_found_in_any_spelling() -> None:
    assert words_of("Conv2DTranspose") == words_of("ConvTranspose2d") == words_of("conv_transpose")
    assert words_of("RMSNorm") == ["layer_norm"]


def test_an_unknown_name_gets_the_nearest_ones() -> None:
    with pytest.raises(ShapecalcError, match="Did you mean Conv2DTranspose"):
        words_of("Conv2DTranpose")


def test_the_list_needs_no_pydantic() -> None:
    code = """if True:
        import sys
        from shapecalc.render.cards import listing
        list(listing())
        sys.exit(sum(name.startswith(("pydantic", "rich", "yaml", "torch", "keras")) for name in sys.modules))
        """
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
