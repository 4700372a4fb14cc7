# Sourced by the other scripts: what the machine itself must have, and how it gets it.
# As root on Debian a missing package is installed; elsewhere the one command to type is printed.

say() { printf '· %s\n' "$*" >&2; }
warn() { printf '! %s\n' "$*" >&2; }

# Install Debian packages, or print the command and return 1.
debian_install() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "安装系统软件包:$*"
    if [ -z "${APT_UPDATED:-}" ]; then
      apt-get update -qq >&2 || return 1
      APT_UPDATED=1
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
  else
    warn "缺少系统软件包,请运行:sudo apt-get install -y $*"
    return 1
  fi
}

# Print the Python to use; install it when there is none.
find_python() {
  local python="${PYTHON:-python3}"
  if ! command -v "$python" >/dev/null; then
    debian_install python3 python3-venv || return 1
  fi
  printf '%s\n' "$python"
}

# Make the environment current; further words go to script/setup.py.
set_up() {
  local python
  python="$(find_python)" || return 1
  if [ ! -e .venv ] && ! "$python" -c 'import ensurepip' 2>/dev/null; then
    # Without it script/setup.py still tries with pip alone, so a refusal here ends nothing.
    debian_install python3-venv || true
  fi
  "$python" script/setup.py "$@"
}

# Print the path of Chromium once all that browser tests need is there; install what is missing.
find_chromium() {
  local chromium driver
  chromium="$(chromium_path)"
  if [ -z "$chromium" ]; then
    debian_install chromium fonts-noto-cjk || return 1
    chromium="$(chromium_path)"
  elif ! chinese_font; then
    # Without one pages still work; only pictures of them show boxes.
    debian_install fonts-noto-cjk || true
  fi
  for driver in .venv/lib/python*/site-packages/playwright/driver/node; do
    if ! "$driver" --version >/dev/null 2>&1; then
      debian_install libatomic1 || return 1
    fi
  done
  [ -n "$chromium" ] && printf '%s\n' "$chromium"
}

chromium_path() {
  local name
  for name in "${HONGLIAN_CHROMIUM:-chromium}" chromium-browser google-chrome; do
    if command -v "$name"; then
      return 0
    fi
  done
}

chinese_font() {
  ! command -v fc-list >/dev/null || [ -n "$(fc-list :lang=zh-cn)" ]
}

# Print the folder with PostgreSQL's server programs, newest first; install them when absent.
find_postgres() {
  local initdb
  initdb="$(newest_initdb)"
  if [ -z "$initdb" ]; then
    debian_install postgresql || return 1
    initdb="$(newest_initdb)"
  fi
  [ -n "$initdb" ] && dirname "$initdb"
}

newest_initdb() {
  local candidate newest=""
  for candidate in /usr/lib/postgresql/*/bin/initdb; do
    if [ -x "$candidate" ]; then
      newest="$candidate"
    fi
  done
  printf '%s' "${newest:-$(command -v initdb || true)}"
}
