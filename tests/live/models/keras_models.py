"""Keras models, each with something that is easily read wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MODELS: dict[str, Callable[[Any], Any]] = {}
"""A model's name -> what builds it, given the module ``keras``."""


def model(build: Callable[[Any], Any]) -> Callable[[Any], Any]:
    MODELS[build.__name__] = build
    return build


@model
def masks_in_the_graph(keras: Any) -> Any:
    layers, x = keras.layers, keras.Input((None,), dtype="int32")
    embedded = layers.Embedding(50, 8, mask_zero=True)(x)
    sequence = layers.GRU(6, return_sequences=True)(embedded)
    both = layers.Bidirectional(layers.LSTM(5, return_sequences=True))(sequence)
    pooled = layers.GlobalAveragePooling1D()(both)
    steps = layers.TimeDistributed(layers.Dense(3))(both)
    return keras.Model(x, [pooled, steps])


@model
def masking_of_numbers(keras: Any) -> Any:
    layers, x = keras.layers, keras.Input((7, 3))
    masked = layers.Masking(0.5)(x)
    added = layers.Add()(
        [layers.LSTM(4, return_sequences=True)(masked), layers.SimpleRNN(4, return_sequences=True)(masked)]
    )
    return keras.Model(x, layers.Concatenate()([layers.GRU(2)(added), layers.LSTM(3)(added)]))


@model
def states_handed_on(keras: Any) -> Any:
    layers, x, y = keras.layers, keras.Input((None, 5)), keras.Input((None, 3))
    _, *states = layers.LSTM(6, return_state=True)(x)
    sequence, *_ = layers.LSTM(6, return_sequences=True, return_state=True)(y, initial_state=states)
    both = layers.Bidirectional(layers.GRU(4, return_state=True))(sequence)
    again = layers.Bidirectional(layers.GRU(4, return_sequences=True))(sequence, initial_state=both[1:])
    return keras.Model([x, y], [layers.Dense(2)(again), both[0]])


@model
def three_levels_with_a_shared_one(keras: Any) -> Any:
    layers = keras.layers
    i = keras.Input((8, 8, 4))
    innermost = keras.Model(i, layers.BatchNormalization()(layers.Conv2D(4, 3, padding="same")(i)), name="innermost")
    j = keras.Input((8, 8, 4))
    middle = keras.Model(j, layers.Add()([innermost(j), innermost(innermost(j))]), name="middle")
    x, y = keras.Input((8, 8, 4)), keras.Input((8, 8, 4))
    head = keras.Sequential([layers.Flatten(), layers.Dense(3)], name="head")
    return keras.Model([x, y], layers.Subtract()([head(middle(x)), head(middle(y))]))


@model
def a_frozen_model_in_a_model(keras: Any) -> Any:
    layers = keras.layers
    i = keras.Input((16, 16, 3))
    base = keras.Model(i, layers.BatchNormalization()(layers.DepthwiseConv2D(3)(i)), name="base")
    base.trainable = False
    tail = keras.Sequential([keras.Input((14, 14, 3)), layers.Conv2D(2, 3), layers.BatchNormalization()])
    tail.layers[1].trainable = False
    x = keras.Input((16, 16, 3))
    return keras.Model(x, tail(base(x, training=False)))


@model
def structures_of_inputs_and_outputs(keras: Any) -> Any:
    layers = keras.layers
    b, a = keras.Input((4,), name="b"), keras.Input((6,), name="a")
    inner = keras.Model({"b": b, "a": a}, {"z": layers.Dense(2)(b), "c": layers.Dense(3)(a)}, name="inner")
    x, y = keras.Input((6,), name="x"), keras.Input((4,), name="y")
    found = inner({"a": x, "b": y})
    return keras.Model([x, y], {"last": layers.Concatenate()([found["c"], found["z"]]), "first": found["z"]})


@model
def several_outputs_of_an_inner_model(keras: Any) -> Any:
    layers = keras.layers
    i = keras.Input((None, None, 3))
    half = layers.Conv2D(4, 3, strides=2, padding="same")(i)
    pyramid = keras.Model(i, [half, layers.Conv2D(8, 3, strides=2)(half)], name="pyramid")
    x = keras.Input((33, 20, 3))
    one, two = pyramid(x)
    return keras.Model(x, [layers.GlobalMaxPooling2D()(one), layers.Conv2DTranspose(4, 3, strides=2)(two)])


