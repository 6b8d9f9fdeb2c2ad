/** Marks a SQLite file as ours, in its header: "COLQ". */
export const APPLICATION_ID = 0x434f4c51

/** The version of the tables, kept as `user_version`. */
export const SCHEMA_VERSION = 4

/** Statements that lead from one version to the next; the first from an empty file to version 1. Never edited, only added to. */
export const migrations: readonly string[] = [
  `
  create table addresses (
    address text primary key,
    name text not null,
    last_seen_ms integer not null
  ) strict, without rowid;
  create index addresses_by_last_seen on addresses (last_seen_ms);

  create table accounts (
    id text primary key,
    name text not null,
    compared_name text not null unique,
    password_hash text not null,
    created_at_ms integer not null
  ) strict, without rowid;

  create table sessions (
    number integer primary key autoincrement,
    id text not null unique,
    account_id text not null references accounts (id) on delete cascade,
    created_at_ms integer not null,
    used_at_ms integer not null,
    expires_at_ms integer not null
  ) strict;
  create index sessions_by_account on sessions (account_id);
  create index sessions_by_expiry on sessions (expires_at_ms);

  create table tokens (
    hash text primary key,
    session_id text not null references sessions (id) on delete cascade,
    standing text not null check (standing in ('current', 'next', 'dead')),
    place integer not null,
    died_at_ms integer
  ) strict, without rowid;
  create index tokens_by_session on tokens (session_id);

  create table revocations (
    number integer primary key autoincrement,
    session_id text not null,
    at_ms integer not null
  ) strict;
  `,
  // One space for each run of white space in a compared name: U+1680 is all that NFKC leaves of it, and a name has at
  // most 64 bytes. Of two names that are the same by this, one keeps its form; see `find` of the accounts.
  `
  update or ignore accounts set compared_name =
    replace(replace(replace(replace(replace(replace(replace(
      compared_name, char(5760), ' '),
      '  ', ' '), '  ', ' '), '  ', ' '), '  ', ' '), '  ', ' '), '  ', ' ');
  `,
  // The state comes last: what is read without it is read without its pages.
  `
  create table held (
    session text primary key,
    owner text not null,
    epoch integer not null,
    account text,
    login text references sessions (id) on delete cascade,
    expires_at_ms integer not null,
    state blob
  ) strict;
  create index held_by_owner on held (owner);
  create index held_by_login on held (login);
  create index held_by_expiry on held (expires_at_ms);
  `,
  `
  alter table sessions add column address text not null default '';
  `,
]
