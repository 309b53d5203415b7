"""What every test must do so that it can fail for the right reason, on any day."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
#: Whose sentence or code says which of many refusals it is; any exception is one of those.
REFUSALS = ("Cannot", "Refused", "CommandError", "Exception")


def _modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(TESTS.rglob("*.py")):
        yield path.relative_to(TESTS), ast.parse(path.read_text())


def test_refusal_is_asserted_by_its_sentence() -> None:
    silent = [
        f"{path}:{item.context_expr.lineno}"
        for path, module in _modules()
        for test in ast.walk(module)
        if isinstance(test, ast.FunctionDef)
        for block in ast.walk(test)
        if isinstance(block, ast.With)
        for item in block.items
        if _is_of_a_refusal(item.context_expr) and not _is_read(item.optional_vars, test)
    ]

    assert silent == []


def _is_of_a_refusal(context: ast.expr) -> bool:
    """Tell whether a block expects one of many refusals without saying which."""
    match context:
        case ast.Call(func=ast.Attribute(attr="raises"), args=[expected, *_], keywords=keywords):
            names = ast.unparse(expected)
            return "match" not in {keyword.arg for keyword in keywords} and any(
                word in names for word in REFUSALS
            )
    return False


def _is_read(name: ast.expr | None, test: ast.FunctionDef) -> bool:
    return isinstance(name, ast.Name) and any(
        isinstance(node, ast.Name) and node.id == name.id and isinstance(node.ctx, ast.Load)
        for node in ast.walk(test)
    )
