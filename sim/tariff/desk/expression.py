"""Correction factors written as expressions of sqrt3 and tanphi: read, never evaluated as code."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from kaohe.sim.tariff.desk.faults import BadInput

LONGEST = 200
_OPERATIONS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def evaluate(written: str, names: Mapping[str, Fraction], key: str) -> Fraction | None:
    """The value of + − × ÷ and brackets over numbers and names; None for a division by what is 0 within 10⁻³⁰.

    BadInput for anything else.
    """
    if len(written) > LONGEST:
        raise BadInput(key, f"式子長於 {LONGEST} 字", f"longer than {LONGEST} characters")
    try:
        tree = ast.parse(written.replace("^", "**"), mode="eval")
        return _value(tree.body, names, written)
    except ZeroDivisionError:
        return None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        known = ", ".join(names)
        zh, en = (
            f"讀不懂「{written}」；可用 + - * / ( )、數與 {known}",
            f"not understood; write + - * / ( ), numbers, {known}",
        )
        raise BadInput(key, zh, en) from None


def _value(node: ast.expr, names: Mapping[str, Fraction], written: str) -> Fraction:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        right = _value(node.right, names, written)
        if isinstance(node.op, ast.Div) and abs(right) < Fraction(1, 10**30):
            raise ZeroDivisionError
        return _OPERATIONS[type(node.op)](_value(node.left, names, written), right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = _value(node.operand, names, written)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return Fraction(Decimal(ast.get_source_segment(written, node) or str(node.value)))
    if isinstance(node, ast.Name) and node.id in names:
        return names[node.id]
    raise ValueError(written)
