-- The roll-up: every cell summed over the organs' own reports of a year, exactly.
SELECT place,
       SUM(CAST(value AS DECIMAL(38, 6))) AS total,
       COUNT(*) AS organs
FROM figures
WHERE year = '2024' AND scope = 'organ' AND edition = '2021' AND value IS NOT NULL
GROUP BY place
ORDER BY place
