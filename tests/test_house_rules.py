"""The rules of the house that a program can check: arrows, purity, the rule of visibility, sizes, templates, the map.

Nothing here imports the code that it reads: rules are checked on the text of the files.
"""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("newsroom", "articles", "issues")
OTHER_CODE = ("tools", "sample", "benchmarks")
# An app may import the apps that come after it.
MAY_IMPORT = {
    "newsroom": {"newsroom", "articles", "issues"},
    "articles": {"articles", "issues"},
    "issues": {"issues"},
}
# Inside an app an import never goes up these floors. What is not named here is only kept from going in circles.
FLOORS = {
    "urls": 5,
    "views": 4,
    "admin": 4,
    "feeds": 4,
    "sitemaps": 4,
    "management": 4,
    "desk": 4,
    "importing": 3,
    "exporting": 3,
    "watching": 3,
    "auditing": 3,
    "publishing": 2,
    "writing": 2,
    "preflight": 2,
    "navigation": 2,
    "models": 1,
}
PURE = (
    *(f"articles/auditing/{name}.py" for name in "audit days grid neighbours numbers pages records shapes wording".split()),
    "articles/chains.py",
    "articles/counting.py",
    "articles/differing.py",
    "articles/finding/**/*.py",
    "articles/importing/**/*.py",
    "articles/intake/captions.py",
    "articles/overlap.py",
    "articles/pasting.py",
    "articles/personal.py",
    "articles/preflight/items.py",
    "articles/proofreading/*.py",
    "articles/richtext.py",
    "articles/scripts.py",
    "articles/search.py",
    "articles/turns.py",
    "articles/zones.py",
    "issues/converters.py",
    "issues/geometry.py",
    "issues/layer.py",
    "issues/numbering.py",
    "issues/ocr/*.py",
    "issues/pdf/*.py",
    "issues/pictures.py",
    "issues/sentences.py",
    "newsroom/word/robots.py",
)
NOT_PURE = tuple(f"articles.importing.{name}" for name in "report_file running saving uploads".split())
MOMENTS = ("publish_at", "withdrawn_at")
QUESTIONS = {"filter", "exclude", "get", "get_or_create", "update_or_create", "Q", "When"}
FUNCTION_LINES, MODULE_LINES, TEMPLATE_LINES = 40, 300, 120
VAGUE_NAMES = {"helpers", "misc", "selectors", "services", "utils"}
# Which arguments of these calls a person reads, by place and by name.
SAYING = {"ImportProblem": slice(1, 3), "refusal": slice(2, 3), "Fault": slice(1, 3), "Unread": slice(1, 2)}
SAID = {"expected", "found", "reason"}
# Where text goes out unescaped, and who has made it safe.
UNESCAPED = {
    "templates/articles/article.html": "the body, which articles.richtext sanitised on its way in",
}


def python_files(*folders: str) -> list[Path]:
    """The project's own modules, migrations and typeset output apart."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=relative(path))


def module_name(path: Path) -> str:
    return relative(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@functools.cache
def first_party_modules() -> frozenset[str]:
    return frozenset(module_name(path) for path in python_files(*APPS))


def imported(node: ast.stmt, importer: Path) -> list[str]:
    """The modules that one statement imports, by their full names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = node.module or ""
    if node.level:
        package = relative(importer).split("/")[: -node.level]
        base = ".".join([*package, *filter(None, [node.module])])
    deeper = [f"{base}.{alias.name}" for alias in node.names]
    return [name if name in first_party_modules() else base for name in deeper]


