/** The schema of PostgreSQL in which the tables are: nothing else of the database is touched. */
export const SCHEMA = 'colloquy'

/** The version of the tables, kept in the table `version`. */
export const SCHEMA_VERSION = 2

/** Statements that lead from one version to the next; the first from nothing to version 1. Never edited, only added to. */
export const migrations: readonly string[] = [
  `
  create schema colloquy;
  create table colloquy.version (number integer not null);
  insert into colloquy.version values (0);

  create table colloquy.addresses (
    address text collate "C" primary key,
    name text not null,
    last_seen_ms bigint not null
  );
  create index addresses_by_last_seen on colloquy.addresses (last_seen_ms);

  create table colloquy.accounts (
    id text collate "C" primary key,
    name text not null,
    compared_name text collate "C" not null unique,
    password_hash text not null,
    created_at_ms bigint not null
  );

  create table colloquy.sessions (
    number bigint generated always as identity primary key,
    id text collate "C" not null unique,
    account_id text collate "C" not null references colloquy.accounts (id) on delete cascade,
    created_at_ms bigint not null,
    used_at_ms bigint not null,
    expires_at_ms bigint not null
  );
  create index sessions_by_account on colloquy.sessions (account_id);
  create index sessions_by_expiry on colloquy.sessions (expires_at_ms);

  create table colloquy.tokens (
    hash text collate "C" primary key,
    session_id text collate "C" not null references colloquy.sessions (id) on delete cascade,
    standing text not null check (standing in ('current', 'next', 'dead')),
    place integer not null,
    died_at_ms bigint
  );
  create index tokens_by_session on colloquy.tokens (session_id);

  create table colloquy.revocations (
    number bigint generated always as identity primary key,
    session_id text not null,
    at_ms bigint not null
  );

  create table colloquy.held (
    session text collate "C" primary key,
    owner text collate "C" not null,
    epoch bigint not null,
    account text,
    login text collate "C" references colloquy.sessions (id) on delete cascade,
    expires_at_ms bigint not null,
    state bytea
  );
  create index held_by_owner on colloquy.held (owner);
  create index held_by_login on colloquy.held (login);
  create index held_by_expiry on colloquy.held (expires_at_ms);
  `,
  `
  alter table colloquy.sessions add column address text not null default '';
  `,
]
