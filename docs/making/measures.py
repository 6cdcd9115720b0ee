"""The page of what is run as a module of the source tree: measurements and long trials."""

import ast
from collections.abc import Iterator
from pathlib import Path

from docs.making import tables

ROOT = Path(__file__).parents[2]
PACKAGES = ("mockportal", "scenarios", "loadtests", "e2e")


def measures() -> str:
    """Return every module that is a command, with its options; none of them is imported."""
    lines = [
        "# Measurements and trials",
        "",
        "What is run from the source tree as `python -m …`: figures that can be had again, and",
        "trials too long for the test suite. What they found: [Performance](../performance.md).",
        "",
    ]
    for name, tree in sorted(_run_as_modules()):
        said = (ast.get_docstring(tree) or "").partition("\n\n")[0].replace("``", "`")
        rows = [*_arguments(tree), *_annotated(tree)]
        if rows or f"python -m {name}" in said:
            lines += [f"## {name}", "", said, ""]
            lines += ["| option | default | meaning |", "|---|---|---|", *rows, ""] if rows else []
    return tables.page(lines)


def _run_as_modules() -> Iterator[tuple[str, ast.Module]]:
    """Give the modules that do something when they are run, the command itself left out."""
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__main__")
        runs = path.stem == "__main__" or '__name__ == "__main__"' in source
        if runs and name != "mockportal":
            yield name, ast.parse(source)


def _arguments(tree: ast.Module) -> Iterator[str]:
    """Give a row for each argument that argparse is told of."""
    assigned = [one for one in tree.body if isinstance(one, ast.Assign)]
    constants = {ast.unparse(one.targets[0]): one.value for one in assigned}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "add_argument":
            default = _keyword(call, "default")
            default = constants[default.id] if isinstance(default, ast.Name) else default
            yield _row([ast.literal_eval(one) for one in call.args], call, default)


def _annotated(tree: ast.Module) -> Iterator[str]:
    """Give a row for each parameter that typer makes an option or an argument of."""
    for function in (one for one in tree.body if isinstance(one, ast.FunctionDef)):
        defaults = [None] * (len(function.args.args) - len(function.args.defaults))
        for one, default in zip(
            function.args.args, [*defaults, *function.args.defaults], strict=True
        ):
            told = getattr(getattr(one.annotation, "slice", None), "elts", [None])[-1]
            if isinstance(told, ast.Call) and ast.unparse(told.func).startswith("typer."):
                named = [ast.literal_eval(name) for name in told.args]
                option = ast.unparse(told.func) == "typer.Option"
                named = named or [f"--{one.arg.replace('_', '-')}" if option else one.arg]
                yield _row(named, told, default)


def _row(names: list[str], call: ast.Call, default: ast.expr | None) -> str:
    told = _keyword(call, "help")
    says = ast.literal_eval(told) if told is not None else ""
    return f"| {', '.join(f'`{name}`' for name in names)} | {_shown(default)} | {says} |"


def _shown(default: ast.expr | None) -> str:
    """Return a default as a cell: a path by its text, what is empty or off by nothing."""
    if isinstance(default, ast.Call):
        return _shown(default.args[0])
    value = ast.literal_eval(default) if default is not None else None
    return f"`{value}`" if value else ""


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((one.value for one in call.keywords if one.arg == name), None)