def is_typing_only(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).removeprefix("typing.") == "TYPE_CHECKING"


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and module of every import that happens when the program runs."""
    waiting: list[ast.AST] = [tree(path)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.stmt):
            if is_typing_only(node):
                continue
            for name in dict.fromkeys(imported(node, path)):
                yield node.lineno, name
        waiting.extend(ast.iter_child_nodes(node))


def app_of(module: str) -> str:
    return module.partition(".")[0]


def floor_of(module: str) -> int | None:
    parts = module.split(".")
    return FLOORS.get(parts[1]) if len(parts) > 1 else None


def pure_files() -> list[Path]:
    found = {path for pattern in PURE for path in ROOT.glob(pattern)}
    return sorted(path for path in found if not module_name(path).startswith(NOT_PURE))


def is_pure(module: str) -> bool:
    return module in map(module_name, pure_files())


def test_arrows_point_from_newsroom_to_articles_to_issues() -> None:
    wrong = [
        f"{relative(path)}:{line} imports {module}"
        for path in python_files(*APPS)
        for line, module in imports(path)
        if app_of(module) in APPS and app_of(module) not in MAY_IMPORT[app_of(module_name(path))]
    ]
    assert not wrong


def test_inside_an_app_imports_never_go_up() -> None:
    wrong = []
    for path in python_files(*APPS):
        own = module_name(path)
        for line, module in imports(path):
            here, there = floor_of(own), floor_of(module)
            if app_of(module) == app_of(own) and here is not None and there is not None and there > here:
                wrong.append(f"{relative(path)}:{line} imports {module}")
    assert not wrong


def test_only_urls_import_views() -> None:
    wrong = [
        f"{relative(path)}:{line} imports {module}"
        for path in python_files(*APPS)
        for line, module in imports(path)
        if app_of(module) in APPS and "views" in module.split(".") and path.stem != "urls"
        if "views" not in module_name(path).split(".")
    ]
    assert not wrong


def test_no_imports_in_circles() -> None:
    graph = {
        module_name(path): {module for _, module in imports(path) if module in first_party_modules()}
        for path in python_files(*APPS)
    }
    done: set[str] = set()

    def circle_from(module: str, way: tuple[str, ...]) -> tuple[str, ...]:
        if module in way:
            return (*way[way.index(module) :], module)
        if module in done:
            return ()
        for name in sorted(graph[module]):
            if found := circle_from(name, (*way, module)):
                return found
        done.add(module)
        return ()

    for module in sorted(graph):
        assert not circle_from(module, ())


def test_no_first_party_import_inside_a_function() -> None:
    wrong = [
        f"{relative(path)}:{inner.lineno}"
        for path in python_files(*APPS)
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        if (path.name, function.name) != ("apps.py", "ready")  # Django's own moment: models can be imported from then on
        for inner in ast.walk(function)
        if isinstance(inner, ast.stmt) and any(app_of(name) in APPS for name in imported(inner, path))
    ]
    assert not wrong


def test_pure_modules_import_no_django_and_nothing_impure() -> None:
    wrong = [
        f"{relative(path)}:{line} imports {module}"
        for path in pure_files()
        for line, module in imports(path)
        if app_of(module) in {"django", "csp", "django_filters", "psycopg2"}
        or (app_of(module) in APPS and module.count(".") > 0 and not is_pure(module) and not is_bare_package(module))
    ]
    assert not wrong


def is_bare_package(module: str) -> bool:
    """A package whose `__init__` holds a docstring at most."""
    path = ROOT / module.replace(".", "/") / "__init__.py"
    return path.exists() and len(tree(path).body) <= 1


def called_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def asks_for_a_moment(node: ast.AST) -> bool:
    """A query's own idea of what is public: `filter(publish_at…)`, `"issue__publish_at__lte"`."""
    if isinstance(node, ast.Call):
        lookups = [(keyword.arg or "").split("__") for keyword in node.keywords]
        about_moments = [parts for parts in lookups if set(parts) & set(MOMENTS)]
        return any(len(parts) > 1 or called_name(node) in QUESTIONS for parts in about_moments)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        parts = node.value.split("__")
        return len(parts) > 1 and node.value.isidentifier() and bool(set(parts) & set(MOMENTS))
    return False


def test_only_models_ask_when_something_is_public() -> None:
    wrong = [
        f"{relative(path)}:{node.lineno}"
        for path in python_files(*APPS)
        if "models" not in module_name(path).split(".")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.expr) and asks_for_a_moment(node)
    ]
    assert not wrong


def changes_rows(call: ast.Call) -> bool:
    """`….update(…)` on what looks like a set of rows and not like a dictionary."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in {"update", "bulk_update"}:
        return False
    receiver = ast.unparse(call.func.value)
    looks_like_rows = re.search(r"objects|queryset|rows|\.(all|filter|exclude|public|editable_by)\(", receiver)
    return call.func.attr == "bulk_update" or bool(looks_like_rows)


def test_rows_are_changed_in_bulk_only_by_the_writing_modules() -> None:
    wrong = [
        f"{relative(path)}:{node.lineno}"
        for path in python_files(*APPS)
        if "writing" not in module_name(path).split(".")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and changes_rows(node)
    ]
    assert not wrong


def test_functions_have_at_most_forty_lines() -> None:
    wrong = [
        f"{relative(path)}:{node.lineno} {node.name} has {length} lines"
        for path in python_files(*APPS, *OTHER_CODE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("files", "limit"),
    [(python_files(*APPS, *OTHER_CODE), MODULE_LINES), (templates(), TEMPLATE_LINES)],
    ids=["modules", "templates"],
)
def test_files_keep_to_their_length(files: list[Path], limit: int) -> None:
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert not {name: length for name, length in lengths.items() if length > limit}


def test_no_room_for_odds_and_ends() -> None:
    assert not [relative(path) for path in python_files(*APPS) if path.stem in VAGUE_NAMES]


def test_every_module_says_what_belongs_in_it() -> None:
    silent = [
        relative(path)
        for path in python_files(*APPS, *OTHER_CODE)
        if path.name != "apps.py" and tree(path).body and not ast.get_docstring(tree(path))
    ]
    assert not silent


def test_no_bare_or_broad_except() -> None:
    wrong = [
        f"{relative(path)}:{node.lineno}"
        for path in python_files(*APPS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        if node.type is None or (ast.unparse(node.type) in {"Exception", "BaseException"} and not reraises(node))
    ]
    assert not wrong


def reraises(handler: ast.ExceptHandler) -> bool:
    """Tidying up and passing it on hides nothing."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def layout_problem(line: str) -> str:
    text = line.lstrip(" ")
    if "\t" in line or line != line.rstrip():
        return "a tab, or a space at the end"
    # Attributes on lines of their own may stand under one another.
    starts_something = re.match(r"[<.@]", text)
    return "an indent that is not of twos" if starts_something and (len(line) - len(text)) % 2 else ""


