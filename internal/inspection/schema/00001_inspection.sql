-- +goose Up
CREATE TABLE inspection_report (
    entry    TEXT    NOT NULL,
    asset    TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    at       BIGINT  NOT NULL,
    verdict  TEXT    NOT NULL,
    findings TEXT    NOT NULL,
    PRIMARY KEY (entry, asset, version)
);
