-- +goose Up
-- Whether the entry's film is called as the notice asks instead of as it was sent.
ALTER TABLE entry_entry ADD COLUMN named BOOLEAN NOT NULL DEFAULT FALSE;
