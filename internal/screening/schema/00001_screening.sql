-- +goose Up
-- Decisions are only ever added. Taking one back adds a row of its own. seq counts the rows of an entry.
CREATE TABLE screening_decision (
    id       TEXT PRIMARY KEY,
    campaign TEXT   NOT NULL,
    entry    TEXT   NOT NULL,
    person   TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    verdict  TEXT   NOT NULL,
    reasons  TEXT   NOT NULL,
    note     TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    seq      BIGINT NOT NULL,
    UNIQUE (entry, seq)
);
CREATE INDEX screening_decision_person ON screening_decision (campaign, person, at);
