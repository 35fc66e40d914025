-- The register. Every table about a person begins its key with senior_id and carries the senior's region, which
-- filters, reports and row-level security read; when a senior moves, it is changed in all of them.

create schema if not exists people;

create table people.senior (
  id uuid primary key,
  version int not null,
  region text not null,
  -- collate "C": one index then serves both the order of the list and search by beginning
  name text collate "C" not null,
  -- search by ending (given names) as search by beginning: `like` and expressions are not leakproof, so row-level
  -- security would keep them from the index, while comparisons of plain columns are
  name_reversed text collate "C" not null,
  pinyin text collate "C" not null,
  initials text collate "C" not null,
  ethnicity text,
  id_number bytea not null,
  phone bytea,
  phone_hash bytea,
  address bytea,
  registered_on date not null,
  died_on date,
  updated_at timestamptz not null,
  -- the next day on which a recorded fact begins or ends by itself
  turns_on date,
  -- the facts that hold today (kernel/facts.ts), null where unknown; people.fact_record has where they come from
  birth_date date,
  sex text,
  household_region text,
  living text,
  economic text,
  registered_poor boolean,
  ability_level smallint,
  dementia_level smallint,
  ltci_level smallint,
  disability_category text,
  disability_grade smallint,
  family_planning_special text,
  honoured text,
  support text,
  centralised boolean,
  receives jsonb,
  alive boolean,
  pension text,
  wandering boolean,
  carer_trained boolean
);
create index senior_region on people.senior (region, birth_date);
create index senior_name on people.senior (name);
create index senior_name_reversed on people.senior (name_reversed);
create index senior_pinyin on people.senior (pinyin, id);
create index senior_initials on people.senior (initials);
create index senior_phone on people.senior (phone_hash) where phone_hash is not null;
create index senior_turning on people.senior (turns_on) where turns_on is not null;

-- One id number, one senior, in the whole register: found here first, whatever the region. Holds nothing readable.
create table people.id_number (
  hash bytea primary key,
  senior_id uuid not null
);

-- What was learnt at one time of one senior: facts that begin (and end) together. Never changed, but for region.
create table people.fact_record (
  senior_id uuid not null references people.senior (id) on delete cascade,
  seq int not null,
  region text not null,
  source text not null,
  valid_from date not null,
  -- the first day on which they no longer hold
  valid_to date,
  learnt_at timestamptz not null,
  recorded_by text not null,
  note text,
  -- {fact: value}; null says that the fact became unknown
  facts jsonb not null,
  -- {fact: source} of those facts whose source is another
  sources jsonb,
  primary key (senior_id, seq)
);

create table people.contact (
  senior_id uuid not null references people.senior (id) on delete cascade,
  id uuid not null,
  region text not null,
  name text not null,
  relation text not null,
  phone bytea,
  emergency boolean not null,
  primary key (senior_id, id)
);

create table people.priority_group (
  senior_id uuid not null references people.senior (id) on delete cascade,
  id uuid not null,
  region text not null,
  kind text not null,
  source text not null,
  valid_from date not null,
  valid_to date,
  learnt_at timestamptz not null,
  -- a later correction of the facts showed that the period never was; kept as history
  withdrawn_at timestamptz,
  primary key (senior_id, id)
);
create index priority_group_open on people.priority_group (region, kind) where valid_to is null and withdrawn_at is null;

-- An uploaded sheet. It belongs to whoever uploaded it; its rows lie sealed in chunks until they are worked off.
create table people.import (
  id uuid primary key,
  owner text not null,
  owner_account text not null,
  -- the jurisdiction of the upload: region codes
  regions jsonb not null,
  file_name text not null,
  dry_run boolean not null,
  source text not null,
  status text not null,
  total int not null,
  done int not null,
  counts jsonb not null,
  ignored_columns jsonb not null,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index import_owner on people.import (owner, created_at desc);

create table people.import_chunk (
  import_id uuid not null references people.import (id) on delete cascade,
  seq int not null,
  rows bytea not null,
  primary key (import_id, seq)
);

create table people.import_receipt (
  import_id uuid not null references people.import (id) on delete cascade,
  row int not null,
  outcome text not null,
  name text not null,
  -- keyed hash of the id number: a second row of the same person is found by it
  person bytea,
  senior_id uuid,
  facts jsonb not null,
  faults jsonb not null,
  primary key (import_id, row)
);
create index import_receipt_outcome on people.import_receipt (import_id, outcome, row);
create index import_receipt_person on people.import_receipt (import_id, person) where person is not null;

alter table people.senior enable row level security;
create policy scope on people.senior for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));
alter table people.fact_record enable row level security;
create policy scope on people.fact_record for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));
alter table people.contact enable row level security;
create policy scope on people.contact for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));
alter table people.priority_group enable row level security;
create policy scope on people.priority_group for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

-- For joins by other modules: nothing sensitive.
create view people.v_senior_card with (security_invoker = true) as
select id, version, name, pinyin, initials, sex, birth_date, region, household_region, alive, died_on,
  (select coalesce(array_agg(g.kind order by g.kind), '{}') from people.priority_group g
    where g.senior_id = senior.id and g.valid_to is null and g.withdrawn_at is null) as groups
from people.senior;

-- What policies decide on: one column a fact.
create view people.v_policy_subject_senior with (security_invoker = true) as
select id, region, null::uuid as organization_id, version, birth_date, sex, household_region, living, economic, registered_poor,
  ability_level::int as ability_level, dementia_level::int as dementia_level, ltci_level::int as ltci_level, disability_category,
  disability_grade::int as disability_grade, family_planning_special, honoured, support, centralised, receives, alive, pension,
  wandering, carer_trained
from people.senior;
