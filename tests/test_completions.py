"""The committed completion scripts are the app's, and the shells complete with them, starting no process."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.completions import scripts

HOME = Path(__file__).parents[1] / "completions"
SCRIPTS = list(scripts())

CASES = [
    ("commands", "shapecalc ", {"summary", "solve", "zoo", "layers"}, set()),
    ("a command begun", "shapecalc so", {"solve"}, {"summary"}),
    ("options", "shapecalc solve --max", {"--max-kernel", "--max-stride", "--max-padding"}, {"--out"}),
    ("values", "shapecalc summary unet --format ", {"table", "json", "markdown", "csv"}, {"unet"}),
    ("values by a short option", "shapecalc solve -f j", {"json"}, {"table"}),
    ("built-in models", "shapecalc summary un", {"unet", "unet-small", "unet-keras", "unknown.yaml"}, {"net.yaml"}),
    ("a model after options", "shapecalc summary --ascii --batch 3 ne", {"net.yaml"}, {"unet"}),
    ("a file in a directory", "shapecalc summary models/o", {"one.yaml"}, set()),
    ("a file to write", "shapecalc summary unet -o ne", {"net.yaml"}, {"unet"}),
    ("columns", "shapecalc summary unet --columns ma", {"macs"}, {"name"}),
    ("number formats", "shapecalc summary unet --dtype f", {"float16", "float32"}, {"bfloat16"}),
    ("optimizers", "shapecalc summary unet --optimizer ad", {"adam", "adamw"}, {"sgd"}),
    ("layers", "shapecalc layers Conv2DT", {"Conv2DTranspose"}, {"Conv2D"}),
]


@pytest.mark.parametrize(("name", "text"), [script[1:] for script in SCRIPTS], ids=[script[0] for script in SCRIPTS])
def test_the_committed_script_is_the_apps(name: str, text: str, *, update: bool) -> None:
    file = HOME / name
    if update:
        HOME.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    assert file.read_text("utf-8") == text, "run pytest --update"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a directory with some files to complete, and one program: fish asks ``ls`` for the files."""
    for name in ("models", "bin"):
        (tmp_path / name).mkdir()
    (tmp_path / "bin" / "ls").symlink_to(shutil.which("ls") or "/bin/ls")
    for name in ("net.yaml", "unknown.yaml", "models/one.yaml"):
        (tmp_path / name).touch()
    return tmp_path


BASH = """
PATH=$PWD/bin
source "$1"
COMP_WORDS=($2) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
[[ "$2" == *" " ]] && COMP_WORDS+=("") COMP_CWORD=$((COMP_CWORD + 1))
_shtab_shapecalc
printf '%s\\n' "${COMPREPLY[@]}"
"""
FISH = 'source $argv[1]; set PATH $PWD/bin; complete -C "$argv[2]"'
ZSH = """
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; cd $PWD; fpath=(${1:h} \\$fpath); autoload -U compinit; compinit -u -D; PATH=$PWD/bin
compadd() {
  local -a hits
  [[ \\${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]] && { builtin compadd \\"\\$@\\"; return }
  builtin compadd -A hits \\"\\$@\\"
  print -rl -- \\"HIT \\$IPREFIX\\"\\${^hits} >> hits
  builtin compadd \\"\\$@\\"
}
finish() { : > end }
zle -N finish
bindkey '^X' finish
stty -echo"
zpty -w -n shell "$2"$'\\t'$'\\x18'
for try in {1..100}; do
  [[ -e end ]] && break
  zpty -r -t shell line
  sleep 0.05
done
zpty -d shell
[[ -e hits ]] && print -r -- "$(<hits)"
"""


def candidates(shell: str, line: str, desk: Path) -> set[str]:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell} here")
    script = next(HOME / name for each, name, _ in SCRIPTS if each == shell)
    before = {"bash": ["--norc", "-c", BASH, "-"], "fish": ["-N", "-c", FISH], "zsh": ["-f", "-c", ZSH, "-"]}[shell]
    command = [program, *before, str(script), line]
    done = subprocess.run(command, cwd=desk, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert not done.stderr
    words = (word.removeprefix("HIT ").partition("\t")[0] for word in done.stdout.splitlines())
    return {word.strip().rpartition("/")[2] for word in words if word}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(("line", "wanted", "unwanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_tab_finds(shell: str, line: str, wanted: set[str], unwanted: set[str], desk: Path) -> None:
    found = candidates(shell, line, desk)
    assert wanted <= found
    assert not unwanted & found
