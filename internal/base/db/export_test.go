package db

// WritePragmas are those of the writing connection, for the benchmark's limit.
const WritePragmas = sqliteWrite
