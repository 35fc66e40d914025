-- Plumbing that every module uses. Nothing here is about a person.

-- ships with the embedded engine and is trusted on a server
create extension if not exists btree_gist;

create table platform.audit_head (
  chain int primary key,
  seq bigint not null,
  hash bytea not null
);
insert into platform.audit_head (chain, seq, hash)
select chain, 0, decode(repeat('00', 32), 'hex') from generate_series(0, 7) as chain;

create table platform.audit_entry (
  chain int not null,
  seq bigint not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text,
  subject_id text,
  region text,
  content text not null,
  hash bytea not null,
  primary key (chain, seq)
);
create index audit_entry_subject on platform.audit_entry (subject, subject_id, at desc);
create index audit_entry_actor on platform.audit_entry (actor, at desc);
create index audit_entry_at on platform.audit_entry (at desc);

create table platform.request (
  actor text not null,
  key text not null,
  route text not null,
  digest text not null,
  status int,
  answer text,
  at timestamptz not null,
  primary key (actor, key)
);
create index request_at on platform.request (at);

create table platform.job (
  id uuid primary key,
  name text not null,
  -- at most one waiting job of a name with this key
  key text,
  payload jsonb not null,
  run_at timestamptz not null,
  attempts int not null default 0,
  failed_at timestamptz,
  error text,
  created_at timestamptz not null
);
create unique index job_key on platform.job (name, key) where key is not null and failed_at is null;
create index job_due on platform.job (run_at) where failed_at is null;

create table platform.schedule (
  name text primary key,
  ran_at timestamptz not null
);
