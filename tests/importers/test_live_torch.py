"""Modules written in ``nets`` against PyTorch itself: totals, shapes, multiply-adds; and the module stays as it was."""

from __future__ import annotations

import doctest
import random
import warnings
from pathlib import Path
from typing import Any

import pytest

import shapecalc
from shapecalc.errors import ShapecalcError
from shapecalc.model.graph import Model
from shapecalc.model.trace import trace
from shapecalc.summary import summarize
from tests.cli.running import run
from tests.markdown import blocks, commands

pytest.importorskip("torch")

import torch

from shapecalc.importers.torch.module import source_of
from tests.importers.nets import NETS

each_net = pytest.mark.parametrize("name", NETS)


def made(name: str) -> tuple[Any, tuple[Any, ...]]:
    torch.manual_seed(1)
    make, shapes = NETS[name]
    return make(), shapes


def examples(module: Any, shapes: tuple[Any, ...], device: str = "cpu") -> list[Any]:
    """Return tensors that the module takes, of whole numbers where it has an embedding for them."""
    words = {"Classifier": (0,), "Encoder": (0,), "Several": (1,)}.get(type(module).__name__, ())
    return [
        torch.zeros(shape, dtype=torch.int64 if place in words else torch.float32, device=device)
        for place, shape in enumerate(shapes)
    ]


def shapes_in(output: Any) -> list[tuple[int, ...]]:
    if isinstance(output, torch.Tensor):
        return [tuple(output.shape)]
    values = output.values() if isinstance(output, dict) else output or ()
    return [shape for value in values for shape in shapes_in(value)]


def output_shapes(model: Model) -> list[Any]:
    reports = {step.node.name: step.report.output_shape for step in trace(model).steps}
    found = [(reports[each.node], each.output) for each in model.outputs]
    return [shape[output] if isinstance(shape, list) else shape for shape, output in found]


def multiply_adds(name: str) -> int:
    from torch.nn.attention import SDPBackend, sdpa_kernel
    from torch.utils.flop_counter import FlopCounterMode

    device = "meta" if name == "lstm" else "cpu"  # on the CPU an LSTM is one operator, which PyTorch does not count
    with torch.device(device):
        module, shapes = made(name)
    counter = FlopCounterMode(display=False)
    torch.backends.mha.set_fastpath_enabled(False)  # a whole transformer layer is one operator there
    try:
        with torch.no_grad(), sdpa_kernel(SDPBackend.MATH), counter:
            module.eval()(*examples(module, shapes, device))
    finally:
        torch.backends.mha.set_fastpath_enabled(True)
    return int(counter.get_total_flops()) // 2


@each_net
def test_counts_are_pytorchs(name: str) -> None:
    module, shapes = made(name)
    found = summarize(shapecalc.from_torch(module, *shapes))
    numbers = [each.numel() for each in module.parameters()]
    learned = [each.numel() for each in module.parameters() if each.requires_grad]
    assert (found.total_params, found.trainable_params) == (sum(numbers), sum(learned))
    assert found.buffers == sum(each.numel() for each in module.buffers())
    kept = [each.numel() for key, each in module.named_buffers() if key.endswith(("running_mean", "running_var"))]
    assert found.statistics == sum(kept)
    assert found.status == "complete"


@each_net
def test_shapes_are_those_of_a_real_forward_pass(name: str) -> None:
    module, shapes = made(name)
    with torch.no_grad():
        real = module.eval()(*examples(module, shapes))
    assert output_shapes(shapecalc.from_torch(module, *shapes)) == shapes_in(real)


@each_net
def test_multiply_adds_are_pytorchs(name: str) -> None:
    module, shapes = made(name)
    assert summarize(shapecalc.from_torch(module, *shapes)).total_macs == multiply_adds(name)


@each_net
def test_no_card_says_something_else(name: str) -> None:
    module, shapes = made(name)
    source = source_of(module)
    assembly, _ = source.assembled(source.arguments(shapes, {}))
    assert assembly.mismatches == []


