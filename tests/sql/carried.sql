-- What was carried forward last year and does not arrive this year.
SELECT this.organ, this.year, this.scope, this.place,
       CAST(last.value AS DECIMAL(38, 6)) AS carried,
       CAST(this.value AS DECIMAL(38, 6)) AS brought
FROM figures this
JOIN figures last
  ON last.organ = this.organ
 AND last.scope = this.scope
 AND CAST(last.year AS INTEGER) = CAST(this.year AS INTEGER) - 1
 AND last.place = REPLACE(this.place, 't2.brought_forward.', 't2.carried_forward.')
WHERE this.place LIKE 't2.brought_forward.%'
  AND CAST(last.value AS DECIMAL(38, 6)) <> CAST(this.value AS DECIMAL(38, 6))
ORDER BY this.organ, this.year, this.scope, this.place
