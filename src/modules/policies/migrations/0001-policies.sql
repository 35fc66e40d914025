create schema policies;

-- Documents and published versions are public matters: any officer may read those of any region, upper ones above all.
create table policies.document (
  id text primary key,
  region text not null,
  title text not null,
  issuer text not null,
  number text,
  issued date,
  effective date not null,
  expires date,
  body text not null,
  created_at timestamptz not null,
  created_by text not null
);

-- One version of one region's service list: the whole pack as text. Published versions never change.
create table policies.version (
  id uuid primary key,
  pack text not null,
  number int not null,
  region text not null,
  title text not null,
  status text not null check (status in ('draft', 'submitted', 'published', 'withdrawn')),
  effective_from date not null,
  -- the day before the next version takes over; null while it is the last
  effective_to date,
  document_id text not null references policies.document (id),
  policy text not null,
  -- the name under which the rules speak of the document's text
  text_file text not null,
  cases text not null default '',
  based_on uuid references policies.version (id),
  note text not null default '',
  edition int not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  -- everyone who changed the draft: none of them may publish it
  edited_by text[] not null default '{}',
  submitted_by text,
  submitted_at timestamptz,
  published_by text,
  published_at timestamptz,
  unique (pack, number),
  check (effective_to is null or effective_to >= effective_from),
  constraint version_no_overlap exclude using gist (pack with =, daterange(effective_from, effective_to, '[]') with &&) where (status = 'published')
);
create index version_region on policies.version (region, status);
alter table policies.version enable row level security;
create policy scope on policies.version for all to songhe_app
  using (status = 'published' or region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

create table policies.sign_off (
  id uuid primary key,
  version_id uuid not null references policies.version (id),
  edition int not null,
  department text not null,
  agreed boolean not null,
  note text not null,
  by_account text not null,
  at timestamptz not null
);
create index sign_off_version on policies.sign_off (version_id, at);

-- 报上一级人民政府备案: the list of a region is filed with the level above within so many days
create table policies.filing (
  id uuid primary key,
  version_id uuid not null references policies.version (id),
  region text not null,
  filed_with text not null,
  due_on date not null,
  filed_on date,
  filed_by text,
  receipt text,
  received_on date,
  unique (version_id)
);
alter table policies.filing enable row level security;
create policy scope on policies.filing for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ','))
    or filed_with like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ','))
    or filed_with like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

-- What-if: a version against the one in force, over the register. Progress lets it be left and found again.
create table policies.rehearsal (
  id uuid primary key,
  version_id uuid not null references policies.version (id),
  edition int not null,
  against_id uuid references policies.version (id),
  -- the rules under trial, as they were: a draft goes on changing
  policy text not null,
  region text not null,
  as_of date not null,
  status text not null check (status in ('waiting', 'running', 'done')),
  done bigint not null default 0,
  total bigint not null default 0,
  cursor text,
  summary jsonb,
  created_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz
);
alter table policies.rehearsal enable row level security;
create policy scope on policies.rehearsal for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

create table policies.rehearsal_change (
  rehearsal_id uuid not null references policies.rehearsal (id),
  subject_id uuid not null,
  benefit text not null,
  region text not null,
  subject_kind text not null,
  change text not null check (change in ('wins', 'loses', 'more', 'less')),
  before_amount bigint,
  after_amount bigint,
  before_standing text not null,
  after_standing text not null,
  primary key (subject_id, rehearsal_id, benefit)
);
create index rehearsal_change_list on policies.rehearsal_change (rehearsal_id, change, region);
alter table policies.rehearsal_change enable row level security;
create policy scope on policies.rehearsal_change for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

-- The published versions that stood together when something was decided. Few rows: versions are few.
create table policies.basis (
  id uuid primary key,
  versions uuid[] not null unique
);

-- What was known of a subject, and asked of which versions, when an answer changed: enough to decide it again years later.
-- The bulk tables from here to `standing` have no foreign keys: one writer puts in millions at a time, ids from one hand.
create table policies.evidence (
  subject_id uuid not null,
  id uuid not null,
  subject_kind text not null,
  region text not null,
  basis_id uuid not null,
  as_of date not null,
  decided_at timestamptz not null,
  cause text not null,
  -- the stored facts that the versions read; what is not here was not known
  facts jsonb not null,
  -- officers' figures by benefit, in 分
  figures jsonb not null,
  primary key (subject_id, id)
);
alter table policies.evidence enable row level security;
create policy scope on policies.evidence for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

-- Every answer that differs from the one before it, for ever. Ids are in the order of time.
-- A subject with no row for a benefit has been decided not eligible by the runs since it is on the register.
create table policies.decision (
  subject_id uuid not null,
  id uuid not null,
  evidence_id uuid not null,
  region text not null,
  benefit text not null,
  version_id uuid not null,
  standing text not null,
  amount bigint,
  bounds_min bigint,
  bounds_max bigint,
  period text not null,
  shares jsonb not null,
  excluded_by text,
  missing jsonb not null,
  primary key (subject_id, id)
);
alter table policies.decision enable row level security;
create policy scope on policies.decision for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

