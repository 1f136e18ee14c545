"""onnxruntime's own operators: the shapes that onnxruntime 1.32 computes, recorded here and asked where it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

import shapecalc
from shapecalc.errors import ShapecalcError
from shapecalc.summary import Summary
from tests.onnx.files import read, values_of

onnx = pytest.importorskip("onnx")

from onnx import TensorProto, helper  # noqa: E402 - only where onnx is installed

TYPES = {"f": TensorProto.FLOAT, "u": TensorProto.UINT8, "b": TensorProto.INT8, "i": TensorProto.INT32, "l": 7}


class Case(NamedTuple):
    """A node: its inputs as type and shape (a capital letter: in the file; empty: left out) and what comes out."""

    name: str
    inputs: tuple[Any, ...]
    outputs: tuple[Any, ...]
    attributes: Mapping[str, Any] = {}
    macs: int = 0
    domain: str = "com.microsoft"
    opset: int = 17


S, Z = ("F", ()), ("U", ())
"""A scale and a zero point."""
QKV, GQA = ("f", (2, 4, 8)), {"num_heads": 4, "kv_num_heads": 2}
SL, TL = ("I", (2,), 2), ("I", (), 3)

CASES = [
    Case("FusedConv", (("f", (1, 3, 9, 7)), ("F", (4, 3, 3, 3)), ("F", (4,)), ("f", (1, 4, 5, 4))), ((1, 4, 5, 4),),
         {"activation": "Relu", "auto_pad": "SAME_UPPER", "strides": [2, 2]}, 5 * 4 * 4 * 27),
    Case("FusedMatMul", (("f", (2, 5, 3)), ("f", (4, 3))), ((2, 5, 4),), {"transB": 1, "alpha": 0.5}, 2 * 5 * 3 * 4),
    Case("FusedMatMul", (("f", (5, 2, 3)), ("f", (2, 5, 7))), ((2, 3, 7),), {"transA": 1, "transBatchA": 1}, 210),
    Case("FusedGemm", (("f", (3, 2)), ("F", (3, 4)), ("F", (4,))), ((2, 4),), {"transA": 1, "activation": "Relu"}, 24),
    Case("MatMulNBits", (("f", (2, 5, 32)), ("U", (8, 1, 16)), ("F", (8,))), ((2, 5, 8),),
         {"K": 32, "N": 8, "bits": 4, "block_size": 32}, 2 * 5 * 32 * 8),
    *(Case(name, (("f", (2, 3)),), ((2, 3),)) for name in ("Gelu", "FastGelu", "QuickGelu")),
    Case("BiasGelu", (("f", (2, 3)), ("F", (3,))), ((2, 3),)),
    Case("Inverse", (("f", (2, 3, 3)),), ((2, 3, 3),)),
    Case("LayerNormalization", (("f", (2, 4, 3)), ("F", (4, 3)), ("F", (4, 3))), ((2, 4, 3), (2, 1, 1), (2, 1, 1)),
         {"axis": 1}, domain="", opset=11),
    Case("SimplifiedLayerNormalization", (("f", (2, 4, 3)), ("F", (3,))), ((2, 4, 3), (2, 4, 1)), domain=""),
    Case("SkipLayerNormalization", (("f", (2, 4, 3)), ("f", (4, 3)), ("F", (3,))), ((2, 4, 3), "", "", (2, 4, 3))),
    Case("SkipSimplifiedLayerNormalization", (("f", (2, 4, 3)), ("f", (2, 4, 3)), ("F", (3,))),
         ((2, 4, 3), "", "", (2, 4, 3))),
    Case("EmbedLayerNormalization", (("i", (2, 4)), ("i", (2, 4)), ("F", (9, 8)), ("F", (16, 8)), ("F", (2, 8)),
         ("F", (8,)), ("F", (8,))), ((2, 4, 8), (2,))),
    Case("Attention", (QKV, ("F", (8, 24)), ("F", (24,)), "", ("f", (2, 2, 2, 5, 4))), ((2, 4, 8), (2, 2, 2, 9, 4)),
         {"num_heads": 2, "unidirectional": 1}, 2 * 4 * 8 * 24 + 2 * 2 * 4 * 9 * 8),
    Case("Attention", (("f", (2, 4, 6)), ("F", (6, 28)), ("F", (28,))), ((2, 4, 12),),
         {"num_heads": 2, "qkv_hidden_sizes": [8, 8, 12]}, 2 * 4 * 6 * 28 + 2 * 4 * 4 * (8 + 12)),
    Case("QAttention", (("u", (2, 4, 8)), ("B", (8, 24)), ("F", (24,)), S, S, "", Z, ("B", ())), ((2, 4, 8),),
         {"num_heads": 2}, 2048),
    Case("MultiHeadAttention", (QKV, ("f", (2, 7, 8)), ("f", (2, 7, 12))),
         ((2, 4, 12), (2, 2, 7, 4), (2, 2, 7, 6)), {"num_heads": 2}, 2 * 4 * 7 * (8 + 12)),
    Case("MultiHeadAttention", (QKV, ("f", (2, 2, 7, 4)), ("f", (2, 2, 7, 4))), ((2, 4, 8),), {"num_heads": 2}, 896),
    Case("MultiHeadAttention", (*[("f", (2, 1, 8))] * 3, "", "", "", *[("f", (2, 2, 5, 4))] * 2),
         ((2, 1, 8), (2, 2, 6, 4), (2, 2, 6, 4)), {"num_heads": 2}, 2 * 6 * 16),
    Case("GroupQueryAttention", (("f", (2, 3, 32)), ("f", (2, 3, 16)), ("f", (2, 3, 16)), "", "", SL, TL),
         ((2, 3, 32), (2, 2, 3, 8), (2, 2, 3, 8)), GQA, 2 * 3 * 3 * 64),
    Case("GroupQueryAttention", (("f", (2, 3, 64)), "", "", "", "", SL, TL),
         ((2, 3, 32), (2, 2, 3, 8), (2, 2, 3, 8)), GQA, 2 * 3 * 3 * 64),
    Case("RotaryEmbedding", (QKV, ("L", (2, 4), 0), ("F", (16, 2)), ("F", (16, 2))), ((2, 4, 8),)),
    Case("QLinearAdd", (("u", (2, 3, 4)), S, Z, ("u", (3, 1)), S, Z, S, Z), ((2, 3, 4),)),
    Case("QLinearMul", (("u", (1, 3, 4)), S, Z, ("u", (2, 1, 1)), S, Z, S, Z), ((2, 3, 4),)),
    *(Case(name, (("u", (2, 3)), S, Z, S, Z), ((2, 3),)) for name in ("QLinearSigmoid", "QLinearLeakyRelu")),
    Case("QLinearSoftmax", (("u", (2, 3)), S, Z, S, Z), ((2, 3),), {"opset": 13}),
    Case("QLinearConcat", (S, Z, ("u", (2, 3)), S, Z, ("u", (2, 4)), S, Z), ((2, 7),), {"axis": 1}),
    Case("QLinearAveragePool", (("u", (1, 3, 8, 8)), S, Z, S, Z), ((1, 3, 5, 5),),
         {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1], "ceil_mode": 1}),
    Case("QLinearGlobalAveragePool", (("u", (1, 3, 8, 9)), S, Z, S, Z), ((1, 3, 1, 1),)),
    Case("QLinearGlobalAveragePool", (("u", (1, 8, 9, 3)), S, Z, S, Z), ((1, 1, 1, 3),), {"channels_last": 1}),
    Case("QGemm", (("u", (2, 3)), S, Z, ("U", (4, 3)), S, Z, "", S, Z), ((2, 4),), {"transB": 1}, 24),
    Case("DynamicQuantizeMatMul", (("f", (2, 3)), ("U", (3, 4)), S, Z), ((2, 4),), {}, 24),
    Case("MatMulIntegerToFloat", (("u", (2, 3)), ("U", (3, 4)), S, S, Z, Z), ((2, 4),), {}, 24),
    Case("QuantizeLinear", (("f", (2, 3)), S, Z), ((2, 3),)),
    Case("DequantizeLinear", (("u", (2, 3)), S, Z), ((2, 3),)),
    Case("DynamicQuantizeLSTM", (("f", (5, 2, 3)), ("B", (2, 3, 16)), ("B", (2, 4, 16)), ("F", (2, 32)), "", "", "",
         "", ("F", (2,)), ("B", (2,)), ("F", (2,)), ("B", (2,))), ((5, 2, 2, 4), (2, 2, 4), (2, 2, 4)),
         {"direction": "bidirectional", "hidden_size": 4}, 5 * 2 * 2 * 16 * (3 + 4)),
]  # fmt: skip


def file_of(case: Case) -> bytes:
    """Return a file with the node of a case."""
    inputs, initializers, names = [], [], []
    for place, each in enumerate(case.inputs):
        names.append(f"in{place}" if each else "")
        if not each:
            continue
        kind, shape, *value = each
        if kind.isupper():
            count = 1
            for size in shape:
                count *= size
            values = (value or [1]) * count
            initializers.append(helper.make_tensor(f"in{place}", TYPES[kind.lower()], shape, values))
        else:
            inputs.append(helper.make_tensor_value_info(f"in{place}", TYPES[kind], shape))
    outputs = [f"out{place}" if shape else "" for place, shape in enumerate(case.outputs)]
    node = helper.make_node(case.name, names, outputs, domain=case.domain, **case.attributes)
    ends = [helper.make_empty_tensor_value_info(name) for name in outputs if name]
    graph = helper.make_graph([node], "g", inputs, ends, initializers)
    imports = [helper.make_opsetid("", case.opset), helper.make_opsetid("com.microsoft", 1)]
    content: bytes = helper.make_model(graph, opset_imports=imports, ir_version=8).SerializeToString()
    return content


def expected(case: Case) -> dict[str, Any]:
    return {f"out{place}": list(shape) for place, shape in enumerate(case.outputs) if shape}


def identifier(case: Case) -> str:
    return f"{case.name}-{CASES.index(case)}"


def summary(case: Case) -> Summary:
    return shapecalc.summarize(read(file_of(case)))


@pytest.mark.parametrize("case", CASES, ids=identifier)
def test_the_shapes_are_those_that_onnxruntime_computes(case: Case) -> None:
    made = summary(case)
    values = values_of(made)
    assert {name: values[name] for name in expected(case)} == expected(case)
    assert made.status == "complete"
    assert made.total_macs == case.macs


@pytest.mark.parametrize("case", CASES, ids=identifier)
def test_onnxruntime_computes_the_recorded_shapes(case: Case) -> None:
    runtime = pytest.importorskip("onnxruntime")
    numpy = pytest.importorskip("numpy")
    session = runtime.InferenceSession(file_of(case), providers=["CPUExecutionProvider"])
    types = {"f": "float32", "u": "uint8", "b": "int8", "i": "int32", "l": "int64"}
    fed = {
        f"in{place}": numpy.ones(each[1], types[each[0]])
        for place, each in enumerate(case.inputs)
        if each and each[0].islower()
    }
    names = [each.name for each in session.get_outputs()]
    found = {name: list(value.shape) for name, value in zip(names, session.run(None, fed), strict=True)}
    assert found == expected(case)


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (Case("FusedConv", (("f", (1, 5, 9, 7)), ("F", (4, 3, 3, 3))), ((1,),)), "5 channels"),
        (Case("Attention", (("f", (4, 8)), ("F", (8, 24))), ((1,),), {"num_heads": 2}), "input has 2 axes"),
        (Case("Attention", (QKV, ("F", (8, 24))), ((1,),), {"num_heads": 0}), "num_heads is 0"),
        (Case("Attention", (QKV, ("F", (8, 24))), ((1,),), {"num_heads": 2, "qkv_hidden_sizes": [8, 8]}), "8 \\+ 8"),
        (Case("EmbedLayerNormalization", (("i", (2, 4)), "", *[("F", ())] * 5), ((1,),)), "word_embedding has 0 axes"),
        (Case("DynamicQuantizeLSTM", (("f", (5, 2)), *[("B", ())] * 2, *[""] * 5, *[("B", ())] * 4), ((1,),),
              {"hidden_size": 4}), "X has 2 axes"),
        (Case("QLinearGlobalAveragePool", (("u", (3,)), S, Z, S, Z), ((1,),)), "X has 1 axes"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(case: Case, message: str) -> None:
    with pytest.raises(ShapecalcError, match=message):
        summary(case)


def test_the_row_says_whose_operator_it_is() -> None:
    assert summary(CASES[0]).rows[-1].type == "com.microsoft:FusedConv"


def test_what_is_not_known_of_it_is_said() -> None:
    made = summary(Case("NhwcMaxPool", (("u", (1, 8, 8, 3)),), ((1, 4, 4, 3),), {"kernel_shape": [2, 2]}))
    assert made.status == "partial"
    assert made.rows[-1].type == "com.microsoft:NhwcMaxPool"
    assert made.not_counted[0] == "the shape out0 of NhwcMaxPool_0"


def test_attributes_of_a_newer_onnxruntime_are_passed_over() -> None:
    case = Case("QuickGelu", (("f", (2, 3)),), ((2, 3),), {"alpha": 1.0, "unheard_of": 1})
    assert values_of(summary(case))["out0"] == [2, 3]
