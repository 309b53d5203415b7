"""What every test must do so that it can fail for the right reason, on any day."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
#: Whose sentence or code says which of many refusals it is; any exception is one of those.
REFUSALS = ("Cannot", "Refused", "CommandError", "Exception")

CLOCKS = {f"timezone.{name}" for name in ("now", "localdate", "localtime")}
CLOCKS |= {f"clock.{name}" for name in ("today", "tomorrow", "typed")}
#: What the clock of the tests does not set.
OTHER_CLOCKS = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time"}
#: The clock itself, and where a real server or file is waited for.
MAY_ASK_ANOTHER = {"clock.py", "test_killed.py", "test_serve.py", "test_database.py"}


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


def test_no_module_asks_the_time_while_it_is_read() -> None:
    """A day that is noted at import is yesterday after midnight in Dushanbe, 19:00 in UTC."""
    noted = [
        f"{path}:{call.lineno}"
        for path, module in _modules()
        for call in _calls_at_import(module)
        if ast.unparse(call.func) in CLOCKS
    ]

    assert noted == []


def test_nothing_asks_a_clock_that_cannot_be_set() -> None:
    asking = [
        f"{path}:{call.lineno}"
        for path, module in _modules()
        if path.name not in MAY_ASK_ANOTHER
        for call in ast.walk(module)
        if isinstance(call, ast.Call)
        if ".".join(ast.unparse(call.func).split(".")[-2:]) in OTHER_CLOCKS
    ]

    assert asking == []


def _calls_at_import(module: ast.Module) -> Iterator[ast.Call]:
    """Return the calls that are made when a module is read: all but those in a function's body."""
    left: list[ast.AST] = [module]
    while left:
        node = left.pop()
        if isinstance(node, ast.Call):
            yield node
        if isinstance(node, ast.FunctionDef):
            left += [*node.decorator_list, node.args]
        elif not isinstance(node, ast.Lambda):
            left += ast.iter_child_nodes(node)
