"""A roundup tracker for the measurement; runs in that peer's own environment.

`python tracker.py prepare HOME --database URL --issues N` makes a tracker of the classic template
with N issues, two messages each; `tracker:application` (TRACKER_HOME set) is the WSGI entry.
Settings favour the peer: the tracker stays loaded, no password is hashed in the measured
requests (the load generator signs in once), the outgoing mail goes to a file.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlparse

PASSWORD = "benchmark-only"
BLOCK = 1000


def prepare(home: Path, url: str, issues: int) -> dict[str, object]:
    """Install a tracker in `home` on the database and fill in `issues` issues."""
    admin = [str(Path(sys.executable).with_name("roundup-admin")), "-i", str(home)]
    backend, options = _backend(url)
    settings = [
        "tracker_web=http://127.0.0.1/",
        "mail_domain=example.org",
        "mail_host=localhost",
        f"mail_debug={home}/mail.txt",
        *options,
    ]
    _run([*admin, "install", "classic", backend, ",".join(settings)])
    _run([*admin, "initialise", PASSWORD])
    _fill(home, issues)
    return {"user": "admin", "password": PASSWORD}


def _backend(url: str) -> tuple[str, list[str]]:
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        return "sqlite", []
    return "postgresql", [
        f"rdbms_name={parts.path.lstrip('/')}",
        f"rdbms_user={parts.username}",
        f"rdbms_host={parse_qs(parts.query)['host'][0]}",
        "rdbms_password=",
        "rdbms_template=template0",
    ]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(f"{command[3]}: {done.stdout[-800:]}{done.stderr[-1500:]}")


def _fill(home: Path, issues: int) -> None:
    """Create the first issues through roundup itself and clone the rest inside the database.

    The clones have all rows (journal and word index too) but no message files on disk; only
    new issues are opened in the measurement.
    """
    import roundup.instance

    database = roundup.instance.open(str(home)).open("admin")
    if database.config.RDBMS_BACKEND == "sqlite":
        # Only while filling: roundup commits each new number to disk by itself.
        database.conn.isolation_level = None
        database.sql("PRAGMA synchronous=OFF")
        database.conn.isolation_level = ""
    block = min(issues, BLOCK)
    for number in range(block):
        _create(database, number)
    database.commit()
    blocks = issues // block
    for copy in range(1, blocks):
        for statement in _clone_statements(block, copy):
            database.sql(statement)
    for name, per_issue in (("issue", 1), ("msg", 2), ("__textids", 3)):
        database.setid(name, str(blocks * block * per_issue + 1))
    database.sql("ANALYZE")
    database.commit()
    database.close()


def _create(database: object, number: int) -> None:
    messages = [
        database.msg.create(author="1", content=text, summary=text[:40])
        for text in (
            f"The workshop needs a second feeder, demand {number}.",
            "On site today, plan within three days.",
        )
    ]
    database.issue.create(
        title=f"Demand {number}: lathe line power supply",
        status="8" if number % 3 else "1",
        priority="3",
        messages=messages,
    )


def _clone_statements(block: int, copy: int) -> list[str]:
    issue, msg, text = copy * block, copy * block * 2, copy * block * 3
    own = "_activity, _actor, _creation, _creator"
    item = f"CASE _class WHEN 'issue' THEN {issue} ELSE {msg} END"
    return [
        f"INSERT INTO _issue ({own}, _priority, _status, _title, id, __retired__) "
        f"SELECT {own}, _priority, _status, _title, id + {issue}, 0 "
        f"FROM _issue WHERE id <= {block}",
        f"INSERT INTO _msg ({own}, _author, _summary, id, __retired__) "
        f"SELECT {own}, _author, _summary, id + {msg}, 0 FROM _msg WHERE id <= {block * 2}",
        f"INSERT INTO issue_messages (linkid, nodeid) SELECT linkid + {msg}, nodeid + {issue} "
        f"FROM issue_messages WHERE nodeid <= {block}",
        f"INSERT INTO issue_nosy (linkid, nodeid) SELECT linkid, nodeid + {issue} "
        f"FROM issue_nosy WHERE nodeid <= {block}",
        f"INSERT INTO issue__journal SELECT nodeid + {issue}, date, tag, action, params "
        f"FROM issue__journal WHERE nodeid <= {block}",
        f"INSERT INTO msg__journal SELECT nodeid + {msg}, date, tag, action, params "
        f"FROM msg__journal WHERE nodeid <= {block * 2}",
        "INSERT INTO __textids (_class, _itemid, _prop, _textid) SELECT _class, "
        f"CAST(CAST(_itemid AS INTEGER) + {item} AS VARCHAR(255)), _prop, _textid + {text} "
        f"FROM __textids WHERE _textid <= {block * 3}",
        f"INSERT INTO __words (_word, _textid) SELECT _word, _textid + {text} "
        f"FROM __words WHERE _textid <= {block * 3}",
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["prepare"])
    parser.add_argument("home", type=Path)
    parser.add_argument("--database", required=True)
    parser.add_argument("--issues", type=int, default=1000)
    asked = parser.parse_args()
    print(json.dumps(prepare(asked.home, asked.database, asked.issues)))
else:
    from roundup.cgi.wsgi_handler import RequestDispatcher

    application = RequestDispatcher(os.environ["TRACKER_HOME"])
