"""The command line answers quickly, in Chinese, and with exit codes for scripts."""

import json
import subprocess
import sys

import pytest

from honglian import cli
from honglian.kit.errors import Refusal


def test_help_lists_the_commands_without_loading_the_house():
    code = (
        "import sys; from honglian.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print('django' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stderr.strip() == "False"
    assert "启动网站" in done.stdout
    assert "体检" in done.stdout
    assert "用法：" in done.stdout


@pytest.mark.parametrize("command", cli.offered())
def test_each_offered_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main([command, "--help"])
    assert stopped.value.code == 0
    assert "显示这份说明" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fly"], "没有这个选择"),
        (["serve", "--prot", "1"], "不认识的参数"),
        (["serve", "--port", "x"], "应是整数"),
        (["serve", "--port"], "后面要写一个值"),
    ],
)
def test_wrong_words_are_named_in_chinese(words, said, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(words)
    assert stopped.value.code == cli.REFUSED
    assert said in capsys.readouterr().err


def test_without_a_command_the_help_is_shown(capsys):
    assert cli.main([]) == cli.REFUSED
    assert "serve" in capsys.readouterr().out


@pytest.fixture
def refusing(monkeypatch):
    """`doctor` refuses, so that the way of a refusal can be seen."""
    from honglian.cli import doctor

    def run(args):
        raise Refusal("文件打不开。", hint="请另存为 .xlsx。", code="unreadable")

    monkeypatch.setattr(doctor, "run", run)


def test_a_refusal_is_one_sentence_and_an_exit_code(refusing, capsys):
    assert cli.main(["doctor"]) == cli.REFUSED
    assert capsys.readouterr().err == "文件打不开。 请另存为 .xlsx。\n"


def test_a_program_gets_the_refusal_as_json(refusing, capsys):
    assert cli.main(["doctor", "--json"]) == cli.REFUSED
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["code"], error["message"]) == ("unreadable", "文件打不开。")


def test_ctrl_c_ends_quietly(monkeypatch, capsys):
    from honglian.cli import doctor

    def run(args):
        raise KeyboardInterrupt

    monkeypatch.setattr(doctor, "run", run)
    assert cli.main(["doctor"]) == cli.INTERRUPTED
    assert capsys.readouterr().err == "已停止。\n"
