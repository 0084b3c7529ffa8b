-- +goose Up
-- What is known of an upload under way. Its row goes when the file is received or given up.
CREATE TABLE media_upload (
    asset   TEXT PRIMARY KEY,
    place   TEXT   NOT NULL DEFAULT '', -- what the store of unfinished uploads calls it
    arrived BIGINT NOT NULL DEFAULT 0,  -- bytes that are known to be there
    digest  TEXT   NOT NULL DEFAULT ''  -- SHA-256 of exactly those, as far as it is computed; empty where a crash came between
);
INSERT INTO media_upload (asset) SELECT id FROM media_asset WHERE state = 'uploading';

-- Who is at work on an upload: one process, for as long as it keeps saying so.
CREATE TABLE media_lock (
    upload TEXT PRIMARY KEY,
    holder TEXT    NOT NULL,
    until  BIGINT  NOT NULL,
    wanted BOOLEAN NOT NULL
);
CREATE INDEX media_lock_holder ON media_lock (holder);

-- One row, written before any upload begins, so that those beginning at once take turns and none overlooks what another was promised.
-- It takes the place of a row a person.
CREATE TABLE media_turn (
    name  TEXT PRIMARY KEY,
    taken BIGINT NOT NULL
);
DROP TABLE media_owner;

-- Secrets that machines share.
CREATE TABLE media_secret (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
