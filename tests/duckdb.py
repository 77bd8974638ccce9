"""Runs the SQL of tests/sql on DuckDB over an exported folder and holds it against `rollup` and `check`.

    pip install duckdb
    cargo build --release
    python3 tests/duckdb.py [--spark] [--year YEAR] [--time JSON_FOLDER] FOLDER_OF_DRAFTS

Apart from `cargo test`: it needs Python and DuckDB. The folder needs reports of 2024 (`cargo bench --bench gather`
with NIANBAO_DRAFTS set leaves such a folder behind), or of the year that is named. With --spark the same SQL runs on Spark (`pip install pyspark`,
Java). With --time it also says how long DuckDB takes for the same sums
over one JSON file a report, process start included, median of five.
"""

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from decimal import Decimal

HERE = os.path.dirname(os.path.abspath(__file__))
# The package is meant, not this file, which Python finds first under the same name.
sys.path = [path for path in sys.path if os.path.abspath(path or ".") != HERE]
PROGRAM = os.environ.get("NIANBAO", os.path.join(HERE, "..", "target", "release", "nianbao"))

# The rules that say what sums.sql and json.sql ask.
SUMS = ["T2-R01", "T2-C01", "T2-C02", "T3-R01", "T3-R02", "T3-R03"]


def sql(name, year="2024"):
    """A recipe; it stands in the repository for 2024."""
    with open(os.path.join(HERE, "sql", name + ".sql"), encoding="utf-8") as file:
        edition = "2021" if year >= "2021" else "2019"
        return file.read().replace("'2021'", f"'{edition}'").replace("'2024'", f"'{year}'")


def run(*args):
    done = subprocess.run([PROGRAM, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode == 2:
        sys.exit(done.stderr.decode())
    return done.stdout.decode()


VIEWS = ("figures", "equations")


def on_duckdb(tables):
    """What runs a query over the tables on DuckDB."""
    import duckdb

    db = duckdb.connect()
    for name in VIEWS:
        path = os.path.join(tables, name + ".csv").replace("'", "''")
        db.execute(f"CREATE VIEW {name} AS SELECT * FROM read_csv('{path}', header = true, all_varchar = true)")
    return lambda query: db.execute(query).fetchall()


def on_spark(tables):
    """What runs a query over the tables on Spark."""
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false").getOrCreate()
    for name in VIEWS:
        reader = spark.read.option("header", True).option("quote", '"').option("escape", '"')
        reader.csv(os.path.join(tables, name + ".csv")).createOrReplaceTempView(name)
    return lambda query: [tuple(row) for row in spark.sql(query).collect()]


def compare(folder, engine, year):
    with tempfile.TemporaryDirectory() as work:
        tables, sums = os.path.join(work, "tables"), os.path.join(work, "sums.csv")
        run("export", folder, "--to", "csv", "-o", tables)
        run("rollup", folder, "--organ", "示例省", "--year", year, "-o", sums)
        ask = engine(tables)
        theirs = {place: total for place, total, _ in ask(sql("rollup", year))}
        with open(sums, encoding="utf-8") as file:
            ours = {row["place"]: Decimal(row["sum"]) for row in csv.DictReader(file) if row["sum"]}
        assert ours == theirs, [(p, ours.get(p), theirs.get(p)) for p in ours if ours.get(p) != theirs.get(p)][:5]
        print(f"roll-up: {len(ours)} sums, the same to the last decimal")

        behind = ask(sql("behind", year))
        print(f"behind t2.new.total: {len(behind)} organs, the largest {behind[0] if behind else None}")

        found = json.loads(run("check", folder, "--only", "T2,T3,Y-01", "--format", "json"))
        judged = {(f["organ"], str(f["year"]), x["code"], x["place"]) for f in found for x in f["findings"]}
        ours = sorted((o, y, c) for o, y, c, _ in judged if c in SUMS)
        theirs = sorted((o, y, c) for o, y, _, c, *_ in ask(sql("sums")))
        assert ours == theirs, (len(ours), len(theirs), sorted(set(ours) ^ set(theirs))[:5])
        print(f"sums that do not hold: {len(ours)}, the same")
        broken = {(o, y) for o, y, *_ in ask(sql("carried"))}
        ours = {(o, y) for o, y, c, _ in judged if c == "Y-01"}
        assert ours == broken, (len(ours), len(broken), sorted(ours ^ broken)[:5])
        print(f"reports whose carry-over breaks: {len(ours)}, the same")


QUERY = """
import duckdb, sys
db = duckdb.connect()
db.execute("CREATE TABLE equations AS SELECT * FROM read_csv('" + sys.argv[2] + "', header = true, all_varchar = true)")
print(len(db.execute(open(sys.argv[1]).read().replace("{json}", sys.argv[3])).fetchall()))
"""


def median(command):
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    took = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def compare_times(folder, files):
    with tempfile.TemporaryDirectory() as work:
        one = next(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".ron"))
        small = os.path.join(work, "one")
        os.mkdir(small)
        os.symlink(os.path.abspath(one), os.path.join(small, "x.ron"))
        run("export", small, "--to", "csv", "-o", os.path.join(work, "tables"))
        equations = os.path.join(work, "tables", "equations.csv")
        query = [sys.executable, "-c", QUERY, os.path.join(HERE, "sql", "json.sql"), equations, files]
        commands = {
            "DuckDB, sums of tables 2 and 3": query,
            "check, the same sums": [PROGRAM, "check", "--only", ",".join(SUMS), folder],
            "check --only T2,T3": [PROGRAM, "check", "--only", "T2,T3", folder],
            "check --only T1,T2,T3,Y": [PROGRAM, "check", "--only", "T1,T2,T3,Y", folder],
            "check": [PROGRAM, "check", folder],
        }
        for name, command in commands.items():
            print(f"{name:<32} {median(command) * 1000:9.0f} ms")


if __name__ == "__main__":
    args = sys.argv[1:]
    files, engines = None, [on_duckdb]
    if args[:1] == ["--spark"]:
        engines, args = [on_duckdb, on_spark], args[1:]
    year = "2024"
    if args[:1] == ["--year"]:
        year, args = args[1], args[2:]
    if args[:1] == ["--time"]:
        files, args = args[1], args[2:]
    if len(args) != 1:
        sys.exit(__doc__)
    for engine in engines:
        print(engine.__name__.replace("_", " "))
        compare(args[0], engine, year)
    if files:
        compare_times(args[0], files)
