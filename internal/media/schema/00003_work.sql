-- +goose Up
-- One row a film that the machine has something to do for, or has given up; none once it is ready or cannot be read.
CREATE TABLE media_work (
    asset    TEXT PRIMARY KEY,
    job      BIGINT  NOT NULL,             -- the job that does it; 0 where it is not known
    state    TEXT    NOT NULL CHECK (state IN ('waiting', 'running', 'paused', 'retrying', 'stopped', 'cancelled')),
    urgency  INTEGER NOT NULL,
    queued   BIGINT  NOT NULL,             -- its place among those of one urgency
    since    BIGINT  NOT NULL,             -- in its state
    tries    INTEGER NOT NULL DEFAULT 0,
    machine  TEXT    NOT NULL DEFAULT '',
    trouble  TEXT    NOT NULL DEFAULT '',
    detail   TEXT    NOT NULL DEFAULT '',
    length   BIGINT  NOT NULL DEFAULT 0,   -- of the film, in milliseconds; 0 while it is not known
    spent    BIGINT  NOT NULL DEFAULT 0    -- milliseconds worked on it by steps that are done
);
CREATE INDEX media_work_line ON media_work (state, urgency, queued);

INSERT INTO media_work (asset, job, state, urgency, queued, since)
SELECT id, 0, 'waiting', 3, completed, completed FROM media_asset WHERE state IN ('received', 'processing');

-- How fast films are worked through here, as moving averages; one row.
CREATE TABLE media_pace (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    pace   DOUBLE PRECISION NOT NULL,   -- seconds of work a second of film
    length DOUBLE PRECISION NOT NULL    -- seconds, of a film
);
