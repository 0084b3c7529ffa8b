-- +goose Up
-- The label of generated content that the entry's declaration asks for, as it is written into files; empty where nothing is declared.
ALTER TABLE media_asset ADD COLUMN declared TEXT NOT NULL DEFAULT '';
-- When the copy for download was made; 0 while there is none.
ALTER TABLE media_asset ADD COLUMN copied BIGINT NOT NULL DEFAULT 0;
CREATE INDEX media_asset_copied ON media_asset (copied) WHERE copied <> 0;