@each_net
def test_the_module_stays_as_it_is(name: str) -> None:
    module, shapes = made(name)
    module.train()
    next(iter(module.children()), module).eval()
    before = {key: value.clone() for key, value in module.state_dict().items()}
    modes = [each.training for each in module.modules()]
    attributes = [dict(vars(each)) for each in module.modules()]
    parameters = list(map(id, module.parameters()))
    numbers, bits = random.getstate(), torch.get_rng_state()
    shapecalc.from_torch(module, *shapes)
    assert all(torch.equal(value, before[key]) for key, value in module.state_dict().items())
    assert [each.training for each in module.modules()] == modes
    assert [vars(each) for each in module.modules()] == attributes
    assert list(map(id, module.parameters())) == parameters
    assert random.getstate() == numbers
    assert torch.equal(torch.get_rng_state(), bits)
    assert torch.is_grad_enabled()


@each_net
def test_every_node_follows_its_inputs(name: str) -> None:
    module, shapes = made(name)
    seen: set[str] = set()
    for node in shapecalc.from_torch(module, *shapes).nodes:
        assert {source.node for source in node.sources} <= seen
        assert node.name not in seen
        seen.add(node.name)


def test_rows_have_the_names_of_the_modules() -> None:
    module, shapes = made("residual")
    rows = {row.name: row for row in summarize(shapecalc.from_torch(module, *shapes)).rows}
    assert list(rows)[:4] == ["x", "stem", "pool", "stages.0.conv1"]
    assert rows["stages.0.add"].connected_to == ("stages.0.bn2", "pool")
    first, again = rows["stages.0.relu"].calls
    assert (first.inputs, again.inputs) == (("stages.0.bn1",), ("stages.0.add",))
    assert rows["aux"].params == module.aux.weight.numel() + 3
    assert rows["aux"].output_shape is None
    assert rows["flatten"].output_shape == (2, 16)


def test_tied_and_shared_weights_are_counted_once() -> None:
    module, shapes = made("transformer, tied")
    rows = {row.name: row for row in summarize(shapecalc.from_torch(module, *shapes)).rows}
    assert (rows["emb"].params, rows["head"].params) == (640, 0)
    module, shapes = made("siamese")
    rows = {row.name: row for row in summarize(shapecalc.from_torch(module, *shapes)).rows}
    assert rows["features.0"].params == 40
    assert [call.inputs for call in rows["features.0"].calls] == [("first",), ("second",)]


def test_parameters_and_functions_are_rows() -> None:
    module, shapes = made("attention")
    rows = {row.name: row for row in summarize(shapecalc.from_torch(module, *shapes)).rows}
    assert (rows["scale"].type, rows["scale"].params) == ("Parameter", 16)
    assert (rows["Attention"].params, rows["Attention"].output_shape) == (5, None)
    assert rows["einsum"].connected_to == ("scaled_dot_product_attention", "mix")
    assert rows["cat"].output_shape == (2, 8, 16)


def test_other_input_sizes_are_traced_anew() -> None:
    model = shapecalc.from_torch(NETS["decides, small"][0](), (2, 4, 18))
    assert "large" not in [row.name for row in summarize(model).rows if row.output_shape]
    again = summarize(model, {"x": (4, 40)}, batch=5)
    assert {row.name: row.output_shape for row in again.rows}["large"] == (5, 4, 10)


