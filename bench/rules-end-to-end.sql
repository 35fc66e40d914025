-- The eight policies of rules-pack.ts and their three overlaps by hand, as one statement: evidence, decisions and what
-- stands, the same rows as a first run writes. SQL's own three-valued logic is that of the rules. :basis, :version.
with senior as materialized (
  select id, region, birth_date, living, economic, registered_poor, ability_level as ability, dementia_level as dementia, disability_category as category,
    disability_grade as grade, family_planning_special as planning, receives, alive, date_part('year', age(date '2026-11-21', birth_date))::int as years
  from people.senior where alive is not false
), asked as (
  select *,
    years >= 80 as c1,
    case when years >= 100 then 50000 when years >= 90 then 20000 else 8000 end as a1,
    years >= 60 and (economic in ('destitute', 'minimum_allowance', 'low_income') or years >= 80) and ability >= 1 as c2,
    case when ability >= 3 then 50000 when ability = 2 then 30000 else 10000 end as a2,
    economic in ('destitute', 'minimum_allowance') and category <> 'none' and grade <= 2 as c3,
    years >= 60 and (ability >= 2 or dementia >= 2) and economic <> 'ordinary' as c4_when,
    case when ability = 4 then 60000 else 26000 end as a4,
    years >= 60 and ability >= 3 and living <> 'institution' as c5,
    planning <> 'none' and years >= 60 as c6,
    case planning when 'bereaved' then 59000 else 46000 end as a6,
    years >= 60 and (living in ('alone', 'empty_nest', 'left_behind') or planning <> 'none' or ability >= 2) as c7,
    (economic = 'destitute' or registered_poor) and (years >= 80 or ability >= 2 or category <> 'none') as c8
  from senior
), met as materialized (
  -- the figure of the fourth needs the ability level
  select *, case when c4_when and ability is null then null else c4_when end as c4 from asked
), higher as materialized (
  -- poor-disabled-care-subsidy (100) never beats nursing-subsidy (260 or 600), and keeps its place against an equal allowance
  select *,
    case when c3 and c4 then 'suppressed' when c3 and c4 is null then 'unknown' when c3 then 'granted' when c3 is null then 'unknown' end as s3,
    case when c4 and c3 is null then 'unknown' when c4 then 'granted' when c4 is null then 'unknown' end as s4,
    case when c2 and c5 then 'suppressed' when c2 and c5 is null then 'unknown' when c2 then 'granted' when c2 is null then 'unknown' end as s2
  from met
), fourth as materialized (
  select *, case when c1 then a1 else 0 end as used1,
    case when s4 = 'granted' and c1 is null then 'unknown' when s4 = 'granted' and a4 > 100000 - case when c1 then a1 else 0 end then 'reduced' else s4 end as t4
  from higher
), sixth as materialized (
  select *, least(a4, 100000 - used1) as f4, 100000 - used1 - case when t4 in ('granted', 'reduced') then least(a4, 100000 - used1) else 0 end as room from fourth
), answers as materialized (
  select id, region, birth_date, living, economic, registered_poor, ability, dementia, category, grade, planning, receives, alive,
    gen_random_uuid() as evidence, b.benefit, b.standing, case when b.standing in ('granted', 'reduced') then b.amount end as amount, case when b.standing in ('suppressed', 'reduced') then b.by end as by, b.period
  from sixth cross join lateral (values
    ('old-age-allowance', case when c1 then 'granted' when c1 is null then 'unknown' end, a1, null, 'month'),
    ('care-service-subsidy', s2, a2, case when s2 = 'suppressed' then 'home-care-bed' end, 'month'),
    ('poor-disabled-care-subsidy', s3, 10000, case when s3 = 'suppressed' then 'nursing-subsidy' end, 'month'),
    ('nursing-subsidy', t4, f4, case when t4 = 'reduced' then 'old-age-allowance' end, 'month'),
    ('home-care-bed', case when c5 then 'granted' when c5 is null then 'unknown' end, 40000, null, 'month'),
    ('family-planning-aid', case when c6 is null then 'unknown' when c6 and (c1 is null or t4 = 'unknown') then 'unknown' when c6 and room <= 0 then 'suppressed' when c6 and a6 > room then 'reduced' when c6 then 'granted' end,
      least(a6, room), case when c6 and a6 > room then case when t4 in ('granted', 'reduced') then 'nursing-subsidy' else 'old-age-allowance' end end, 'month'),
    ('visits', case when c7 then 'granted' when c7 is null then 'unknown' end, null, null, 'month'),
    ('home-adaptation', case when c8 then 'granted' when c8 is null then 'unknown' end, null, null, 'once')
  ) as b(benefit, standing, amount, by, period)
  where b.standing is not null
), keyed as materialized (
  select *, gen_random_uuid() as decision, first_value(evidence) over (partition by id) as shared, row_number() over (partition by id) as place from answers
), noted as (
  insert into peer.evidence (subject_id, id, subject_kind, region, basis_id, as_of, decided_at, cause, facts, figures)
  select id, shared, 'senior', region, :basis, date '2026-11-21', now(), 'run', jsonb_strip_nulls(jsonb_build_object('birth_date', birth_date, 'region', region, 'living', living, 'economic', economic,
    'registered_poor', registered_poor, 'ability_level', ability, 'dementia_level', dementia, 'disability_category', category, 'disability_grade', grade, 'family_planning_special', planning, 'receives', receives, 'alive', alive)), '{}'
  from keyed where place = 1
), decided as (
  insert into peer.decision (subject_id, id, evidence_id, region, benefit, version_id, standing, amount, period, shares, excluded_by, missing)
  select id, decision, shared, region, benefit, :version, standing, amount, period,
    case when amount is null then '[]' else jsonb_build_array(jsonb_build_object('payer', 'city', 'amount', round(amount * 0.6)), jsonb_build_object('payer', 'district', 'amount', amount - round(amount * 0.6))) end, by, '[]'
  from keyed
)
insert into peer.standing (subject_id, benefit, subject_kind, region, pack, version_id, decision_id, standing, amount, period, excluded_by, receiving, since, work_state)
select id, benefit, 'senior', region, 'bench', :version, decision, standing, amount, period, by, coalesce(receives ? benefit, false), date '2026-11-21', 'open' from keyed
