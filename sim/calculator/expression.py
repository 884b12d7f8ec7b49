"""Correction factors written as expressions of sqrt3 and tanphi: read, never evaluated as code."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from kaohe.sim.calculator.faults import BadInput

LONGEST = 200
SIGNS = str.maketrans(
    {"＋": "+", "−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "（": "(", "）": ")", "／": "/", "ϕ": "φ", "Φ": "φ"}
)
FUNCTIONS = tuple(
    (rf"{short}\s*(?:φ|phi|\(φ\)|\(phi\))", name)
    for short, name in (("tan", "tanphi"), ("tg", "tanphi"), ("cos", "cosphi"), ("sin", "sinphi"))
)
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
        plain = plainly(written)
        return _value(ast.parse(plain, mode="eval").body, names, plain)
    except ZeroDivisionError:
        return None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        known = ", ".join(names)
        zh, en = (
            f"讀不懂「{written}」；可用 + - * / ( )、數與 {known}",
            f"not understood; write + - * / ( ), numbers, {known}",
        )
        raise BadInput(key, zh, en) from None


def plainly(written: str) -> str:
    """As books print it, 2√3/(1−√3·tgφ), in the signs that are read: 2*sqrt3/(1-sqrt3*tanphi)."""
    plain = written.translate(SIGNS).replace("√(3)", "√3").replace("sqrt(3)", "sqrt3").replace("√3", "sqrt3")
    for pattern, name in FUNCTIONS:
        plain = re.sub(pattern, name, plain)
    return re.sub(r"(?<=[0-9)i])\s*(?=sqrt3|tanphi|cosphi|sinphi|\()", "*", plain).strip()


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
