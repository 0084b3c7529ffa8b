-- +goose Up
-- The SHA-256 of a film is taken once it is whole.
ALTER TABLE media_upload DROP COLUMN digest;
