-- +goose Up
-- What each of the two contests decided about a match, by its own notice.
CREATE TABLE inspection_decision (
    match_id TEXT   NOT NULL,
    campaign TEXT   NOT NULL,
    decision TEXT   NOT NULL CHECK (decision IN ('same', 'different', 'allowed')),
    reason   TEXT   NOT NULL,
    by_id    TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (match_id, campaign)
);
INSERT INTO inspection_decision (match_id, campaign, decision, reason, by_id, name, at)
    SELECT id, a_campaign, decision, reason, by_id, name, decided FROM inspection_match WHERE decision <> ''
    UNION SELECT id, b_campaign, decision, reason, by_id, name, decided FROM inspection_match WHERE decision <> '';
DROP INDEX inspection_match_a;
DROP INDEX inspection_match_b;
ALTER TABLE inspection_match DROP COLUMN decision;
ALTER TABLE inspection_match DROP COLUMN reason;
ALTER TABLE inspection_match DROP COLUMN by_id;
ALTER TABLE inspection_match DROP COLUMN name;
ALTER TABLE inspection_match DROP COLUMN decided;
CREATE INDEX inspection_match_a ON inspection_match (a_campaign);
CREATE INDEX inspection_match_b ON inspection_match (b_campaign);
