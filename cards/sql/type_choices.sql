-- What the editor of a card type offers: the organisation's languages, and every unit but the teams.
SELECT organisation.languages, (
    SELECT json_agg(json_build_array(unit.id, unit.parent_id, unit.name, unit.kind, unit.level))
    FROM cards_unit AS unit WHERE unit.level <> 'team'
) AS units
FROM cards_organisation AS organisation
