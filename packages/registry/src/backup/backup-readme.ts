/** What stands in a backup for who has nothing but it. */
export const backupReadme = `This file is a backup of a registry made by Seriatim: records of patients, and the history of every change of them.
It is to be kept as such records are. Nothing but a program for ZIP archives and for tables is needed to read it.

manifest.json       format and version; the registry's id; when and by which software the backup was made; the number and hash of the
                    history's last entry; of each other file its path, rows (without headings), bytes and SHA-256
dictionary.yaml     what the columns of the records mean: tables, fields, units, codes, rules
records/*.csv       the records, a file a table, in the dictionary's columns, then
                    _unread   what was entered and could not be read, as a JSON object by column; the column itself is empty then
                    _centre   the centre that the patient belongs to
                    _version  how many times the row was written
history.csv         every change of every row, and what else was done, in order
users.csv           who may do what (roles) for which centres
dictionaries.csv    all versions of the dictionary
renames.csv         what fields and tables were called before the dictionary was changed
mappings.csv        how files were read
findings.csv        what the checks found, and what was answered
persons.csv         identities of patients, each sealed under a key of its own
keys.csv            those keys, wrapped by the vault's key, which is not in this file; and keyed hashes to look people up by
vault.csv           a fingerprint of the vault's key

The CSV files are UTF-8, with commas, double quotes and a line feed at the end of each row; the first row has the headings.
An empty field is a missing value; an empty text is "". Dates are 1990-09-03, or 1990-09 or 1990 where no more is known; yes and no
stand for true and false; instants are UTC with microseconds; lists are JSON arrays; before, after and _unread are JSON.
Outside columns of numbers, a text that begins with = + - @, a tab or a carriage return, or with apostrophes before such, has one more
apostrophe before it, so that no spreadsheet runs it as a formula; take that one away.

The history is a chain. Of each entry, hash is the SHA-256 (hexadecimal here) of the hash before it (32 bytes) followed by the UTF-8 text
of the JSON array [seq, at, change, who, action, subject, key, before, after, why, centre] as PostgreSQL writes jsonb (jsonb_build_array(...)::text),
where at is 2026-01-31T09:30:00.123456, without the Z. Before the first entry stands the SHA-256 of the registry's id (8 characters).
Who keeps the last hash elsewhere can tell that nothing up to there was changed since.
`;
