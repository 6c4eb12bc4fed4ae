package intake

import (
	"bytes"
	"strings"
)

// magic holds the first bytes of files that people send instead of a list.
var magic = []struct{ prefix, seems string }{
	{"\xff\xd8\xff", "jpeg"},
	{"\x89PNG\r\n", "png"},
	{"GIF8", "gif"},
	{"%PDF-", "pdf"},
	{"PK\x03\x04", "zip"},
	{"PK\x05\x06", "zip"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"},
	{"\x1f\x8b", "gzip"},
	{"7z\xbc\xaf\x27\x1c", "7z"},
	{"Rar!\x1a\x07", "rar"},
	{"II*\x00", "tiff"},
	{"MM\x00*", "tiff"},
	{"SQLite format 3\x00", "sqlite"},
	{"{\\rtf", "rtf"},
	{"age-encryption.org/", "age"},
	{"-----BEGIN AGE", "age"},
	{"-----BEGIN PGP", "pgp"},
	{"ID3", "audio"},
	{"OggS", "audio"},
	{"\x00\x00\xfe\xff", "utf32"},
	{"\xff\xfe\x00\x00", "utf32"},
}

// seemsToBe names what a file is when it is no text table, "" when it may be one.
func seemsToBe(head []byte) string {
	for _, m := range magic {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			if m.seems == "zip" {
				return insideZip(head)
			}
			return m.seems
		}
	}
	if len(head) > 12 && string(head[4:8]) == "ftyp" {
		return "video"
	}
	start := strings.ToLower(string(bytes.TrimLeft(head[:min(len(head), 512)], "\ufeff \t\r\n")))
	for _, m := range []struct{ prefix, seems string }{
		{"<!doctype html", "html"},
		{"<html", "html"},
		{"<?xml", "xml"},
		{"{\"", "json"},
		{"[{", "json"},
	} {
		if strings.HasPrefix(start, m.prefix) {
			return m.seems
		}
	}
	return ""
}

// insideZip tells the office formats apart by the names of their parts.
func insideZip(head []byte) string {
	switch {
	case bytes.Contains(head, []byte("opendocument.spreadsheet")):
		return "ods"
	case bytes.Contains(head, []byte("xl/")):
		return "xlsx"
	case bytes.Contains(head, []byte("word/")):
		return "docx"
	}
	return "zip"
}

// isBinary reports whether bytes that are not marked as UTF-16 hold more
// control characters than a damaged list would: a few NULs refuse their rows,
// many refuse the file.
func isBinary(head []byte) bool {
	control := 0
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' {
			control++
		}
	}
	return control*50 > len(head)+100
}
