-- +goose Up
CREATE INDEX media_asset_sha256 ON media_asset (sha256, state);
