"""Opens an export with DuckDB and pandas, without options, and holds it to its own description.

Usage: python3 check.py DIR
"""

import json
import sys
from pathlib import Path

import duckdb
import pandas

folder = Path(sys.argv[1])
manifest = json.loads((folder / "peelcheck-export.json").read_text(encoding="utf-8"))
# The types that DuckDB may read a column as. A column without a value has no type of its own,
# and a text of digits is read as a number.
DUCK = {
    "integer": {"BIGINT"},
    "number": {"BIGINT", "DOUBLE"},
    "boolean": {"BOOLEAN"},
    "date": {"DATE"},
}
faults = []


def expect(truth, message):
    if not truth:
        faults.append(message)


for table in manifest["tables"]:
    name, key = table["name"], table["key"]
    columns = [column["name"] for column in table["columns"]]
    views = {}
    for form, reader in (("csv", "read_csv"), ("jsonl", "read_json")):
        view = f"{name}_{form}"
        duckdb.sql(f"CREATE TABLE {view} AS SELECT * FROM {reader}('{folder / name}.{form}')")
        views[form] = view
        # No column name needs quotes.
        rows = duckdb.sql(f"SELECT {', '.join(columns)} FROM {view}").fetchall()
        expect(len(rows) == table["rows"], f"{view}: {len(rows)} rows, not {table['rows']}")
        distinct = duckdb.sql(f"SELECT DISTINCT {', '.join(key)} FROM {view}").fetchall()
        expect(len(distinct) == len(rows), f"{view}: the key {key} is not unique")
        types = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE {view})").fetchall())
        for column in table["columns"]:
            label, wanted = column["name"], DUCK.get(column["type"])
            filled = duckdb.sql(f"SELECT count({label}) FROM {view}").fetchall()[0][0]
            if wanted and filled:
                expect(types[label] in wanted, f"{view}.{label}: {types[label]}, not {column['type']}")
    for column in table["columns"]:
        if column["type"] == "text":
            continue
        label = column["name"]
        pair = [
            duckdb.sql(f"SELECT {label} FROM {view} ORDER BY {', '.join(key)}").fetchall()
            for view in views.values()
        ]
        expect(pair[0] == pair[1], f"{name}.{label}: CSV and JSON Lines differ")
    frames = [
        pandas.read_csv(folder / f"{name}.csv"),
        pandas.read_json(folder / f"{name}.jsonl", lines=True),
    ]
    for frame, form in zip(frames, ("csv", "jsonl")):
        expect(len(frame) == table["rows"], f"pandas {name}.{form}: {len(frame)} rows")
        if not table["rows"]:
            continue
        expect(list(frame.columns) == columns, f"pandas {name}.{form}: other columns")
        for column in table["columns"]:
            series = frame[column["name"]].dropna()
            if column["type"] in ("integer", "number") and len(series):
                good = pandas.api.types.is_numeric_dtype(series)
                expect(good, f"pandas {name}.{form}.{column['name']}: no number")

for child, column, parent, own in (
    ("links", "statement", "statements", "id"),
    ("figures", "statement", "statements", "id"),
    ("statements", "judgment", "judgments", "id"),
    ("areas", "judgment", "judgments", "id"),
    ("judgments", "parent", "judgments", "id"),
):
    lost = duckdb.sql(
        f"SELECT count(*) FROM {child}_csv child WHERE child.{column} IS NOT NULL AND NOT EXISTS "
        f"(SELECT 1 FROM {parent}_csv parent WHERE parent.inspection = child.inspection "
        f"AND parent.{own} = child.{column})"
    ).fetchall()[0][0]
    expect(lost == 0, f"{child}.{column}: {lost} rows lead to no row of {parent}")

for fault in faults:
    print(fault)
if faults:
    sys.exit(1)
total = sum(table["rows"] for table in manifest["tables"])
print(
    f"DuckDB {duckdb.__version__} and pandas {pandas.__version__} read "
    f"{len(manifest['tables'])} tables, {total} rows, twice each"
)