def test_templates_styles_and_scripts_are_indented_by_twos() -> None:
    written = [path for folder in ("css", "js") for path in (ROOT / "static" / folder).rglob("*.*")]
    wrong = [
        f"{relative(path)}:{number}: {problem}"
        for path in [*templates(), *written]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (problem := layout_problem(line))
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("an inline style", r"\sstyle\s*="),
        ("an inline handler", r"<[^>]*\son[a-z]+\s*="),
        ("an inline style sheet", r"<style\b"),
        ("an inline script", r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)"),
        ("a javascript: address", r"[\"']javascript:"),
    ],
)
def test_templates_keep_to_the_content_security_policy(what: str, pattern: str) -> None:
    wrong = {relative(path): what for path in templates() if re.search(pattern, path.read_text(encoding="utf-8"), re.I)}
    assert not wrong


def plain_words(node: ast.expr) -> bool:
    """Words of ours that nobody can translate: a literal with letters that is no part of a Sentence."""
    if isinstance(node, ast.Call | ast.Subscript):
        return False
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and any(map(str.isalpha, node.value))
    return any(plain_words(part) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))


def test_problems_of_imports_are_said_in_sentences_that_can_be_translated() -> None:
    """`found` may be plain where it is a piece of the file."""
    wrong = [
        f"{relative(path)}:{node.lineno}"
        for path in python_files("articles")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called_name(node) in SAYING
        for given in [*node.args[SAYING[called_name(node)]], *(word.value for word in node.keywords if word.arg in SAID)]
        if plain_words(given)
    ]
    assert not wrong


def test_text_goes_out_unescaped_only_where_it_is_known_to_be_safe() -> None:
    unescaped = {
        relative(path)
        for path in templates()
        if re.search(r"\|\s*safe(seq)?\b|autoescape\s+off", path.read_text(encoding="utf-8"))
    }
    assert unescaped <= UNESCAPED.keys()


def test_pieces_of_templates_list_their_inputs_in_their_first_comment() -> None:
    pieces = [path for path in templates() if path.name.startswith("_")]
    wrong = [relative(path) for path in pieces if not re.match(r"\s*\{(#|% comment)", path.read_text(encoding="utf-8"))]
    assert not wrong


def pins(name: str) -> set[str]:
    return set(re.findall(r"^[\w.-]+==[^ ;]+", (ROOT / name).read_text(encoding="utf-8"), re.M))


def test_requirements_agree_and_name_no_index() -> None:
    assert pins("requirements.txt") < pins("requirements-dev.txt")
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert not re.search(r"://|^-|file:|@ ", (ROOT / name).read_text(encoding="utf-8"), re.M)


def map_lines() -> list[str]:
    blocks = re.findall(r"^```\w*\n(newspaper/.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    assert len(blocks) == 1, "README.md needs one fenced block that starts with newspaper/"
    return str(blocks[0]).splitlines()[1:]


def places_on_the_map() -> Iterator[tuple[str, list[Path]]]:
    """Each path that the map names, and the places where it may be: beside or inside the line's first entry."""
    folders: list[Path] = [ROOT]
    for line in map_lines():
        entry = re.match(r"^((?:[│ ] {3})*)[├└]── (\S+)(.*)$", line)
        if entry:
            depth = len(entry[1]) // 4
            parent = folders[depth]
            here = parent / entry[2]
            folders[depth + 1 :] = [here]
            yield entry[2], [here]
            around, rest = [parent, here], entry[3]
        else:
            around, rest = folders, line
        for name in re.findall(r"(?<![\w<*-])\.?[\w-][\w./-]*(?:\.(?:css|html|md|py|sh|toml|txt)\b|/)", rest):
            yield name, [place / name for place in around]


def test_every_place_on_the_map_exists() -> None:
    missing = [name for name, places in places_on_the_map() if not any(place.exists() for place in places)]
    assert not missing


def test_every_room_is_on_the_map() -> None:
    on_map = {name.rstrip("/").partition("/")[0] for name, _ in places_on_the_map()}
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir() and any(path.iterdir())}
    not_ours = {"var", "node_modules"} | {name for name in rooms if name.startswith((".", "__"))}
    assert rooms - not_ours <= on_map
