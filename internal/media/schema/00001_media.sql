-- +goose Up
CREATE TABLE media_asset (
    id           TEXT PRIMARY KEY,
    campaign     TEXT    NOT NULL,
    owner        TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('uploading', 'received', 'processing', 'ready', 'failed')),
    filename     TEXT    NOT NULL,
    size         BIGINT  NOT NULL,
    sha256       TEXT    NOT NULL DEFAULT '',
    began        BIGINT  NOT NULL,
    touched      BIGINT  NOT NULL,
    completed    BIGINT  NOT NULL DEFAULT 0,
    within_grace BOOLEAN NOT NULL DEFAULT FALSE,
    facts        TEXT    NOT NULL DEFAULT '',
    problem      TEXT    NOT NULL DEFAULT '',
    public       BOOLEAN NOT NULL DEFAULT FALSE,
    claim        TEXT    NOT NULL DEFAULT '',
    step         TEXT    NOT NULL DEFAULT '',
    percent      INTEGER NOT NULL DEFAULT 0,
    remaining    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX media_asset_owner ON media_asset (owner, state);
CREATE INDEX media_asset_state ON media_asset (state, touched);

-- One row a person, written before each of their uploads begins, so that two beginning at once take turns and are both counted.
CREATE TABLE media_owner (
    owner  TEXT PRIMARY KEY,
    begun  BIGINT NOT NULL
);
