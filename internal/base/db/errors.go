package db

import (
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

// ErrNoRows is returned by Scan when the query found nothing.
var ErrNoRows = sql.ErrNoRows

// ErrClosed is returned by Tx once the database is being closed.
var ErrClosed = errors.New("the database is closed")

// Codes of https://sqlite.org/rescode.html and of PostgreSQL's Appendix A.
const (
	sqliteConstraintForeignKey = 787
	sqliteConstraintPrimaryKey = 1555
	sqliteConstraintUnique     = 2067

	pgForeignKey           = "23503"
	pgUnique               = "23505"
	pgSerializationFailure = "40001"
	pgDeadlock             = "40P01"
)

// IsUnique tells whether a uniqueness constraint refused the write.
func IsUnique(err error) bool {
	return sqliteCode(err, sqliteConstraintUnique, sqliteConstraintPrimaryKey) || pgCode(err, pgUnique)
}

// IsForeignKey tells whether a reference refused the write: the row pointed at
// is missing, or rows still point at the one to be removed.
func IsForeignKey(err error) bool {
	return sqliteCode(err, sqliteConstraintForeignKey) || pgCode(err, pgForeignKey)
}

func sqliteCode(err error, codes ...int) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	for _, c := range codes {
		if ok && e.Code() == c {
			return true
		}
	}
	return false
}

func pgCode(err error, codes ...string) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	for _, c := range codes {
		if ok && e.Code == c {
			return true
		}
	}
	return false
}
