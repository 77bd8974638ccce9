-- The organs behind one sum, largest first.
SELECT organ, CAST(value AS DECIMAL(38, 6)) AS figure
FROM figures
WHERE year = '2024' AND scope = 'organ' AND place = 't2.new.total' AND CAST(value AS DECIMAL(38, 6)) <> 0
ORDER BY figure DESC, organ
