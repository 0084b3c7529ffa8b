package db

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"
)

// Migrate brings one room's tables up to date from the *.sql files in the folder "schema" of files. Each room keeps its own
// version table, schema_ROOM, so rooms number their migrations without regard to each other. What only one engine needs, such as how it
// lays out its rows, is in a *.sqlite.sql or *.postgres.sql; a number is given once all the same.
func Migrate(ctx context.Context, d *DB, room string, files fs.FS) error {
	sub, err := fs.Sub(files, "schema")
	if err != nil {
		return err
	}
	dialect, foreign := database.DialectSQLite3, "*."+string(PostgreSQL)+".sql"
	var opts []goose.ProviderOption
	if d.engine == PostgreSQL {
		dialect, foreign = database.DialectPostgres, "*."+string(SQLite)+".sql"
		locker, err := lock.NewPostgresSessionLocker() // two nodes that start together take turns
		if err != nil {
			return err
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	others, err := fs.Glob(sub, foreign)
	if err != nil {
		return err
	}
	store, err := database.NewStore(dialect, "schema_"+room)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider("", d.write, sub, append(opts, goose.WithStore(store), goose.WithExcludeNames(others))...)
	if err != nil {
		return fmt.Errorf("the migrations of %s: %w", room, err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("the tables of %s could not be brought up to date: %w", room, err)
	}
	return nil
}
