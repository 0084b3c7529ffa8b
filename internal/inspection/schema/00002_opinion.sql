-- +goose Up
-- What a person says of a finding, or of one sight in it. What the machine found stays in the report.
CREATE TABLE inspection_opinion (
    entry  TEXT   NOT NULL,
    asset  TEXT   NOT NULL,
    rule   TEXT   NOT NULL,
    sight  TEXT   NOT NULL,
    stand  TEXT   NOT NULL CHECK (stand IN ('confirmed', 'dismissed')),
    words  TEXT   NOT NULL,
    by_id  TEXT   NOT NULL,
    name   TEXT   NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (entry, asset, rule, sight)
);
