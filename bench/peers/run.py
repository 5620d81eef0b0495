"""Runs our planner and its peers on the same matrices, one after the other on this machine, and prints them side by side.

    python3 -m venv .venv && .venv/bin/pip install -r bench/peers/requirements.txt
    .venv/bin/python bench/peers/run.py --instances DIR [--time-limit-ms N] [--filter S]
"""

import argparse
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = ("pyvrp", "ortools")


def npx(*arguments):
    return subprocess.run(
        ["npx", "tsx", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


def solve(peer, instance, limit):
    command = [sys.executable, HERE / "solvers.py", peer, str(limit)]
    # A peer that cannot even build a start in its time is stopped, and counts as without an answer.
    try:
        done = subprocess.run(command, input=instance, capture_output=True, text=True, timeout=60 + limit / 100)
    except subprocess.TimeoutExpired:
        return {"cost": None, "cpu_ms": None}
    if done.returncode != 0:
        print(done.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return {"cost": None, "cpu_ms": None}
    return json.loads(done.stdout.strip().splitlines()[-1])


def gap(cost, best):
    return "-" if cost is None or best is None else f"{100 * (cost / best - 1):.2f}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--instances", required=True)
    parser.add_argument("--time-limit-ms", type=int, default=500)
    parser.add_argument("--filter", default="")
    given = parser.parse_args()
    directory = str(pathlib.Path(given.instances).resolve())
    limit = given.time_limit_ms
    ours = json.loads(
        npx(
            "bench/routes/main.ts", "--json", "--instances", directory,
            "--time-limit-ms", str(limit), "--filter", given.filter,
        )
    )
    head = "".join(f"{name + ' %':>12}{'cpu ms':>8}" for name in ("dinex", *PEERS))
    print(f"{'instance':<48}{'n':>6}{'best':>12}{head}")
    for row in ours:
        instance = npx("bench/peers/dump.ts", directory, row["instance"])
        cells = [row] + [solve(peer, instance, limit) for peer in PEERS]
        shown = "".join(
            f"{gap(cell['cost'], row['best_known']):>12}{'-' if cell['cpu_ms'] is None else round(cell['cpu_ms']):>8}"
            for cell in cells
        )
        print(f"{row['instance']:<48}{row['n']:>6}{row['best_known'] or 0:>12}{shown}", flush=True)


if __name__ == "__main__":
    main()
