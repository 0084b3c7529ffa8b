-- +goose Up
CREATE TABLE audit_record (
    seq      BIGINT PRIMARY KEY,
    at       BIGINT NOT NULL,
    actor    TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    role     TEXT   NOT NULL,
    source   TEXT   NOT NULL,
    act      TEXT   NOT NULL,
    object   TEXT   NOT NULL,
    campaign TEXT   NOT NULL,
    says     TEXT   NOT NULL,
    before   TEXT   NOT NULL,
    after    TEXT   NOT NULL,
    hash     TEXT   NOT NULL
);
CREATE INDEX audit_record_campaign ON audit_record (campaign, seq);
CREATE INDEX audit_record_object ON audit_record (object, seq);

-- One row: the last record. Every writer updates it first, which makes writers take turns and the sequence dense.
CREATE TABLE audit_head (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    seq  BIGINT NOT NULL,
    hash TEXT   NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');