@model
def steps_of_a_model(keras: Any) -> Any:
    layers = keras.layers
    i = keras.Input((12, 12, 1))
    frame = keras.Model(i, layers.Flatten()(layers.MaxPooling2D()(layers.Conv2D(2, 3)(i))), name="frame")
    x = keras.Input((None, 12, 12, 1))
    return keras.Model(x, layers.LSTM(3)(layers.TimeDistributed(frame)(x)))


@model
def attention_of_all_kinds(keras: Any) -> Any:
    layers, x, y = keras.layers, keras.Input((9, 16)), keras.Input((5, 16))
    one = layers.MultiHeadAttention(2, 4)(x, y)
    two, scores = layers.MultiHeadAttention(4, 2, value_dim=3)(query=x, value=x, return_attention_scores=True)
    three = layers.GroupQueryAttention(4, 4, 2)(x, y)
    four = layers.Attention(use_scale=True)([x, y])
    five = layers.AdditiveAttention()([x, y])
    return keras.Model([x, y], [layers.Average()([one, two, three, four, five]), scores])


@model
def a_class_that_wraps(keras: Any) -> Any:
    layers, x = keras.layers, keras.Input((10, 10, 6))
    normalised = layers.SpectralNormalization(layers.Conv2D(4, 3, groups=2))(x)
    return keras.Model(x, layers.PReLU(shared_axes=[1, 2])(layers.GroupNormalization(2)(normalised)))


@model
def pictures_made_new(keras: Any) -> Any:
    layers, x = keras.layers, keras.Input((24, 20, 3))
    y = layers.RandomBrightness(0.2)(layers.RandomContrast(0.2)(layers.RandomFlip()(x)))
    y = layers.Solarization()(layers.AutoContrast()(layers.RandomRotation(0.1)(y)))
    return keras.Model(x, layers.RandomCrop(16, 16)(layers.RandomZoom(0.1)(y)))


@model
def patches_and_bare_norms(keras: Any) -> Any:
    ops, x = keras.ops, keras.Input((33, 40, 3))
    whole = ops.image.extract_patches(x, size=8)
    overlapping = ops.image.extract_patches(whole, size=(2, 1), strides=(1, 2), padding="same")
    spread = ops.image.extract_patches(x, size=3, strides=1, dilation_rate=2)
    normed = ops.layer_normalization(ops.rms_normalization(spread))
    mean, variance = ops.mean(x, axis=(0, 1, 2)), ops.var(x, axis=(0, 1, 2))
    standard = ops.batch_normalization(x, mean, variance, axis=-1)
    turned = ops.image.affine_transform(standard, ops.zeros_like(ops.sum(x, axis=3)[:, 0, :8]))
    return keras.Model(x, [overlapping, normed, ops.isin(turned, x[0]), ops.digitize(turned, x[0, 0, :, 0])])


@model
def one_of_each_axis(keras: Any) -> Any:
    x = keras.Input((4, 6, 5))
    return keras.Model(x, [x[0, 1], x[:, 0, -1], x[..., 2], x[1], x[:, 1:3, ::2], x[:, None, 0]])


@model
def channels_first(keras: Any) -> Any:
    layers, x = keras.layers, keras.Input((3, 20, 24))
    first: dict[str, Any] = {"data_format": "channels_first"}
    y = layers.MaxPooling2D(**first)(layers.Conv2D(4, 3, padding="same", **first)(x))
    y = layers.BatchNormalization(axis=1)(layers.UpSampling2D(**first)(y))
    return keras.Model(x, layers.Flatten(**first)(layers.ZeroPadding2D(((1, 0), (0, 2)), **first)(y)))


@model
def a_batch_of_its_own(keras: Any) -> Any:
    layers, x = keras.layers, keras.Input(batch_shape=(4, 6, 5))
    return keras.Model(x, layers.Dense(2)(layers.LSTM(3, stateful=True)(layers.Reshape((-1, 5))(x))))


