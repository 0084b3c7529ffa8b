-- +goose Up
CREATE TABLE certificate_certificate (
    code        TEXT PRIMARY KEY,
    number      TEXT    NOT NULL UNIQUE,
    campaign    TEXT    NOT NULL,
    seq         INTEGER NOT NULL,
    entry       TEXT    NOT NULL,
    prize       TEXT    NOT NULL,
    prize_label TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    recipient   TEXT    NOT NULL,
    unit        TEXT    NOT NULL,
    issued      BIGINT  NOT NULL,
    made        BOOLEAN NOT NULL,
    revoked     BIGINT  NOT NULL,
    reason      TEXT    NOT NULL,
    UNIQUE (campaign, entry, prize)
);
CREATE INDEX certificate_certificate_list ON certificate_certificate (campaign, seq);

-- The last serial number of each campaign. A number is never given twice, also not after a revocation.
CREATE TABLE certificate_serial (
    campaign TEXT PRIMARY KEY,
    last     INTEGER NOT NULL
);
