-- What was carried forward last year and does not arrive this year.
SELECT cur.organ, cur.year, cur.scope, cur.place,
       CAST(prev.value AS DECIMAL(38, 6)) AS carried,
       CAST(cur.value AS DECIMAL(38, 6)) AS brought
FROM figures cur
JOIN figures prev
  ON prev.organ = cur.organ
 AND prev.scope = cur.scope
 AND CAST(prev.year AS INTEGER) = CAST(cur.year AS INTEGER) - 1
 AND prev.place = REPLACE(cur.place, 't2.brought_forward.', 't2.carried_forward.')
WHERE cur.place LIKE 't2.brought_forward.%'
  AND CAST(prev.value AS DECIMAL(38, 6)) <> CAST(cur.value AS DECIMAL(38, 6))
ORDER BY cur.organ, cur.year, cur.scope, cur.place