-- What stands now: one row for each benefit that a subject is or may be eligible for.
create table policies.standing (
  subject_id uuid not null,
  benefit text not null,
  subject_kind text not null,
  region text not null,
  -- whose list says so, and its version that gave this answer first; later versions that answer the same leave it
  pack text not null,
  version_id uuid not null,
  decision_id uuid not null,
  standing text not null,
  amount bigint,
  bounds_min bigint,
  bounds_max bigint,
  period text not null,
  excluded_by text,
  -- the subject is known to receive it (or the upper benefit that it carries out)
  receiving boolean not null,
  since date not null,
  -- the work on an unmet entitlement: its last action, folded from policies.action
  work_state text not null default 'open',
  worked_at timestamptz,
  worked_by text,
  follow_up_on date,
  primary key (subject_id, benefit)
);
create index standing_held on policies.standing (region, benefit, receiving, work_state) where standing in ('granted', 'to_be_decided', 'unspecified', 'reduced');
alter table policies.standing enable row level security;
create policy scope on policies.standing for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

-- One row a subject that a run can compare with at a glance: a fingerprint of its rows in `standing` (settled in the same
-- transaction), and the next day on which the calendar alone can change an answer, a birthday or an expiry.
create table policies.subject_state (
  subject_id uuid primary key,
  subject_kind text not null,
  region text not null,
  due_on date,
  fingerprint bigint not null
);
create index subject_state_due on policies.subject_state (due_on) where due_on is not null;
alter table policies.subject_state enable row level security;
create policy scope on policies.subject_state for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

-- Up to which day the calendar's own changes (versions and documents beginning or ending) have been set going.
create table policies.calendar (
  id int primary key check (id = 1),
  checked_to date not null
);

-- A pass over many subjects, worked off in chunks; the cursor is the last subject done.
create table policies.run (
  id uuid primary key,
  subject_kind text not null,
  cause text not null,
  region text not null,
  as_of date not null,
  status text not null check (status in ('waiting', 'running', 'done')),
  cursor uuid,
  done bigint not null default 0,
  total bigint not null default 0,
  changed bigint not null default 0,
  started_at timestamptz not null,
  finished_at timestamptz
);

-- An officer's figure within the bounds, with the reason.
create table policies.determination (
  subject_id uuid not null,
  id uuid not null,
  region text not null,
  benefit text not null,
  amount bigint not null,
  reason text not null,
  by_account text not null,
  at timestamptz not null,
  primary key (subject_id, id)
);
alter table policies.determination enable row level security;
create policy scope on policies.determination for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

-- What was done about an unmet entitlement. Append-only; the state in `standing` is its fold.
create table policies.action (
  subject_id uuid not null,
  id uuid not null,
  region text not null,
  benefit text not null,
  action text not null,
  outcome text not null,
  note text not null,
  follow_up_on date,
  by_account text not null,
  at timestamptz not null,
  primary key (subject_id, id)
);
create index action_region on policies.action (region, at desc);
alter table policies.action enable row level security;
create policy scope on policies.action for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

-- Facilities, providers and caregivers from an imported table, until their own modules hold them.
create table policies.external_subject (
  id uuid primary key,
  kind text not null check (kind in ('facility', 'provider', 'caregiver')),
  -- the key of the imported table: facility number, credit code
  code text not null,
  name text not null,
  region text not null,
  organization_id uuid,
  facts jsonb not null,
  edition int not null default 1,
  updated_at timestamptz not null,
  unique (kind, code)
);
create index external_subject_region on policies.external_subject (region, kind);
alter table policies.external_subject enable row level security;
create policy scope on policies.external_subject for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

-- What policies ask of imported subjects: a column a fact, unknown as null. Money in 分.
create view policies.v_policy_subject_facility with (security_invoker = true) as
select id, region, organization_id,
  facts ->> 'kind' as kind,
  facts ->> 'coverage' as coverage,
  facts ->> 'setting' as setting,
  (facts ->> 'government_funded')::boolean as government_funded,
  (facts ->> 'filed')::boolean as filed,
  facts ->> 'premises' as premises,
  (facts ->> 'beds')::int as beds,
  (facts ->> 'nursing_beds')::int as nursing_beds,
  (facts ->> 'memory_beds')::int as memory_beds,
  (facts ->> 'rating')::int as rating,
  (facts ->> 'opened_on')::date as opened_on,
  (facts ->> 'residents_severe')::float8 as residents_severe,
  (facts ->> 'residents_other')::float8 as residents_other,
  (facts ->> 'fire_upgrade_cost')::bigint as fire_upgrade_cost,
  (facts ->> 'fire_upgrade_passed_on')::date as fire_upgrade_passed_on,
  facts ->> 'operator' as operator,
  facts ->> 'medical_integration' as medical_integration,
  facts ->> 'investor' as investor,
  (facts ->> 'evaluation_score')::float8 as evaluation_score,
  (facts ->> 'residents_migratory')::float8 as residents_migratory,
  (facts ->> 'hospital_run')::boolean as hospital_run,
  (facts ->> 'guesthouse_dual_use')::boolean as guesthouse_dual_use,
  (facts ->> 'non_profit')::boolean as non_profit
from policies.external_subject where kind = 'facility';

create view policies.v_policy_subject_provider with (security_invoker = true) as
select id, region, organization_id,
  facts ->> 'registered_in' as registered_in,
  (facts ->> 'facilities')::int as facilities,
  (facts ->> 'facilities_passing')::int as facilities_passing
from policies.external_subject where kind = 'provider';

create view policies.v_policy_subject_caregiver with (security_invoker = true) as
select id, region, organization_id,
  (facts ->> 'skill_level')::int as skill_level,
  (facts ->> 'months_served')::int as months_served
from policies.external_subject where kind = 'caregiver';
