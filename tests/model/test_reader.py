"""Model files: entries, blocks, variables, references, names, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

import shapecalc
from shapecalc.shape import Shape
from shapecalc.summary import summarize

from .reading import keras, model, problem, problems, rows, torch


def test_a_bare_word_is_a_layer_with_its_defaults() -> None:
    assert rows(keras("MaxPooling2D"))["max_pooling2d"].output_shape == (None, 16, 16, 3)


def test_json_is_read_too() -> None:
    text = '{"name": "j", "input": [4], "layers": [{"type": "Dense", "units": 3}, "ReLU"]}'
    assert list(rows(text)) == ["input", "dense", "re_lu"]


def test_unnamed_layers_are_numbered_as_keras_does() -> None:
    conv = "{type: Conv2D, filters: 1, kernel_size: 1}"
    assert list(rows(keras(conv, conv, conv)))[1:] == ["conv2d", "conv2d_1", "conv2d_2"]


def test_a_name_that_is_taken_later_is_passed_over() -> None:
    conv = "{type: Conv2D, filters: 1, kernel_size: 1}"
    named = "{type: Conv2D, name: conv2d_1, filters: 1, kernel_size: 1}"
    assert list(rows(keras(conv, conv, named)))[1:] == ["conv2d", "conv2d_2", "conv2d_1"]


def test_unnamed_layers_in_torch_s_words_are_in_lower_case() -> None:
    assert list(rows(torch("ReLU", "ReLU")))[1:] == ["relu", "relu_1"]


BLOCK = """
input: [8, 8, 3]
vars: {base: 4}
blocks:
  two:
    vars: {ch: 2, kernel: 1}
    layers:
      - {type: Conv2D, name: a, filters: "${ch}", kernel_size: "${kernel}"}
      - {type: Conv2D, filters: "${ch + base}", kernel_size: 1, inputs: [a]}
layers:
  - {type: two, name: enc}
  - {type: two, ch: "${base * 2}"}
  - {type: Concatenate, name: cat, inputs: [enc, $previous, enc.a]}
"""


def test_a_block_s_name_stands_for_its_last_output() -> None:
    found = rows(BLOCK)
    assert list(found) == ["input", "enc.a", "enc.conv2d", "two.a", "two.conv2d", "cat"]
    assert found["cat"].connected_to == ("enc.conv2d", "two.conv2d", "enc.a")
    assert found["cat"].output_shape == (None, 8, 8, (2 + 4) + (8 + 4) + 2)


def test_a_variable_may_be_overridden() -> None:
    assert rows(BLOCK, base=1)["cat"].output_shape == (None, 8, 8, (2 + 1) + (2 + 1) + 2)


def test_a_variable_may_use_those_before_it() -> None:
    text = "vars: {a: 2, b: '${a * 3}'}\n" + keras("{type: Dense, units: '${b}'}", shape="[4]")
    assert rows(text)["dense"].output_shape == (None, 6)
    assert rows(text, a=5)["dense"].output_shape == (None, 15)


def test_a_block_in_a_block() -> None:
    text = """
blocks:
  one: {layers: [ReLU]}
  two: {layers: [one, {type: one, name: last}]}
input: [3]
layers: [two, {type: Add, inputs: [two, two.last, two.one]}]
"""
    found = rows(text)
    assert list(found) == ["input", "two.one.re_lu", "two.last.re_lu", "add"]
    assert found["add"].connected_to == ("two.last.re_lu", "two.last.re_lu", "two.one.re_lu")


def test_an_input_of_a_block() -> None:
    text = """
blocks:
  residual: {layers: [{type: Dense, units: 3}, {type: Add, inputs: [$previous, $input]}]}
input: [3]
layers: [residual, residual]
"""
    assert rows(text)["residual_1.add"].connected_to == ("residual_1.dense", "residual.add")


def test_several_inputs_of_a_block() -> None:
    text = """
