-- +goose Up
-- The name that a film was given instead of the one it was sent under, which filename keeps.
ALTER TABLE media_asset ADD COLUMN given TEXT NOT NULL DEFAULT '';