@model
def one_layer_again_and_again(keras: Any) -> Any:
    layers, x = keras.layers, keras.Input((8,))
    dense, norm = layers.Dense(8), layers.LayerNormalization()
    y = x
    for _ in range(3):
        y = layers.Activation("gelu")(norm(dense(y)))
    return keras.Model(x, [dense(x), y])


@model
def a_sequence_of_models(keras: Any) -> Any:
    layers = keras.layers
    first = keras.Sequential([keras.Input((32, 32, 3)), layers.SeparableConv2D(4, 3), layers.ReLU(6.0)], name="first")
    return keras.Sequential([first, layers.Dropout(0.1), keras.Sequential([layers.Flatten(), layers.Dense(2)])])


@model
def operations_on_shapes(keras: Any) -> Any:
    ops, x = keras.ops, keras.Input((6, 8, 10))
    outputs = [
        ops.reshape(x, (-1, 48, 10)),
        ops.transpose(x, (0, 3, 1, 2)),
        ops.swapaxes(x, 1, -1),
        ops.moveaxis(x, (1, 2), (-1, 1)),
        ops.expand_dims(x, (1, -1)),
        ops.squeeze(ops.max(x, axis=-1, keepdims=True), -1),
        ops.concatenate([x, x], axis=2),
        ops.stack([x, x, x], axis=-1),
        *ops.split(x, 2, axis=-1),
        *ops.split(x, [3, 5], axis=3),
        ops.tile(x, (1, 2, 1, 3)),
        ops.repeat(x, 3, axis=1),
        ops.pad(x, ((0, 0), (1, 2), (0, 0), (3, 0))),
        ops.take(x, [0, 2, 2], axis=2),
        ops.flip(ops.roll(x, 1, axis=1), axis=2),
        ops.one_hot(ops.argmax(x, axis=-1), 10),
        ops.image.resize(x, (12, 4)),
        ops.nn.max_pool(x, 2, 2, "same"),
        ops.nn.average_pool(x, (3, 2), 1, "valid"),
    ]
    return keras.Model(x, outputs)


@model
def operations_on_numbers(keras: Any) -> Any:
    ops, x, y = keras.ops, keras.Input((None, 8)), keras.Input((5, 8))
    sums = [x + y, x * 2.0, 1.0 / ops.add(y, 1e-3), y**2, ops.maximum(x, 0.0), ops.where(y > 0, y, -y), x - y[:, :1]]
    reduced = [ops.mean(y, axis=1), ops.sum(y, axis=(1, 2)), ops.var(y, axis=-1, keepdims=True), ops.logsumexp(y, -1)]
    products = [ops.matmul(y, ops.transpose(y, (0, 2, 1))), ops.einsum("bij,bkj->bik", y, y)]
    functions = [ops.softmax(y), ops.relu(ops.sqrt(ops.abs(y))), ops.sigmoid(x), ops.clip(x, 0, 1), ops.cumsum(y, 1)]
    constant = ops.add(y, ops.convert_to_tensor([[1.0] * 8] * 5))
    return keras.Model([x, y], [*sums, *reduced, *products, *functions, constant])


@model
def parts_of_tensors(keras: Any) -> Any:
    x = keras.Input((6, 8, 10))
    parts = [x[:, 0], x[:, 1:4], x[..., -3:], x[:, ::2, ::-1], x[:, None, 2, :, 1:2], x[..., 0]]
    return keras.Model(x, parts)


@model
def images_over_time(keras: Any) -> Any:
    layers, x = keras.layers, keras.Input((5, 16, 16, 2))
    y = layers.ConvLSTM2D(3, 3, padding="same", return_sequences=True)(x)
    return keras.Model(x, layers.Conv3D(2, (5, 3, 3), strides=(1, 2, 2))(layers.BatchNormalization()(y)))


@model
def counts_of_words(keras: Any) -> Any:
    layers, x, y = keras.layers, keras.Input((12,), dtype="int32"), keras.Input((1,), dtype="int32")
    many = layers.CategoryEncoding(num_tokens=20, output_mode="count")(x)
    one = layers.CategoryEncoding(num_tokens=7, output_mode="one_hot")(y)
    normal = layers.Normalization(axis=-1)(layers.Concatenate()([many, one]))
    return keras.Model([x, y], layers.Dense(2)(normal))