blocks:
  both: {layers: [{type: Subtract, inputs: [$input:1, $input]}]}
input: {a: [3], b: [3]}
layers: [{type: both, inputs: [a, b]}]
"""
    assert rows(text)["both.subtract"].connected_to == ("b", "a")


def test_a_block_without_layers_stands_for_its_input() -> None:
    text = """
blocks:
  maybe: {vars: [on], layers: [{type: ReLU, when: "${on}"}]}
input: [3]
layers: [ReLU, {type: maybe, name: m, on: false, inputs: [input]}, {type: Add, inputs: [m, $previous]}]
"""
    assert rows(text)["add"].connected_to == ("input", "input")


def test_several_inputs_of_a_model() -> None:
    text = """
input: {left: [3], right: [3]}
layers:
  - {type: Add, inputs: [left, right]}
  - {type: Add, inputs: ['$input:1', $previous]}
"""
    found = rows(text)
    assert found["add"].connected_to == ("left", "right")
    assert found["add_1"].connected_to == ("right", "add")


def test_repeat() -> None:
    found = rows(keras("{type: Dense, name: d, units: 3, repeat: 3}", "{type: ReLU, repeat: 0}", shape="[4]"))
    assert list(found) == ["input", "d_1", "d_2", "d_3"]
    assert found["d_2"].connected_to == ("d_1",)


def test_a_repeated_name_stands_for_the_last_repetition() -> None:
    found = rows(
        keras("{type: Dense, name: d, units: 4, repeat: 3}", "{type: Add, name: a, inputs: [d, d]}", shape="[4]")
    )
    assert found["a"].connected_to == ("d_3", "d_3")


def test_repeat_of_a_block() -> None:
    text = "blocks: {b: {layers: [ReLU, Softmax]}}\n" + keras("{type: b, name: n, repeat: 2}")
    assert list(rows(text)) == ["input", "n_1.re_lu", "n_1.softmax", "n_2.re_lu", "n_2.softmax"]


@pytest.mark.parametrize(("upconv", "name"), [(True, "conv2d_transpose"), (False, "up_sampling2d")])
def test_when_chooses(upconv: bool, name: str) -> None:
    up = "{type: Conv2DTranspose, filters: 3, kernel_size: 2, strides: 2, when: '${upconv}'}"
    other = "{type: UpSampling2D, when: '${not upconv}'}"
    assert list(rows("vars: {upconv: true}\n" + keras(up, other), upconv=upconv)) == ["input", name]


def test_what_is_left_out_is_not_looked_at() -> None:
    assert list(rows(keras("{type: Nonsense, filters: '${x}', when: false}", "ReLU"))) == ["input", "re_lu"]


def test_the_last_entry_may_be_left_out() -> None:
    found = model(keras("{type: ReLU, name: r}", "{type: Sigmoid, when: false}"))
    assert [node.name for node in found.nodes] == ["input", "r"]


def test_shared_weights_count_once() -> None:
    found = rows(
        torch("{type: Conv2d, name: c, out_channels: 3, kernel_size: 3, padding: 1, bias: false}", "{shared: c}")
    )
    again = found["c_again"]
    assert (again.type, again.params, again.shared_with) == ("Conv2d", 0, "c")
    assert again.macs == found["c"].macs


def test_a_convolution_used_twice_where_a_peer_counts_it_twice() -> None:
    conv = "{type: Conv2d, name: c, out_channels: 4, kernel_size: 3, padding: 1}"
    text = torch(conv, "{shared: c}", shape="[4, 8, 8]")
    assert summarize(model(text)).total_params == 148


def test_shared_through_another() -> None:
    found = rows(keras("{type: Dense, name: a, units: 4}", "{shared: a, name: b}", "{shared: b, name: c}", shape="[4]"))
    assert found["c"].shared_with == "a"


def test_shared_before_its_owner() -> None:
    found = rows(keras("{shared: d, name: s}", "{type: Dense, name: d, units: 4}", shape="[4]"))
    assert (found["s"].params, found["d"].params) == (0, 20)


def test_a_layer_may_be_named_before_it_stands() -> None:
    found = rows(keras("{type: Add, inputs: [input, late]}", "{type: ReLU, name: late, inputs: input}"))
    assert list(found) == ["input", "late", "add"]


def test_one_of_several_outputs() -> None:
    pool = "{type: MaxPool2d, name: p, kernel_size: 2, return_indices: true}"
    found = rows(torch(pool, "{type: MaxUnpool2d, kernel_size: 2, inputs: [p, 'p:1']}"))
    assert found["p"].output_shape == [(None, 3, 16, 16), (None, 3, 16, 16)]
    assert found["maxunpool2d"].connected_to == ("p", "p:1")


def test_previous_with_the_number_of_an_output() -> None:
    pool = "{type: MaxPool2d, name: p, kernel_size: 2, return_indices: true}"
    found = rows(torch(pool, "{type: MaxUnpool2d, kernel_size: 2, inputs: [$previous, '$previous:1']}"))
    assert found["maxunpool2d"].connected_to == ("p", "p:1")


@pytest.mark.parametrize(
    "layer",
    [
        "{type: Upsample, size: input}",
        "{type: ConvTranspose2d, out_channels: 3, kernel_size: 2, stride: 2, output_size: input}",
    ],
)
@pytest.mark.parametrize("shape", ["[3, 33, 32]", "[3, null, 33]", "[3, null, null]"])
def test_as_large_as_another_node(layer: str, shape: str) -> None:
    found = rows(torch("{type: MaxPool2d, kernel_size: 2, name: p}", layer, shape=shape))
    *_, last = found.values()
    assert last.output_shape == found["input"].output_shape


@pytest.mark.parametrize("shape", ["[3, 33, 32]", "[3, null, 33]", "[3, null, null]"])
def test_unpooled_to_the_size_of_another_node(shape: str) -> None:
    pool = "{type: MaxPool2d, name: p, kernel_size: 2, return_indices: true}"
    unpool = "{type: MaxUnpool2d, name: u, kernel_size: 2, inputs: [p, 'p:1'], output_size: input}"
    found = rows(torch(pool, unpool, shape=shape))
    assert found["u"].output_shape == found["input"].output_shape


def test_as_large_as_another_node_in_a_file_with_the_other_layout() -> None:
    text = "data_format: channels_last\n" + torch(
        "{type: MaxPool2d, kernel_size: 2}", "{type: Upsample, size: input}", shape="[33, 32, 3]"
    )
    assert rows(text)["upsample"].output_shape == (None, 33, 32, 3)


def test_open_sizes_stay_open() -> None:
    found = summarize(
        model(keras("{type: Conv2D, filters: 4, kernel_size: 3}", "MaxPooling2D", shape="[null, null, 3]"))
    )
    assert [row.output_shape for row in found.rows[1:]] == [(None, None, None, 4), (None, None, None, 4)]
    assert (found.total_macs, found.status) == (None, "partial")
    assert found.not_counted == ("the MACs of conv2d: a size is open",)


def test_a_batch_and_another_input() -> None:
    found = summarize(model(keras("ReLU")), {"": (8, 8, 1)}, batch=5)
    assert found.rows[-1].output_shape == (5, 8, 8, 1)


@pytest.mark.parametrize(
    ("text", "framework"),
    [
        (keras("ReLU"), "keras"),
        (keras("ReLU", "{type: Conv2d, out_channels: 1, kernel_size: 1}"), "torch"),
        (keras("ReLU", "{type: Conv2D, filters: 1, kernel_size: 1}"), "keras"),
        (torch("ReLU"), "torch"),
        (keras("{type: conv, filters: 1, kernel_size: 1}"), "keras"),
    ],
)
def test_the_words_choose_the_dialect(text: str, framework: str) -> None:
    assert summarize(model(text)).framework == framework


def test_two_layouts_in_one_file_need_a_word() -> None:
    entries = ("{type: Conv2D, filters: 3, kernel_size: 1}", "{type: Conv2d, out_channels: 5, kernel_size: 1}")
    found = problem(keras(*entries))
    assert found.what == "Conv2d is a word of PyTorch, but this model speaks Keras"
    assert found.place == "net.yaml:4:6"
    assert rows("data_format: channels_last\n" + keras(*entries))["conv2d_1"].output_shape == (None, 32, 32, 5)


def test_every_mistake_of_a_file_in_one_go() -> None:
    text = keras(
        "{type: Conv2D, filters: 0, kernel_size: -1}",
        "{type: Foo}",
        "{type: ReLU, repeat: -1}",
        "{type: Add, inputs: [nobody, input]}",
        "{type: Conv2D, filters: 4, kernel_size: 99, inputs: [input]}",
        "{type: ReLU, when: perhaps}",
    )
    found = [(each.what, each.place) for each in problems(text)]
    assert found == [
        ("filters is 0", "net.yaml:3:20"),
        ("kernel_size is -1", "net.yaml:3:32"),
        ("there is no layer 'Foo'", "net.yaml:4:6"),
        ("repeat is -1", "net.yaml:5:18"),
        ("there is no node 'nobody'", "net.yaml:6:26"),
        ("the kernel reaches over 99, but the padded input has only 32 (height)", "net.yaml:7:32"),
        ("when is 'perhaps'", "net.yaml:8:18"),
    ]


def test_what_follows_a_mistake_is_not_blamed_for_it() -> None:
    assert (
        problem(keras("{type: ReLU, name: a, repeat: -1}", "{type: Add, inputs: [a, input]}", "ReLU")).what
        == "repeat is -1"
    )


def test_a_mistake_in_a_block_is_told_once() -> None:
    text = "blocks: {b: {layers: [{type: Conv2D, filters: 0, kernel_size: 1}]}}\n" + keras("b", "b", "b")
    assert problem(text).place == "net.yaml:1:38"


def test_a_mistake_in_the_last_entry_ends_the_reading() -> None:
    assert problem(keras("{type: ReLU, name: a}", "{type: ReLU, name: a}")).what == "two nodes are named 'a'"


def test_a_merge_names_its_branches() -> None:
    found = problem(
        torch("{type: Conv2d, name: c, out_channels: 3, kernel_size: 3}", "{type: cat, inputs: [c, c, input]}")
    )
    assert found.what == "inputs c and input do not fit together"
    assert "(None, 3, 30, 30) and (None, 3, 32, 32)" in found.why
    assert found.place == "net.yaml:5:32"


def test_weights_that_cannot_be_shared() -> None:
    found = problem(keras("{type: Dense, name: d, units: 5}", "{shared: d, name: s}", shape="[4]"))
    assert found.what == "s cannot share the weights of d"
    assert "(5, 5)" in found.why
    assert "(4, 5)" in found.why
    assert found.place == "net.yaml:4:6"


def test_a_layer_with_its_settings_inside_is_told_the_right_form() -> None:
    entry = "{name: c, Conv2d: {out_channels: 3, kernel_size: [3, 3], padding: same, bias: false}}"
    found = problem(f"input: [3, 8, 8]\nlayers:\n  - {entry}\n")
    right = "{type: Conv2d, name: c, out_channels: 3, kernel_size: [3, 3], padding: same, bias: false}"
    assert (found.what, found.fix, found.place) == ("a layer has no type", f"write {right}", "net.yaml:3:15")


@pytest.mark.parametrize(
    ("entry", "what", "column"),
    [
        ("{shared: s, name: s}", "s shares its own weights", 6),
        ("{shared: input}", "input is an input and has no weights", 6),
        ("{shared: nobody}", "there is no node 'nobody'", 6),
        ("{shared: a, units: 3}", "units without a type", 5),
        ("{name: x}", "a layer has no type", 5),
        ("{type: 3}", "type is 3", 6),
        ("{type: ReLU, name: 3}", "name is 3", 18),
        ("{type: ReLU, name: 'a:1'}", "name is 'a:1'", 18),
        ("{type: ReLU, name: $x}", "name is '$x'", 18),
        ('{type: ReLU, name: "a\\nb"}', "name is 'a\\nb'", 18),
        ("{type: ReLU, name: input}", "two nodes are named 'input'", 18),
        ("{type: ReLU, inputs: 3}", "inputs is 3", 18),
        ("{type: ReLU, inputs: []}", "inputs is []", 18),
        ("{type: ReLU, inputs: ['']}", "inputs is ['']", 18),
        ("{type: ReLU, inputs: ['a:7']}", "a has no output 7", 27),
        ("{type: ReLU, inputs: ['a:x']}", "there is no node 'a:x'", 27),
        ("{type: ReLU, inputs: ['a:²']}", "there is no node 'a:²'", 27),
        ("{type: ReLU, inputs: ['$input:1']}", "$input:1 stands for nothing", 18),
        ("{type: ReLU, repeat: 1.5}", "repeat is 1.5", 18),
        ("{type: ReLU, 3: 4}", "a layer is a mapping with a key that is no word", 5),
        ("[a]", "a layer is a list", 5),
        ("7", "a layer is the value 7", 5),
        ("{type: Dense, units: '${x}'}", "${x} names 'x'", 19),
        ("{type: Dense, units: .nan}", "units is nan", 19),
        ("{type: Dense, unit: 3}", "Dense has no setting 'unit'", 19),
        ("{type: Dense}", "Dense needs units", 5),
        ("{type: Subtract, inputs: [a]}", "Subtract has 1 input", 22),
        ("{type: ReLU, inputs: [a, a]}", "ReLU has 2 inputs", 18),
        ("{type: Dens, units: 3}", "there is no layer 'Dens'", 6),
    ],
)
def test_an_entry_that_is_refused(entry: str, what: str, column: int) -> None:
    found = problem(keras("{type: ReLU, name: a}", entry, shape="[4]"))
    assert found.what == what
    assert found.place == f"net.yaml:4:{column}"
    assert found.why or found.fix


@pytest.mark.parametrize(
    ("top", "what", "place"),
    [
        ("hello", "the file holds only 'hello', not a model", "1:1"),
        ("- a", "the file holds a list, not a model", "1:1"),
        ("", "the file is empty", "1:1"),
        ("layers: [ReLU]", "the model has no input", "1:1"),
        ("input: [3]", "the model has no layers", "1:1"),
        ("input: [3]\nlayers: []", "layers is empty", "2:1"),
        ("input: [3]\nlayers: ReLU", "layers is 'ReLU'", "2:1"),
        ("input: [3]\nlayers: [ReLU]\ninputs: 3", "a model has no field 'inputs'", "3:1"),
        ("input: [3]\nlayers: [ReLU]\n3: 3", "a model has no field 3", "3:1"),
        ("input: {}\nlayers: [ReLU]", "input names no input", "1:1"),
        ("input: 3\nlayers: [ReLU]", "the input shape is 3", "1:1"),
        ("input: [0]\nlayers: [ReLU]", "a size of the input is 0", "1:9"),
        ("input: [.nan]\nlayers: [ReLU]", "a size of the input is nan", "1:9"),
        ("input: [10000000000000000]\nlayers: [ReLU]", "a size of the input is 10000000000000000", "1:9"),
        ("input: {1: [3]}\nlayers: [ReLU]", "1 is no name", "1:9"),
        ("input: {a: [3], b: [3]}\nlayers: [ReLU]", "there is nothing before it to take as input", "2:10"),
        ("input: [3]\nlayers: [ReLU]\nvars: [a]", "vars is ['a']", "3:1"),
        ("input: [3]\nlayers: [ReLU]\nvars: {1: 2}", "1 is no name", "3:8"),
        ("input: [3]\nlayers: [ReLU]\nvars: {a: '${b}'}", "${b} names 'b'", "3:8"),
        ("input: [3]\nlayers: [ReLU]\nblocks: {b: 3}", "the block 'b' has no layers", "3:10"),
        ("input: [3]\nlayers: [ReLU]\nblocks: {b: {layers: [], x: 1}}", "a block has no field 'x'", "3:26"),
        ("input: [3]\nlayers: [ReLU]\nblocks: {b: {layers: [], vars: 1}}", "vars is 1", "3:26"),
        ("input: [3]\nlayers: [ReLU]\nframework: tensorflow", "framework is 'tensorflow'", "3:1"),
        ("input: [3]\nlayers: [ReLU]\ndata_format: nchw", "data_format is 'nchw'", "3:1"),
        ('input: [3]\nlayers: [ReLU]\nname: "\\e[31m"', "name is '\\x1b[31m'", "3:1"),
    ],
)
def test_a_top_that_is_refused(top: str, what: str, place: str) -> None:
    found = problem(top)
    assert found.what == what
    assert found.place == f"net.yaml:{place}"
    assert found.why or found.fix


def test_all_inputs_are_looked_at() -> None:
    found = problems("input: {a: [0, -1], b: 3}\nlayers: [ReLU]")
    assert [each.place for each in found] == ["net.yaml:1:13", "net.yaml:1:16", "net.yaml:1:21"]


@pytest.mark.parametrize(("name", "fix"), [("bas", "did you mean base?"), ("xyz", "leave it out")])
def test_a_variable_that_is_not_there(name: str, fix: str) -> None:
    found = problem(BLOCK, **{name: 3})
    assert (found.what, found.fix) == (f"the model has no variable {name!r}", fix)


def test_a_block_is_told_its_variables() -> None:
    text = "blocks: {b: {vars: [ch], layers: [ReLU]}}\n" + keras(
        "{type: b}", "{type: b, chh: 1}", "{type: b, ch: 1, x: 1}"
    )
    whats = [each.what for each in problems(text)]
    assert whats == ["the block b needs ch", "the block b has no variable 'chh'", "the block b has no variable 'x'"]


def test_a_circle() -> None:
    found = problem(keras("{type: ReLU, name: a, inputs: [b]}", "{type: ReLU, name: b}"))
    assert found.what == "these layers feed each other in a circle"
    assert found.why in ("a -> b -> a", "b -> a -> b")


def test_a_layer_that_feeds_itself() -> None:
    assert problem(keras("{type: ReLU, name: a, inputs: [a]}")).why == "a -> a"


def test_a_node_that_is_left_out_is_missed_with_its_reason() -> None:
    found = problem(keras("{type: ReLU, name: r, when: false}", "{type: Add, inputs: [input, r]}"))
    assert (found.what, found.why) == ("there is no node 'r'", "its `when` leaves it out here")


def test_a_misspelt_setting_is_not_told_twice() -> None:
    found = problem(keras("{type: Conv2D, filters: 8, kernel_sise: 3}"))
    assert (found.what, found.fix) == ("Conv2D has no setting 'kernel_sise'", "did you mean kernel_size?")


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ("{type: Conv2d, out_channels: 8, kernel_size: 1, groups: 3}", "out_channels 8 cannot be divided by 3"),
        ("{type: MaxPool2d, kernel_size: 40}", "the kernel reaches over 40, but the padded input has only 32 (height)"),
        ("{type: ConvTranspose2d, out_channels: 8, kernel_size: 3, stride: 2, output_padding: 2}",
         "output_padding 2 is too large (height)"),
        ("{type: Conv2d, in_channels: 4, out_channels: 8, kernel_size: 3}",
         "the input has 3 channels, but in_channels is 4"),
    ],
)  # fmt: skip
def test_a_setting_at_fault_is_named_as_the_user_spelled_it(entry: str, what: str) -> None:
    shape = "[3, 32, 32]" if "groups" not in entry else "[6, 32, 32]"
    assert problem(torch(entry, shape=shape)).what == what


@pytest.mark.parametrize(
    "layers",
    [
        ["{type: ReLU, repeat: 150000}", "{type: ReLU, repeat: 150000}"],
        ["{type: again, repeat: 1000}"],
        ["{type: nothing, repeat: 200000}", "ReLU"],
    ],
)
def test_too_many_layers_are_refused(layers: list[str]) -> None:
    blocks = """blocks:
  again: {layers: [{type: nothing, repeat: 1000}]}
  nothing: {layers: [{type: ReLU, when: false}]}
