-- The sums of tables 2 and 3 over one JSON file a report (`nianbao export --to json`), for the bench: what `check`
-- does, as DuckDB does it. This one is DuckDB's own dialect, for it reads files.
WITH reports AS (
    SELECT organ, year, edition, cells
    FROM read_json('{json}/*.json', columns = {organ: 'VARCHAR', year: 'VARCHAR', edition: 'VARCHAR', cells: 'MAP(VARCHAR, VARCHAR)'})
), figures AS (
    SELECT organ, year, edition, UNNEST(MAP_KEYS(cells)) AS place, UNNEST(MAP_VALUES(cells)) AS text FROM reports
), judged AS (
    SELECT f.organ, f.year, e.code, e.line,
           SUM(CASE WHEN e.side = 'left' THEN TRY_CAST(f.text AS DECIMAL(18, 6)) END) AS total_left,
           SUM(CASE WHEN e.side = 'right' THEN TRY_CAST(f.text AS DECIMAL(18, 6)) END) AS total_right
    FROM figures f JOIN equations e ON e.edition = f.edition AND e.place = f.place
    GROUP BY ALL
)
SELECT organ, year, code, line FROM judged WHERE total_left <> total_right
