"""Matrices taken apart, inverted and solved; axes before the last two are samples.

What is multiplied the algorithm decides, and so it is not told.
"""

from __future__ import annotations

from shapecalc.dialects.keras.functions.fed import TOLD, Fed, Reading, function
from shapecalc.dialects.keras.functions.fed import told as with_macs
from shapecalc.shape import Shape, Size, is_known, wrong_rank


def told(*shapes: Shape) -> Reading:
    """Return what a call comes to whose outputs have these shapes, and whose MACs the algorithm decides."""
    return with_macs(*shapes, multiplications=None)


def _taken(fed: Fed) -> tuple[Shape, Size, Size, Size]:
    """Return the samples, the rows, the columns and the smaller of the two."""
    x = fed("x")
    if len(x) < 2:
        raise wrong_rank(x, 2)
    rows, columns = x[-2:]
    smaller = min(rows, columns) if is_known(rows) and is_known(columns) else None
    return x[:-2], rows, columns, smaller


def _qr(fed: Fed) -> Reading:
    """Read the orthogonal part and the triangular one."""
    lead, rows, columns, smaller = _taken(fed)
    inner = rows if fed.settings["mode"] == "complete" else smaller
    return told((*lead, rows, inner), (*lead, inner, columns))


def _svd(fed: Fed) -> Reading:
    """Read the left vectors, the singular values and the right vectors, or the values alone."""
    lead, rows, columns, smaller = _taken(fed)
    values = (*lead, smaller)
    if not fed.settings["compute_uv"]:
        return told(values)
    if fed.settings["full_matrices"]:
        return told((*lead, rows, rows), values, (*lead, columns, columns))
    return told((*lead, rows, smaller), values, (*lead, smaller, columns))


def _eigen(fed: Fed) -> Reading:
    """Read the eigenvalues and the eigenvectors."""
    lead, rows, columns, _ = _taken(fed)
    return told((*lead, rows), (*lead, rows, columns))


def _lu_factor(fed: Fed) -> Reading:
    """Read both triangles in one matrix, and the pivots."""
    lead, rows, columns, smaller = _taken(fed)
    return told((*lead, rows, columns), (*lead, smaller))


def _pseudo_inverse(fed: Fed) -> Reading:
    """Read a matrix the other way round."""
    lead, rows, columns, _ = _taken(fed)
    return told((*lead, columns, rows))


def _square(fed: Fed) -> Reading:
    """Read a matrix of the same shape."""
    lead, rows, columns, _ = _taken(fed)
    return told((*lead, rows, columns))


def _number(fed: Fed) -> Reading:
    """Read one number for each matrix."""
    return told(_taken(fed)[0])


def _sign_and_logarithm(fed: Fed) -> Reading:
    """Read the sign and the logarithm of each determinant."""
    return told(*[_taken(fed)[0]] * 2)


def _solve(fed: Fed) -> Reading:
    """Read what a square matrix takes to the right side, whose shape it has."""
    return told(fed("b"))


def _least_squares(fed: Fed) -> Reading:
    """Read what a matrix takes nearest to the right side."""
    a, b = fed("a"), fed("b")
    if len(a) != 2:
        raise wrong_rank(a, 2)
    return told((a[1], *b[1:]))


FUNCTIONS = (
    function(TOLD, "Qr", "x", _qr, mode="reduced"),
    function(TOLD, "SVD", "x", _svd, full_matrices=True, compute_uv=True),
    *(function(TOLD, name, "x", _eigen) for name in ("Eig", "Eigh")),
    function(TOLD, "LuFactor", "x", _lu_factor),
    function(TOLD, "Pinv", "x", _pseudo_inverse),
    *(function(TOLD, name, "x", _square) for name in ("Cholesky", "CholeskyInverse", "Inv")),
    *(function(TOLD, name, "x", _number) for name in ("Det", "Logdet", "MatrixRank")),
    function(TOLD, "Slogdet", "x", _sign_and_logarithm),
    *(function(TOLD, name, "a b", _solve) for name in ("Solve", "SolveTriangular")),
    function(TOLD, "Lstsq", "a b", _least_squares),
)