def test_an_input_may_have_the_name_of_a_module() -> None:
    class Net(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.features = torch.nn.Linear(3, 4)

        def forward(self, features: Any) -> Any:
            return self.features(features)

    model = shapecalc.from_torch(Net(), (1, 3))
    assert [(node.name, [str(each) for each in node.inputs]) for node in model.nodes] == [
        ("features_1", []),
        ("features", ["features_1"]),
    ]
    assert summarize(model, batch=6).rows[-1].output_shape == (6, 4)


def test_a_layer_that_pytorch_answered_refuses_other_sizes() -> None:
    module, shapes = made("unet, interpolated")
    model = shapecalc.from_torch(module, *shapes)
    with pytest.raises(ShapecalcError, match="known for inputs of"):
        summarize(model._replace(anew=None), {"x": (1, 64, 64)})


class Sizes(torch.nn.Module):
    """What is asked of ``x.shape`` decides which part of the answer holds for other sizes."""

    def __init__(self, how: str) -> None:
        super().__init__()
        self.conv = torch.nn.Conv2d(3, 4, 3, padding=1)
        self.how = how

    def forward(self, x: Any) -> Any:
        y = self.conv(x)
        b, c, h, w = y.shape
        if self.how == "decides" and h * w > 10:
            y = y.relu()
        return {
            "copies": lambda: y.view(b, c, -1),
            "counts": lambda: y.reshape(y.size(0), y.size(1), 2, -1).mean(dim=3),
            "moves": lambda: y.view(c, b, -1),
            "computes": lambda: y[:, :, : h // 2],
            "pads": lambda: torch.nn.functional.pad(y, (0, w % 4)),
            "literal": lambda: y[:, 1:, :4],
            "makes": lambda: y + torch.zeros(h, w),
            "leaves": lambda: torch.nn.functional.adaptive_avg_pool2d(y, int(h / 2)),
            "decides": lambda: torch.nn.functional.linear(y, torch.stack([self.conv.bias] * w, 1) * 2).flatten(1),
        }[self.how]()


@pytest.mark.parametrize(("how", "free"), [("copies", True), ("counts", True), ("literal", True), ("moves", False)])
def test_a_number_that_is_read_off_a_shape_is_known(how: str, free: bool) -> None:
    fixed = shapecalc.from_torch(Sizes(how), (2, 3, 8, 8))._replace(anew=None)
    other = (5, 3, 12, 12)
    if free:
        wanted = output_shapes(shapecalc.from_torch(Sizes(how), other))
        assert output_shapes(fixed.with_inputs({"x": other[1:]}, batch=5)) == wanted
    else:
        with pytest.raises(ShapecalcError, match="known for inputs of"):
            summarize(fixed, {"x": other[1:]}, batch=5)


@pytest.mark.parametrize("how", ["computes", "pads", "makes", "leaves", "decides"])
def test_what_is_computed_from_a_shape_holds_for_it_alone(how: str) -> None:
    fixed = shapecalc.from_torch(Sizes(how), (2, 3, 8, 8))._replace(anew=None)
    assert summarize(fixed).status == "complete"
    with pytest.raises(ShapecalcError, match="known for inputs of"):
        summarize(fixed, {"x": (3, 12, 12)})


def test_a_meta_module_will_do() -> None:
    with torch.device("meta"):
        module = torch.nn.Linear(10**6, 10**6)
    assert summarize(shapecalc.from_torch(module, (1, 10**6))).total_params == 10**12 + 10**6


def test_inputs_are_shapes_tensors_lists_and_names() -> None:
    class Sum(torch.nn.Module):
        def forward(self, images: list[Any], scale: Any = None) -> Any:
            total = torch.stack([image.sum() for image in images])
            return total if scale is None else total[scale]

    whole = torch.zeros(4, dtype=torch.int64)
    assert output_shapes(shapecalc.from_torch(Sum(), [(3, 4, 4), (3, 5, 5)])) == [(2,)]
    assert output_shapes(shapecalc.from_torch(Sum(), [(3, 4, 4)], scale=whole)) == [(4,)]


def test_what_depends_on_values_is_not_known() -> None:
    class Detector(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.body = torch.nn.Conv2d(3, 4, 3)
            self.head = torch.nn.Linear(4, 2)

        def forward(self, x: Any) -> Any:
            found = self.body(x).mean((2, 3))
            return self.head(found[found[:, 0] > 0])

    found = summarize(shapecalc.from_torch(Detector(), (1, 3, 8, 8)))
    assert (found.status, found.total_params, found.total_macs) == ("partial", 122, 3888)
    assert "what follows" in found.not_counted[0]
    assert "test_live_torch.py" in found.not_counted[0]
    assert [row.name for row in found.rows] == ["x", "body", "mean", "getitem", "getitem_1", "gt", "head", "unknown"]


@pytest.mark.parametrize(
    ("module", "shapes", "words"),
    [
        (3, ((1,),), "3 is no module"),
        (torch.nn.Linear(3, 4), (), "fails for no inputs"),
        (torch.nn.Linear(3, 4), ((2, 5),), "fails for input \\(2, 5\\)"),
        (torch.nn.Linear(3, 4), ((2, None),), "the input input is"),
        (torch.nn.Linear(3, 4), ("2,3",), "the input input is"),
        (torch.nn.Linear(3, 4), ((2, -3),), "the input input is"),
        (torch.nn.Linear(3, 4), ((2, 3), (2, 3)), "fails for input"),
        (torch.nn.LazyLinear(4), ((2, 3),), "has no shape yet"),
    ],
)
def test_mistakes_are_told(module: Any, shapes: tuple[Any, ...], words: str) -> None:
    with pytest.raises(ShapecalcError, match=words):
        shapecalc.from_torch(module, *shapes)


def test_a_failure_names_the_module_and_the_line() -> None:
    module, _ = made("siamese")
    with pytest.raises(ShapecalcError, match=r"in 0.0 \(Conv2d\)") as caught:
        shapecalc.from_torch(torch.nn.Sequential(module.features, module.fc), (1, 2, 9, 9))
    assert "Traceback" not in str(caught.value)


def test_the_readme_tells_the_truth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    for block in blocks(text, "py"):
        if block.text.startswith("# nets.py"):
            (tmp_path / "nets.py").write_text(block.text, "utf-8")
            continue
        monkeypatch.syspath_prepend(tmp_path)
        runner = doctest.DocTestRunner()
        runner.run(doctest.DocTestParser().get_doctest(block.text, {}, "README.md", "README.md", 0))
        assert runner.tries
        assert not runner.failures
    (shown,) = blocks(text, "txt")
    for command in commands(shown.text):
        words = command.line.removesuffix(" 2>/dev/null").split()[1:]
        assert run(*words, cwd=tmp_path).stdout == command.output


@pytest.mark.parametrize("name", [name for name in NETS if name not in {"transformer, tied", "one layer"}])
def test_an_exported_archive_says_the_same(name: str, tmp_path: Path) -> None:
    module, shapes = made(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exported = torch.export.export(module.eval(), tuple(examples(module, shapes)))
        torch.export.save(exported, tmp_path / "net.pt2")
    model, traced = shapecalc.load(tmp_path / "net.pt2"), shapecalc.from_torch(module, *shapes)
    found, wanted = summarize(model), summarize(traced)
    assert output_shapes(model) == output_shapes(traced)
    for total in ("total_params", "trainable_params", "buffers", "statistics", "total_macs"):
        assert getattr(found, total) == getattr(wanted, total), total


def test_keywords_that_are_no_tensors_are_passed_on() -> None:
    class Choosing(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.one, self.two = torch.nn.Linear(4, 3), torch.nn.Linear(4, 5)

        def forward(
            self, x: Any, *, scale: float = 1.0, which: str = "one", times: int = 1, twice: bool = False
        ) -> Any:
            found = getattr(self, which)(x).repeat(1, times) * scale
            return torch.cat([found, found], 1) if twice else found

    found = shapecalc.from_torch(Choosing(), (2, 4), scale=2.0, which="two", times=3, twice=True)
    assert output_shapes(found) == [(2, 30)]
    rows = {row.name: row for row in summarize(found).rows}
    assert (rows["one"].output_shape, rows["one"].params, rows["one"].note) == (None, 15, "not called")


@pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")
def test_a_compiled_part_still_learns() -> None:
    module = torch.nn.Sequential(torch.jit.script(torch.nn.Linear(8, 4)), torch.nn.Linear(4, 2).requires_grad_(False))
    found = summarize(shapecalc.from_torch(module, (2, 8)))
    assert (found.trainable_params, found.non_trainable_params) == (36, 10)
