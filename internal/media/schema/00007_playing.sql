-- +goose Up
-- Whether the beginning of the stream can be played while the rest is still being made.
ALTER TABLE media_asset ADD COLUMN playing BOOLEAN NOT NULL DEFAULT FALSE;
