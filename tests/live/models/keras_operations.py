"""Calls of ``keras.ops``, a model for each function, with the settings that are easily read wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Build = Callable[[Any, Any], Any]
"""What makes tensors, given ``keras.ops`` and a function that makes an input of a shape, the batch included."""

CALLS: dict[str, tuple[Build, ...]] = {
    "Conv": (
        lambda ops, x: ops.conv(x(None, 8, 9, 6), x(3, 2, 6, 5)),
        lambda ops, x: ops.conv(x(None, 8, 9, 6), x(3, 3, 6, 5), strides=2, padding="same"),
        lambda ops, x: ops.conv(x(2, 20, 6), x(3, 6, 4), dilation_rate=2),
        lambda ops, x: ops.conv(x(None, 4, 8, 9), x(3, 3, 4, 6), strides=(1, 2), data_format="channels_first"),
        lambda ops, x: ops.conv(x(None, None, 9, 6, 2), x(2, 3, 1, 2, 5), padding="same"),
        lambda ops, x: ops.conv(x(None, 9, 2), ops.ones((3, 2, 5)), strides=2),
    ),
    "ConvTranspose": (
        lambda ops, x: ops.conv_transpose(x(None, 8, 9, 6), x(3, 2, 5, 6), strides=2),
        lambda ops, x: ops.conv_transpose(x(None, 8, 9, 6), x(3, 3, 4, 6), strides=2, padding="same"),
        lambda ops, x: ops.conv_transpose(x(None, 7, 6), x(4, 2, 6), strides=3, output_padding=1),
        lambda ops, x: ops.conv_transpose(x(None, 6, 7, 5), x(3, 3, 2, 6), data_format="channels_first"),
    ),
    "DepthwiseConv": (
        lambda ops, x: ops.depthwise_conv(x(None, 8, 9, 6), x(3, 2, 6, 1)),
        lambda ops, x: ops.depthwise_conv(x(None, 8, 9, 6), x(3, 3, 6, 2), strides=2, padding="same"),
        lambda ops, x: ops.depthwise_conv(x(None, 6, 11), x(3, 6, 2), data_format="channels_first"),
    ),
    "SeparableConv": (
        lambda ops, x: ops.separable_conv(x(None, 8, 9, 6), x(3, 2, 6, 1), x(1, 1, 6, 4)),
        lambda ops, x: ops.separable_conv(x(None, 8, 9, 6), x(3, 3, 6, 2), x(1, 1, 12, 7), strides=2, padding="same"),
        lambda ops, x: ops.separable_conv(x(None, 11, 6), x(3, 6, 2), x(1, 12, 7)),
    ),
    "Dot": (
        lambda ops, x: ops.dot(x(None, 4, 6), x(6, 3)),
        lambda ops, x: ops.dot(x(None, 4, 6), x(2, 6, 3)),
        lambda ops, x: ops.dot(x(None, 4, 6), x(6)),
        lambda ops, x: ops.dot(x(5), x(5)),
    ),
    "Inner": (lambda ops, x: ops.inner(x(None, 4, 6), x(3, 6)), lambda ops, x: ops.inner(x(5), x(5))),
    "Tensordot": (
        lambda ops, x: ops.tensordot(x(None, 4, 6), x(4, 6, 3)),
        lambda ops, x: ops.tensordot(x(None, 4, 6), x(6, 3), axes=1),
        lambda ops, x: ops.tensordot(x(None, 4, 6), x(6, 3), axes=0),
        lambda ops, x: ops.tensordot(x(None, 4, 6), x(2, 6, 4), axes=([1, 2], [2, 1])),
        lambda ops, x: ops.tensordot(x(None, 4, 6), x(2, 6, 4), axes=[[-1], [1]]),
    ),
    "Vdot": (lambda ops, x: ops.vdot(x(3, 4), x(3, 4)),),
    "Outer": (lambda ops, x: ops.outer(x(3, 4), x(5)), lambda ops, x: ops.outer(x(None, 4), x(2, 5))),
    "Kron": (lambda ops, x: ops.kron(x(3, 4), x(5, 2)), lambda ops, x: ops.kron(x(None, 4, 2), x(3, 2, 5))),
    "Cross": (
        lambda ops, x: ops.cross(x(None, 4, 3), x(None, 4, 3)),
        lambda ops, x: ops.cross(x(None, 4, 2), x(None, 1, 2)),
        lambda ops, x: ops.cross(x(3, 5, 4), x(5, 2, 4), axisa=0, axisb=1, axisc=0),
    ),
    "DotProductAttention": (
        lambda ops, x: ops.dot_product_attention(x(None, 7, 2, 8), x(None, 5, 2, 8), x(None, 5, 2, 8)),
        lambda ops, x: ops.dot_product_attention(value=x(2, 5, 2, 8), key=x(2, 5, 2, 8), query=x(2, 7, 2, 8)),
    ),
    "CDist": (lambda ops, x: ops.cdist(x(None, 4, 6), x(None, 3, 6)), lambda ops, x: ops.cdist(x(4, 6), x(2, 3, 6))),
    "Hstack": (lambda ops, x: ops.hstack([x(None, 4, 6), x(None, 3, 6)]),),
    "Vstack": (lambda ops, x: ops.vstack([x(3, 4, 6), x(2, 4, 6)]), lambda ops, x: ops.vstack([x(None, 4)] * 2)),
    "Dstack": (
        lambda ops, x: ops.dstack([x(None, 4, 6), x(None, 4, 2)]),
        lambda ops, x: ops.dstack([x(3, 4), x(3, 4), x(3, 4)]),
        lambda ops, x: ops.dstack([x(4), x(4)]),
    ),
    "Append": (
        lambda ops, x: ops.append(x(None, 4, 6), x(None, 3, 6), axis=1),
        lambda ops, x: ops.append(x(2, 4), x(3)),
        lambda ops, x: ops.append(x(None, 4), x(3)),
    ),
    "ArraySplit": (
        lambda ops, x: ops.array_split(x(None, 11), 3, axis=1),
        lambda ops, x: ops.array_split(x(8, 6), 3),
        lambda ops, x: ops.array_split(x(None, 6), 2, axis=0),
    ),
    "Hsplit": (lambda ops, x: ops.hsplit(x(None, 6, 3), 2), lambda ops, x: ops.hsplit(x(8), [2, 5])),
    "Vsplit": (lambda ops, x: ops.vsplit(x(6, 3), 2), lambda ops, x: ops.vsplit(x(8, 2), [2, 5])),
    "Dsplit": (lambda ops, x: ops.dsplit(x(None, 3, 6), 2), lambda ops, x: ops.dsplit(x(8, 2, 7), [2, 5])),
    "Unstack": (
        lambda ops, x: ops.unstack(x(None, 3, 5), axis=1),
        lambda ops, x: ops.unstack(x(None, 3, 5), num=2, axis=0),
        lambda ops, x: ops.unstack(x(None, 3, 5), axis=-1),
    ),
    "BroadcastTo": (
        lambda ops, x: ops.broadcast_to(x(None, 1, 6), (5, 4, 6)),
        lambda ops, x: ops.broadcast_to(x(4, 1), (3, 4, 6)),
    ),
    "Full": (lambda ops, x: ops.full((3, 4), x()), lambda ops, x: ops.full((2,), x(1))),
    "Scatter": (lambda ops, x: ops.scatter(x(4, 1), x(4), (9,)), lambda ops, x: ops.scatter(x(4, 1), x(4, 3), (7, 3))),
    "Slice": (
        lambda ops, x: ops.slice(x(6, 7), (1, 2), (3, 4)),
        lambda ops, x: ops.slice(x(6, 7), (1, 2), (3, -1)),
        lambda ops, x: ops.slice(x(6, 7), x(2), (3, -1)),
    ),
    "Linspace": (
        lambda ops, x: ops.linspace(x(None, 4), x(None, 4), 5),
        lambda ops, x: ops.linspace(x(3, 4), x(4), 5, axis=-1),
        lambda ops, x: ops.linspace(x(3, 4), 1, 5, axis=1),
    ),
    "Logspace": (lambda ops, x: ops.logspace(x(None, 4), x(None, 4), 5),),
    "Geomspace": (lambda ops, x: ops.geomspace(x(3), x(3)),),
    "Meshgrid": (
        lambda ops, x: ops.meshgrid(x(3), x(4), x(2)),
        lambda ops, x: ops.meshgrid(x(3), x(None), indexing="ij"),
    ),
    "Diag": (
        lambda ops, x: ops.diag(x(4)),
        lambda ops, x: ops.diag(x(4), k=-2),
        lambda ops, x: ops.diag(x(4, 6), k=3),
        lambda ops, x: ops.diag(x(4, 6), k=-1),
        lambda ops, x: ops.diag(x(None, 6)),
    ),
    "Diagflat": (lambda ops, x: ops.diagflat(x(2, 3), k=1), lambda ops, x: ops.diagflat(x(None, 3))),
    "Diagonal": (
        lambda ops, x: ops.diagonal(x(4, 6, 3)),
        lambda ops, x: ops.diagonal(x(None, 4, 6), axis1=1, axis2=2),
        lambda ops, x: ops.diagonal(x(None, 4, 6), offset=-2, axis1=-2, axis2=-1),
        lambda ops, x: ops.diagonal(x(None, 4, 6), axis1=0, axis2=2),
    ),
    "Trace": (
        lambda ops, x: ops.trace(x(4, 6, 3)),
        lambda ops, x: ops.trace(x(None, 4, 6), axis1=1, axis2=-1),
    ),
    "Vander": (lambda ops, x: ops.vander(x(4)), lambda ops, x: ops.vander(x(4), N=7)),
    "Correlate": (
        lambda ops, x: ops.correlate(x(7), x(3)),
        lambda ops, x: ops.correlate(x(7), x(3), mode="same"),
        lambda ops, x: ops.correlate(x(3), x(7), mode="full"),
    ),
    "Rot90": (lambda ops, x: ops.rot90(x(2, 4, 6), axes=(1, 2)), lambda ops, x: ops.rot90(x(None, 4, 6), k=-1)),
    "TopK": (lambda ops, x: ops.top_k(x(None, 9), 3), lambda ops, x: ops.top_k(x(None, 4, 9), 2, sorted=False)),
    "Moments": (
        lambda ops, x: ops.moments(x(None, 4, 6), axes=[1]),
        lambda ops, x: ops.moments(x(None, 4, 6), axes=[0, -1], keepdims=True),
    ),
    "Quantile": (
        lambda ops, x: ops.quantile(x(None, 4, 6), [0.1, 0.5, 0.9], axis=1),
        lambda ops, x: ops.quantile(x(None, 4, 6), 0.5, axis=(1, 2), keepdims=True),
        lambda ops, x: ops.quantile(x(None, 4, 6), x(2), axis=-1),
        lambda ops, x: ops.quantile(x(4, 6), 0.3),
    ),
    "Percentile": (
        lambda ops, x: ops.percentile(x(None, 4, 6), 30, axis=1),
        lambda ops, x: ops.percentile(x(None, 4, 6), [30, 60]),
    ),
    "Nanquantile": (lambda ops, x: ops.nanquantile(x(None, 4, 6), [0.2, 0.3], axis=-1),),
    "Nanpercentile": (lambda ops, x: ops.nanpercentile(x(None, 4), 20.0),),
    "SegmentSum": (
        lambda ops, x: ops.segment_sum(x(8, 3), x(8, dtype="int32"), num_segments=4),
        lambda ops, x: ops.segment_sum(x(8, 3), x(8, dtype="int32")),
    ),
    "SegmentMin": (lambda ops, x: ops.segment_min(x(8, 3), x(8, dtype="int32"), num_segments=4),),
    "SegmentProd": (lambda ops, x: ops.segment_prod(x(8, 3), x(8, dtype="int32"), num_segments=4),),
    "SegmentMax": (lambda ops, x: ops.segment_max(x(None, 3), x(None, dtype="int32"), num_segments=4),),
    "Nonzero": (lambda ops, x: ops.nonzero(x(None, 3, 4)),),
    "Bincount": (lambda ops, x: ops.bincount(x(None, 3, dtype="int32"), minlength=4),),
    "Histogram": (lambda ops, x: ops.histogram(x(None, 3)), lambda ops, x: ops.histogram(x(9), bins=4)),
    "Unique": (
        lambda ops, x: ops.unique(x(4, 3)),
        lambda ops, x: ops.unique(x(4, 3), return_counts=True, return_inverse=True, axis=1),
        lambda ops, x: ops.unique(x(4, 3), return_index=True, return_inverse=True, size=5),
    ),
    "UnravelIndex": (lambda ops, x: ops.unravel_index(x(None, 3, dtype="int32"), (4, 5, 6)),),
    "SearchSorted": (lambda ops, x: ops.searchsorted(x(9), x(None, 3)),),
    "InTopK": (lambda ops, x: ops.in_top_k(x(None, dtype="int32"), x(None, 9), k=3),),
    "Select": (lambda ops, x: ops.select([x(None, 3) > 0, x(None, 3) > 1], [x(None, 3), x(None, 3)], 0),),
    "MultiHot": (
        lambda ops, x: ops.multi_hot(x(None, 5, dtype="int32"), 10),
        lambda ops, x: ops.multi_hot(x(None, 5, 3, dtype="int32"), 10),
        lambda ops, x: ops.multi_hot(x(5, dtype="int32"), 10),
    ),
    "Diff": (
        lambda ops, x: ops.diff(x(None, 5)),
        lambda ops, x: ops.diff(x(None, 5, 3), n=2, axis=1),
        lambda ops, x: ops.diff(x(None, 5), axis=0),
    ),
    "Trapezoid": (lambda ops, x: ops.trapezoid(x(None, 5, 3)), lambda ops, x: ops.trapezoid(x(None, 5, 3), axis=1)),
    "CategoricalCrossentropy": (lambda ops, x: ops.categorical_crossentropy(x(None, 5, 3), x(None, 5, 3)),),
    "SparseCategoricalCrossentropy": (
        lambda ops, x: ops.sparse_categorical_crossentropy(x(None, 5, dtype="int32"), x(None, 5, 3)),
        lambda ops, x: ops.sparse_categorical_crossentropy(x(None, 3, dtype="int32"), x(None, 5, 3), axis=1),
    ),
    "BinaryCrossentropy": (lambda ops, x: ops.binary_crossentropy(x(None, 5), x(None, 5)),),
    "AllClose": (lambda ops, x: ops.allclose(x(None, 5), x(None, 5)),),
    "Size": (lambda ops, x: ops.size(x(None, 5)),),
    "PSNR": (lambda ops, x: ops.psnr(x(None, 5, 3), x(None, 5, 3), 1.0),),
    "CTCLoss": (
        lambda ops, x: ops.ctc_loss(
            x(None, 5, dtype="int32"), x(None, 9, 4), x(None, dtype="int32"), x(None, dtype="int32")
        ),
    ),
    "CTCDecode": (
        lambda ops, x: ops.ctc_decode(x(None, 9, 4), x(None, dtype="int32")),
        lambda ops, x: ops.ctc_decode(x(None, 9, 4), x(None, dtype="int32"), strategy="beam_search", top_paths=3),
    ),
    "Qr": (
        lambda ops, x: ops.qr(x(None, 5, 3)),
        lambda ops, x: ops.qr(x(3, 5), mode="complete"),
        lambda ops, x: ops.qr(x(None, 5, 3), mode="complete"),
    ),
    "SVD": (
        lambda ops, x: ops.svd(x(None, 5, 3)),
        lambda ops, x: ops.svd(x(None, 5, 3), full_matrices=False),
        lambda ops, x: ops.svd(x(None, 5, 3), compute_uv=False),
    ),
    "Eigh": (lambda ops, x: ops.eigh(x(None, 4, 4)),),
    "Eig": (lambda ops, x: ops.eig(x(None, 4, 4)),),
    "CholeskyInverse": (lambda ops, x: ops.linalg.cholesky_inverse(x(None, 4, 4)),),
    "LuFactor": (lambda ops, x: ops.lu_factor(x(None, 4, 4)),),
    "Pinv": (lambda ops, x: ops.linalg.pinv(x(None, 5, 3)),),
    "Cholesky": (lambda ops, x: ops.cholesky(x(None, 4, 4)),),
    "Inv": (lambda ops, x: ops.inv(x(None, 4, 4)),),
    "Det": (lambda ops, x: ops.det(x(None, 4, 4)),),
    "Logdet": (lambda ops, x: ops.logdet(x(None, 4, 4)),),
    "MatrixRank": (lambda ops, x: ops.linalg.matrix_rank(x(None, 5, 4)),),
    "Slogdet": (lambda ops, x: ops.slogdet(x(4, 4)),),
    "Solve": (lambda ops, x: ops.solve(x(None, 4, 4), x(None, 4, 2)), lambda ops, x: ops.solve(x(4, 4), x(4))),
    "SolveTriangular": (lambda ops, x: ops.solve_triangular(x(None, 4, 4), x(None, 4, 2), lower=True),),
    "Lstsq": (lambda ops, x: ops.lstsq(x(6, 4), x(6)), lambda ops, x: ops.lstsq(x(6, 4), x(6, 3))),
    "Norm": (
        lambda ops, x: ops.norm(x(None, 4, 6), axis=-1),
        lambda ops, x: ops.norm(x(None, 4, 6), ord="fro", axis=(1, 2), keepdims=True),
    ),
    "FFT": (lambda ops, x: ops.fft((x(None, 8), x(None, 8))),),
    "FFT2": (lambda ops, x: ops.fft2((x(None, 4, 8), x(None, 4, 8))),),
    "IFFT2": (lambda ops, x: ops.ifft2((x(None, 4, 8), x(None, 4, 8))),),
    "RFFT": (
        lambda ops, x: ops.rfft(x(None, 9)),
        lambda ops, x: ops.rfft(x(None, None, 9), fft_length=16),
        lambda ops, x: ops.rfft(x(2, None)),
    ),
    "IRFFT": (
        lambda ops, x: ops.irfft((x(None, 5), x(None, 5))),
        lambda ops, x: ops.irfft((x(None, 5), x(None, 5)), fft_length=9),
    ),
    "STFT": (
        lambda ops, x: ops.stft(x(None, 100), 16, 8, 32),
        lambda ops, x: ops.stft(x(None, 100), 17, 5, 17, center=False),
        lambda ops, x: ops.stft(x(2, None), 16, 8, 32),
    ),
    "ISTFT": (
        lambda ops, x: ops.istft((x(None, 12, 17), x(None, 12, 17)), 16, 8, 32),
        lambda ops, x: ops.istft((x(None, 12, 17), x(None, 12, 17)), 16, 8, 32, center=False),
        lambda ops, x: ops.istft((x(None, 12, 17), x(None, 12, 17)), 16, 8, 32, length=99),
        lambda ops, x: ops.istft((x(None, None, 17), x(None, None, 17)), 16, 8, 32),
    ),
    "ViewAsComplex": (lambda ops, x: ops.view_as_complex(x(None, 5, 2)),),
    "ViewAsReal": (lambda ops, x: ops.view_as_real(x(None, 5, dtype="complex64")),),
    "Polar": (lambda ops, x: ops.polar(x(None, 5), x(None, 5)),),
    "ExtractSequences": (
        lambda ops, x: ops.extract_sequences(x(None, 20), 6, 3),
        lambda ops, x: ops.extract_sequences(x(2, None), 6, 3),
    ),
    "CropImages": (
        lambda ops, x: ops.image.crop_images(x(None, 12, 10, 3), 1, 2, 3, 1),
        lambda ops, x: ops.image.crop_images(x(None, None, 10, 3), 1, 2, target_height=4, target_width=5),
        lambda ops, x: ops.image.crop_images(x(3, 12, 10), 1, 2, 3, 1, data_format="channels_first"),
    ),
    "PadImages": (
        lambda ops, x: ops.image.pad_images(x(None, 12, 10, 3), 1, 2, 3, 1),
        lambda ops, x: ops.image.pad_images(x(None, None, 10, 3), 1, 2, target_height=20, target_width=15),
        lambda ops, x: ops.image.pad_images(x(None, None, None, 3), 1, 2, 3, 4),
    ),
    "RGBToGrayscale": (
        lambda ops, x: ops.image.rgb_to_grayscale(x(None, 6, 7, 3)),
        lambda ops, x: ops.image.rgb_to_grayscale(x(3, 6, 7), data_format="channels_first"),
    ),
    "ElasticTransform": (lambda ops, x: ops.image.elastic_transform(x(None, 6, 7, 3)),),
    "SobelEdges": (lambda ops, x: ops.image.sobel_edges(x(None, 6, 7, 3)),),
    "SSIM": (lambda ops, x: ops.image.ssim(x(None, 16, 17, 3), x(None, 16, 17, 3)),),
    "MapCoordinates": (lambda ops, x: ops.image.map_coordinates(x(4, 5, 3), x(3, 7, 2), order=1),),
    "ScaleAndTranslate": (
        lambda ops, x: ops.image.scale_and_translate(x(2, 8, 9, 3), (2, 4, 5, 3), x(2), x(2), (1, 2), "linear"),
    ),
    "Unfold": (
        lambda ops, x: ops.unfold(x(2, 3, 8, 9), 3),
        lambda ops, x: ops.unfold(x(2, 3, 8, 9), (2, 3), dilation=2, padding=1, stride=(1, 2)),
    ),
    "Fold": (
        lambda ops, x: ops.fold(x(None, 12, 20), (5, 6), 2),
        lambda ops, x: ops.fold(x(2, 12, 6), (4, 6), 2, stride=2),
    ),
    "Argmax": (
        lambda ops, x: ops.argmax(x(None, 4, 6)),
        lambda ops, x: ops.argmax(x(None, 4, 6), axis=1, keepdims=True),
    ),
    "Argsort": (lambda ops, x: ops.argsort(x(None, 4, 6), axis=1), lambda ops, x: ops.argsort(x(4, 6), axis=None)),
    "Argpartition": (lambda ops, x: ops.argpartition(x(None, 4, 6), 2),),
    "Sort": (lambda ops, x: ops.sort(x(None, 4, 6), axis=1),),
    "Cumsum": (
        lambda ops, x: ops.cumsum(x(None, 4, 6), axis=1),
        lambda ops, x: ops.cumsum(x(4, 6)),
        lambda ops, x: ops.cumsum(x(None, 6)),
    ),
    "Cumprod": (lambda ops, x: ops.cumprod(x(4, 6)), lambda ops, x: ops.cumprod(x(4, 6), axis=0)),
    "Nancumsum": (lambda ops, x: ops.nancumsum(x(4, 6)), lambda ops, x: ops.nancumsum(x(None, 6), axis=1)),
    "Nancumprod": (lambda ops, x: ops.nancumprod(x(4, 6)),),
    "Roll": (lambda ops, x: ops.roll(x(None, 4, 6), 2), lambda ops, x: ops.roll(x(None, 4, 6), 2, axis=1)),
    "Flip": (lambda ops, x: ops.flip(x(None, 4, 6)), lambda ops, x: ops.flip(x(None, 4, 6), axis=(1, 2))),
    "Tril": (lambda ops, x: ops.tril(x(None, 4, 6), k=1),),
    "Triu": (lambda ops, x: ops.triu(x(4, 6)),),
    "Take": (
        lambda ops, x: ops.take(x(None, 4, 6), x(3, 2, dtype="int32"), axis=1),
        lambda ops, x: ops.take(x(None, 4, 6), x(3, 2, dtype="int32")),
        lambda ops, x: ops.take(x(None, 4, 6), 1, axis=-1),
        lambda ops, x: ops.take(x(None, 4, 6), [1, 2, 0], axis=-1),
    ),
    "TakeAlongAxis": (
        lambda ops, x: ops.take_along_axis(x(2, 4, 6), x(2, 3, 6, dtype="int32"), axis=1),
        lambda ops, x: ops.take_along_axis(x(2, 4, 6), x(1, 3, 1, dtype="int32"), axis=1),
        lambda ops, x: ops.take_along_axis(x(2, 4), x(5, dtype="int32")),
        lambda ops, x: ops.take_along_axis(x(None, 4), x(None, 1, dtype="int32"), axis=-1),
    ),
    "OneHot": (
        lambda ops, x: ops.one_hot(x(None, 4, dtype="int32"), 7),
        lambda ops, x: ops.one_hot(x(None, 4, dtype="int32"), 7, axis=1),
        lambda ops, x: ops.one_hot(x(None, 4, dtype="int32"), 7, axis=0),
    ),
    "Einsum": (
        lambda ops, x: ops.einsum("bij,bjk->bik", x(None, 3, 4), x(None, 4, 5)),
        lambda ops, x: ops.einsum("...ij,jk->...ik", x(None, 2, 3, 4), x(4, 5)),
        lambda ops, x: ops.einsum("ij,jk", x(3, 4), x(4, 5)),
        lambda ops, x: ops.einsum("bhqd,bhkd->bhqk", x(None, 2, None, 4), x(None, 2, None, 4)),
        lambda ops, x: ops.einsum("ii->i", x(4, 4)),
    ),
    "Logsumexp": (
        lambda ops, x: ops.logsumexp(x(None, 4, 6)),
        lambda ops, x: ops.logsumexp(x(None, 4, 6), axis=(1, 2), keepdims=True),
    ),
    "Median": (
        lambda ops, x: ops.median(x(None, 4, 6), axis=1),
        lambda ops, x: ops.median(x(None, 4, 6), axis=(1, 2), keepdims=True),
    ),
    "Average": (
        lambda ops, x: ops.average(x(None, 4, 6), axis=1),
        lambda ops, x: ops.average(x(None, 4, 6), axis=1, weights=x(4)),
        lambda ops, x: ops.average(x(4, 6), weights=x(4, 6)),
    ),
    "Where": (
        lambda ops, x: ops.where(x(None, 4, 1, dtype="bool"), x(None, 4, 6), 0.0),
        lambda ops, x: ops.where(x(None, 4, dtype="bool"), x(1, 4), x(None, 1)),
    ),
    "Stack": (
        lambda ops, x: ops.stack([x(None, 4), x(None, 4)], axis=-1),
        lambda ops, x: ops.stack([x(None, 4), x(None, 4)]),
        lambda ops, x: ops.stack([x(None, 4)], axis=1),
    ),
    "Concatenate": (
        lambda ops, x: ops.concatenate([x(None, 4), x(None, 5)], axis=-1),
        lambda ops, x: ops.concatenate([x(3, 4), x(None, 4)]),
    ),
    "Split": (
        lambda ops, x: ops.split(x(None, 9), [2, 5, 5], axis=1),
        lambda ops, x: ops.split(x(None, 9), 3, axis=-1),
        lambda ops, x: ops.split(x(None, 9), 3),
        lambda ops, x: ops.split(x(None, 9), [2, 5]),
    ),
    "Moveaxis": (
        lambda ops, x: ops.moveaxis(x(None, 4, 5, 6), 1, -1),
        lambda ops, x: ops.moveaxis(x(None, 4, 5, 6), (1, 3), (0, 1)),
    ),
    "Swapaxes": (lambda ops, x: ops.swapaxes(x(None, 4, 5), -1, 0), lambda ops, x: ops.swapaxes(x(None, 4, 5), 1, 1)),
    "ExpandDims": (
        lambda ops, x: ops.expand_dims(x(None, 4), -1),
        lambda ops, x: ops.expand_dims(x(None, 4), (1, 3)),
        lambda ops, x: ops.expand_dims(x(None, 4), (-1, 0)),
    ),
    "Squeeze": (
        lambda ops, x: ops.squeeze(x(None, 1, 4, 1)),
        lambda ops, x: ops.squeeze(x(None, 1, 4, 1), axis=(1, -1)),
    ),
    "Transpose": (
        lambda ops, x: ops.transpose(x(None, 4, 5)),
        lambda ops, x: ops.transpose(x(None, 4, 5), (2, 0, 1)),
    ),
    "Repeat": (
        lambda ops, x: ops.repeat(x(None, 4), 3, axis=1),
        lambda ops, x: ops.repeat(x(None, 4), [1, 2, 3, 4], axis=1),
        lambda ops, x: ops.repeat(x(3, 4), 2),
        lambda ops, x: ops.repeat(x(None, 4), 2, axis=0),
        lambda ops, x: ops.repeat(x(None, 4), [3], axis=1),
    ),
    "Tile": (
        lambda ops, x: ops.tile(x(None, 4), 3),
        lambda ops, x: ops.tile(x(None, 4), (2, 1, 3)),
        lambda ops, x: ops.tile(x(None, 4, 5), (2, 3)),
    ),
    "Pad": (
        lambda ops, x: ops.pad(x(None, 4, 5), ((0, 0), (1, 2), (3, 0))),
        lambda ops, x: ops.pad(x(None, 4, 5), ((0, 0), (1, 2), (3, 0)), mode="reflect"),
        lambda ops, x: ops.pad(x(None, 4, 5), ((0, 0), (1, 2), (3, 0)), mode="symmetric"),
        lambda ops, x: ops.pad(x(None, 4, 5), ((0, 0), (5, 2), (3, 0)), mode="edge"),
        lambda ops, x: ops.pad(x(4, 5), 2, constant_values=1),
        lambda ops, x: ops.pad(x(4, 5), (2, 1)),
        lambda ops, x: ops.pad(x(4, 5), ((2, 1),)),
    ),
    "Reshape": (
        lambda ops, x: ops.reshape(x(None, 4, 6), (-1, 24)),
        lambda ops, x: ops.reshape(x(None, 4, 6), (-1, 8, 3)),
        lambda ops, x: ops.reshape(x(4, 6), (2, -1)),
        lambda ops, x: ops.reshape(x(None, None, 6), (-1, 6)),
    ),
    "Ravel": (lambda ops, x: ops.ravel(x(3, 4)), lambda ops, x: ops.ravel(x(None, 4))),
    "Matmul": (
        lambda ops, x: ops.matmul(x(None, 3, 4), x(4, 5)),
        lambda ops, x: ops.matmul(x(4), x(None, 4, 5)),
        lambda ops, x: ops.matmul(x(None, 4), x(4)),
        lambda ops, x: ops.matmul(x(None, 2, 3, 4), x(None, 1, 4, 5)),
    ),
    "Resize": (
        lambda ops, x: ops.image.resize(x(None, 6, 7, 3), (12, 5)),
        lambda ops, x: ops.image.resize(x(6, 7, 3), (12, 5), interpolation="nearest"),
        lambda ops, x: ops.image.resize(x(None, 3, 6, 7), (12, 5), data_format="channels_first"),
    ),
    "MaxPool": (
        lambda ops, x: ops.max_pool(x(None, 9, 8, 3), 2),
        lambda ops, x: ops.max_pool(x(None, 9, 3), 3, strides=2, padding="same"),
        lambda ops, x: ops.max_pool(x(None, 3, 9, 8), (3, 2), strides=1, data_format="channels_first"),
    ),
    "AveragePool": (
        lambda ops, x: ops.average_pool(x(None, 9, 8, 7, 3), 2, padding="same"),
        lambda ops, x: ops.average_pool(x(None, None, 8, 3), (3, 2), strides=(2, 1)),
    ),
    "AdaptiveAveragePool": (
        lambda ops, x: ops.adaptive_average_pool(x(None, 3, 9, 8), (4, 5), data_format="channels_first"),
    ),
    "DepthToSpace": (lambda ops, x: ops.depth_to_space(x(None, 4, 5, 12), 2),),
    "SpaceToDepth": (lambda ops, x: ops.space_to_depth(x(None, 4, 6, 3), 2),),
    "Glu": (lambda ops, x: ops.glu(x(None, 4, 6)), lambda ops, x: ops.glu(x(None, 4, 6), axis=1)),
    "Std": (lambda ops, x: ops.std(x(None, 4, 6), axis=-1), lambda ops, x: ops.std(x(4, 6), keepdims=True)),
    "CountNonzero": (lambda ops, x: ops.count_nonzero(x(None, 4, 6), axis=1),),
    "Ptp": (lambda ops, x: ops.ptp(x(None, 4, 6), axis=1),),
    "LayerNorm": (lambda ops, x: ops.layer_normalization(x(None, 4, 6), x(6), x(6)),),
    "LogicalAnd": (lambda ops, x: ops.logical_and(x(None, 4, 1, dtype="bool"), x(3, dtype="bool")),),
    "Arctan2": (lambda ops, x: ops.arctan2(x(None, 4), x(4)),),
    "SliceUpdate": (lambda ops, x: ops.slice_update(x(5, 5), (1, 1), x(2, 2)),),
    "ScatterUpdate": (lambda ops, x: ops.scatter_update(x(5, 5), x(3, 2, dtype="int32"), x(3)),),
    "GaussianBlur": (lambda ops, x: ops.image.gaussian_blur(x(None, 8, 8, 3)),),
    "Normalize": (lambda ops, x: ops.normalize(x(None, 4, 6), axis=1),),
    "EmptyLike": (lambda ops, x: ops.empty_like(x(None, 4)),),
    "FullLike": (lambda ops, x: ops.full_like(x(None, 4), 2),),
    "Nanargmax": (lambda ops, x: ops.nanargmax(x(None, 4, 6), axis=1),),
}


def model_of(keras: Any, call: Build) -> Any:
    """Return the model of one call, whose inputs are those that it asks for."""
    inputs: list[Any] = []

    def x(*shape: int | None, dtype: str = "float32") -> Any:
        inputs.append(keras.Input(batch_shape=shape, dtype=dtype))
        return inputs[-1]

    outputs = call(keras.ops, x)
    return keras.Model(inputs, outputs)
