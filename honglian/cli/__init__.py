"""The one command line, ``honglian``: finds the command, sets the house up, turns a refusal into a sentence.

A command is one module of this package with ``NAME``, ``HELP``, ``add_arguments(parser)`` and
``run(args) -> int``; it imports Django and the house only inside ``run``, so that help is quick.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import sys
from collections.abc import Sequence

# Command → module. A command whose module is absent is not offered.
COMMANDS = {
    "serve": "serve",
    "worker": "worker",
    "migrate": "migrate",
    "demo": "demo",
    "import": "import_",
    "export": "export",
    "template": "template",
    "zone": "zone",
    "rules": "rules",
    "figures": "figures",
    "check-text": "check_text",
    "doctor": "doctor",
}

OK, PARTLY, REFUSED, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: done; done with warnings or left-out rows; nothing done; stopped by the user."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = _parser(words)
    args = parser.parse_args(words)
    if not getattr(args, "run", None):
        parser.print_help()
        return REFUSED
    return _guarded(args)


def offered() -> dict[str, str]:
    """Commands of this installation with their modules, in the order of the help."""
    named = {command: f"{__name__}.{module}" for command, module in COMMANDS.items()}
    return {command: name for command, name in named.items() if importlib.util.find_spec(name)}


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser with the named command alone, or with all of them when none is named."""
    parser = _Chinese(prog="honglian", description="红链：高新区党建引领产业发展平台")
    parser.add_argument("--version", action="version", version=_version(), help="显示版本")
    below = parser.add_subparsers(title="命令", metavar="命令", parser_class=_Chinese)
    known = offered()
    for command in words[:1] if words[:1] and words[0] in known else known:
        module = importlib.import_module(known[command])
        one = below.add_parser(command, help=module.HELP, description=module.HELP)
        module.add_arguments(one)
        one.set_defaults(run=module.run)
    return parser


def _version() -> str:
    from honglian import __version__

    return f"红链 {__version__}"


def _guarded(args: argparse.Namespace) -> int:
    """Set Django up and run; a refusal is printed as one sentence (or JSON) and exits with 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "honglian.settings")
    try:
        import django
        from django.core.exceptions import ImproperlyConfigured

        from honglian.kit.errors import Refusal

        try:
            django.setup()
            return int(args.run(args) or OK)
        except Refusal as no:
            return _refused(args, no.as_dict())
        except ImproperlyConfigured as wrong:
            return _refused(args, {"code": "misconfigured", "message": str(wrong)})
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has seen enough; nothing more may be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _refused(args: argparse.Namespace, problem: dict) -> int:
    if getattr(args, "json", False):
        print(json.dumps({"error": problem}, ensure_ascii=False))
    else:
        print(" ".join(filter(None, [problem["message"], problem.get("hint")])), file=sys.stderr)
    return REFUSED


class _Chinese(argparse.ArgumentParser):
    """argparse whose headings and mistakes read Chinese."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, add_help=False, **kwargs)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> None:
        for english, chinese in MISTAKES:
            message = message.replace(english, chinese)
        self.exit(REFUSED, f"{self.format_usage()}{self.prog}：{message}\n")


MISTAKES = (
    ("the following arguments are required: ", "还缺少："),
    ("unrecognized arguments: ", "不认识的参数："),
    ("expected one argument", "后面要写一个值"),
    ("expected at least one argument", "后面至少要写一个值"),
    ("argument ", "参数 "),
    ("invalid choice: ", "没有这个选择："),
    ("(choose from ", "（可选 "),
    ("invalid int value: ", "应是整数，不能是 "),
    ("one of the arguments ", "下列参数必须写一个："),
    (" is required", ""),
)
