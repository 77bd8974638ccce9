-- Every sum of the form that does not hold. A side that is blank throughout is not judged, nor one with text that is no
-- figure; a blank beside a figure counts as nothing.
SELECT organ, year, scope, code, line, total_left, total_right
FROM (
    SELECT f.organ, f.year, f.scope, e.code, e.line,
           SUM(CASE WHEN e.side = 'left' THEN CAST(f.value AS DECIMAL(38, 6)) END) AS total_left,
           SUM(CASE WHEN e.side = 'right' THEN CAST(f.value AS DECIMAL(38, 6)) END) AS total_right,
           SUM(CASE WHEN f.value IS NULL AND f.text IS NOT NULL
                     AND f.text NOT IN ('/', '-', '--', '—', '——', '无') THEN 1 ELSE 0 END) AS unreadable
    FROM figures f
    JOIN equations e ON e.edition = f.edition AND e.place = f.place
    GROUP BY f.organ, f.year, f.scope, e.code, e.line
) judged
WHERE unreadable = 0 AND total_left <> total_right
ORDER BY organ, year, scope, code, line
