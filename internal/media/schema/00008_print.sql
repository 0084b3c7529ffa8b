-- +goose Up
-- What a film is known again by. seq counts prints as they are kept, without gaps in time: whoever has read up to one misses none before it.
CREATE TABLE media_print (
    asset TEXT PRIMARY KEY,
    seq   BIGINT NOT NULL UNIQUE,
    print TEXT   NOT NULL
);
CREATE TABLE media_print_count (
    one  BIGINT PRIMARY KEY CHECK (one = 1),
    last BIGINT NOT NULL
);
INSERT INTO media_print_count (one, last) VALUES (1, 0);
