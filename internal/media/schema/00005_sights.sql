-- +goose Up
-- What was seen on the picture, as JSON; empty while the film has not been watched.
ALTER TABLE media_asset ADD COLUMN sights TEXT NOT NULL DEFAULT '';
