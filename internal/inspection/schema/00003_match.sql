-- +goose Up
-- Two films that are alike, the smaller id first: how that was found, and what a person decided.
CREATE TABLE inspection_match (
    id         TEXT PRIMARY KEY,
    a          TEXT             NOT NULL,
    b          TEXT             NOT NULL,
    a_campaign TEXT             NOT NULL,
    b_campaign TEXT             NOT NULL,
    how        TEXT             NOT NULL CHECK (how IN ('bytes', 'picture', 'sound')),
    share      DOUBLE PRECISION NOT NULL,
    moments    TEXT             NOT NULL,
    found      BIGINT           NOT NULL,
    decision   TEXT             NOT NULL DEFAULT '' CHECK (decision IN ('', 'same', 'different', 'allowed')),
    reason     TEXT             NOT NULL DEFAULT '',
    by_id      TEXT             NOT NULL DEFAULT '',
    name       TEXT             NOT NULL DEFAULT '',
    decided    BIGINT           NOT NULL DEFAULT 0,
    UNIQUE (a, b, how)
);
CREATE INDEX inspection_match_a ON inspection_match (a_campaign, decision);
CREATE INDEX inspection_match_b ON inspection_match (b_campaign, decision);
CREATE INDEX inspection_match_other ON inspection_match (b);