"""
    assert problem(blocks + keras(*layers)).what == "the model has over 200,000 layers"


def test_a_repeat_beyond_every_model_is_refused_at_once() -> None:
    assert problem(keras("{type: ReLU, repeat: 1000000000}")).what == "repeat is 1000000000"


def test_a_block_that_contains_itself_twice() -> None:
    whats = {each.what for each in problems("blocks: {b: {layers: [b, b]}}\n" + keras("b"))}
    assert "the block b is opened over 50 deep" in whats


def test_a_shape_beyond_reason_is_refused() -> None:
    doubled = "{type: Concatenate, inputs: [$previous, $previous]}"
    assert problem(keras(*[doubled] * 100, shape="[8]")).what == "the output is larger than any network's"


@pytest.mark.parametrize("layers", [20_000])
def test_a_deep_model_does_not_overflow(layers: int) -> None:
    found = summarize(model(keras(f"{{type: Conv2D, filters: 3, kernel_size: 1, repeat: {layers}}}")))
    assert len(found.rows) == layers + 1
    assert found.total_params == layers * 12


def test_a_deep_model_written_backwards_does_not_overflow() -> None:
    last = 5_000
    entries = [
        f"{{type: ReLU, name: n{i}, inputs: [{'input' if i == last else f'n{i + 1}'}]}}" for i in range(last + 1)
    ]
    assert list(rows(keras(*entries)))[1] == f"n{last}"


def test_layers_that_say_the_same_are_inferred_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from shapecalc.layers.activation import Activation

    calls = []
    output = Activation.output

    def counted(card: Activation, x: Shape) -> Shape:
        calls.append(x)
        return output(card, x)

    monkeypatch.setattr(Activation, "output", counted)
    rows(keras("{type: ReLU, repeat: 1000}"))
    assert len(calls) == 1


def test_a_file_from_disk(tmp_path: Any) -> None:
    path = tmp_path / "net.yaml"
    path.write_text(keras("ReLU"), encoding="utf-8")
    assert shapecalc.load(path).name == "net"
    assert shapecalc.load(str(path)).name == "net"


def test_a_named_size_stays_where_a_layer_leaves_it_alone() -> None:
    text = keras("BatchNormalization", "{type: Concatenate, inputs: [$previous, input]}", shape="[H, W, 3]")
    assert [row.output_shape for row in rows(text).values()][1:] == [(None, "H", "W", 3), (None, "H", "W", 6)]
    assert summarize(model(text), {"": (8, 8, 3)}).rows[-1].output_shape == (None, 8, 8, 6)


def test_a_size_may_be_a_variable() -> None:
    text = "vars: {H: 32}\n" + keras("ReLU", shape='[H, "${2 * H}", 3]')
    assert rows(text)["re_lu"].output_shape == (None, 32, 64, 3)
    assert rows(text, H=8)["re_lu"].output_shape == (None, 8, 16, 3)


@pytest.mark.parametrize("size", ["a b", "3x", "-", "64 "])
def test_a_size_that_is_no_name_is_refused(size: str) -> None:
    assert problem(keras("ReLU", shape=f"['{size}', 3]")).what == f"a size of the input is {size!r}"
