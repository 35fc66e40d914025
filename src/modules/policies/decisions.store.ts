import { sql } from "kysely";
import type { Standing } from "../../engines/rules/index.ts";
import { type CivilDate, dateOfDay } from "../../kernel/dates.ts";
import type { Facts, SubjectKind } from "../../kernel/facts.ts";
import { isId, newId } from "../../kernel/ids.ts";
import type { Fen } from "../../kernel/money.ts";
import type { Ctx } from "../../platform/context.ts";
import { inScope } from "../../platform/db/scope.ts";
import { eachRow, readField } from "./binary-copy.ts";
import { type BulkTable, putRows } from "./bulk-write.store.ts";
import type { Cause, DecisionRow, EvidenceRow, Settlement, StandingRow } from "./settle.ts";
import { copyBytes } from "./subject-reader.store.ts";

/** Decisions, what stands, officers' figures. */

export const EVIDENCE: BulkTable<EvidenceRow> = {
  name: "policies.evidence",
  columns: {
    subjectId: ["subject_id", "uuid"],
    id: ["id", "uuid"],
    subjectKind: ["subject_kind", "text"],
    region: ["region", "text"],
    basisId: ["basis_id", "uuid"],
    asOf: ["as_of", "date"],
    decidedAt: ["decided_at", "timestamptz"],
    cause: ["cause", "text"],
    facts: ["facts", "jsonb"],
    figures: ["figures", "jsonb"],
  },
};

export const DECISION: BulkTable<DecisionRow> = {
  name: "policies.decision",
  columns: {
    subjectId: ["subject_id", "uuid"],
    id: ["id", "uuid"],
    evidenceId: ["evidence_id", "uuid"],
    region: ["region", "text"],
    benefit: ["benefit", "text"],
    versionId: ["version_id", "uuid"],
    standing: ["standing", "text"],
    amount: ["amount", "int8"],
    boundsMin: ["bounds_min", "int8"],
    boundsMax: ["bounds_max", "int8"],
    period: ["period", "text"],
    shares: ["shares", "jsonb"],
    excludedBy: ["excluded_by", "text"],
    missing: ["missing", "jsonb"],
  },
};

export const STANDING: BulkTable<StandingRow> = {
  name: "policies.standing",
  columns: {
    subjectId: ["subject_id", "uuid"],
    benefit: ["benefit", "text"],
    subjectKind: ["subject_kind", "text"],
    region: ["region", "text"],
    pack: ["pack", "text"],
    versionId: ["version_id", "uuid"],
    decisionId: ["decision_id", "uuid"],
    standing: ["standing", "text"],
    amount: ["amount", "int8"],
    boundsMin: ["bounds_min", "int8"],
    boundsMax: ["bounds_max", "int8"],
    period: ["period", "text"],
    excludedBy: ["excluded_by", "text"],
    receiving: ["receiving", "bool"],
    since: ["since", "date"],
    workState: ["work_state", "text"],
    workedAt: ["worked_at", "timestamptz"],
    workedBy: ["worked_by", "text"],
    followUpOn: ["follow_up_on", "date"],
  },
};

const STANDING_COLUMNS = sql.raw(Object.entries(STANDING.columns).map(([field, [column]]) => `s.${column} as "${field}"`).join(", "));

/** Numbers of the advisory locks by which writers of decisions wait for each other, until the end of the transaction. */
const ALL_SUBJECTS = 727_010;
const ONE_SUBJECT = 727_011;

/** Keeps everyone else from deciding anything: for a chunk of a run. */
export async function lockAllSubjects(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ALL_SUBJECTS}::bigint)`.execute(ctx.db);
}

/** Keeps everyone else from deciding on this subject. */
export async function lockSubject(ctx: Ctx, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${ALL_SUBJECTS}::bigint), pg_advisory_xact_lock(${ONE_SUBJECT}::int, hashtext(${id}))`.execute(ctx.db);
}

/** The id of the set of versions, noted when it is first met. */
export async function getBasis(ctx: Ctx, versions: readonly string[]): Promise<string> {
  const sorted = [...versions].sort();
  const find = () => sql<{ id: string }>`select id from policies.basis where versions = ${sorted}::uuid[]`.execute(ctx.db);
  const known = (await find()).rows[0];
  if (known) return known.id;
  await sql`insert into policies.basis (id, versions) values (${newId()}, ${sorted}::uuid[]) on conflict (versions) do nothing`.execute(ctx.db);
  return (await find()).rows[0]!.id;
}

/** What stands for these subjects, of those that the caller may see; `dense` as in `listStates`, others may be among them. */
export async function listStandings(ctx: Ctx, ids: readonly string[], dense = false): Promise<StandingRow[]> {
  if (ids.length === 0) return [];
  const subjects = dense ? sql`s.subject_id between ${ids[0]!} and ${ids.at(-1)!}` : sql`s.subject_id = any(${ids}::uuid[])`;
  const { rows } = await sql<StandingRow>`select ${STANDING_COLUMNS} from policies.standing s
    where ${subjects} and ${inScope(ctx.scope, { region: "s.region" })}`.execute(ctx.db);
  return rows;
}

/** Writes a settlement: appends what was decided, puts what stands now in the place of what stood. */
export async function writeSettlement(ctx: Ctx, settlement: Settlement): Promise<void> {
  const { removed } = settlement;
  if (removed.length > 0) {
    const ids = removed.map((key) => key.subjectId);
    await sql`delete from policies.standing where subject_id = any(${[...new Set(ids)]}::uuid[])
      and (subject_id, benefit) in (select * from unnest(${ids}::uuid[], ${removed.map((key) => key.benefit)}::text[]))`.execute(ctx.db);
  }
  await putRows(ctx, EVIDENCE, settlement.evidence);
  await putRows(ctx, DECISION, settlement.decisions);
  await putRows(ctx, STANDING, settlement.put);
}

/** What a run compares with: the fingerprint of what stands, and the next day to look again; see `policies.subject_state`. */
export type StateRow = { subjectId: string; subjectKind: SubjectKind; region: string; dueOn: CivilDate | null; fingerprint: number };

const STATE: BulkTable<StateRow> = {
  name: "policies.subject_state",
  columns: { subjectId: ["subject_id", "uuid"], subjectKind: ["subject_kind", "text"], region: ["region", "text"], dueOn: ["due_on", "date"], fingerprint: ["fingerprint", "int8"] },
};
const STATE_TYPES = Object.values(STATE.columns).map(([, type]) => type);

/** @param dense the ids are ascending and next to each other, as in a run: their range is read as one copy */
export async function listStates(ctx: Ctx, ids: readonly string[], dense: boolean): Promise<Map<string, StateRow>> {
  if (!dense) {
    const { rows } = await sql<StateRow>`select subject_id as "subjectId", subject_kind as "subjectKind", region, due_on as "dueOn", fingerprint
      from policies.subject_state where subject_id = any(${ids}::uuid[])`.execute(ctx.db);
    return new Map(rows.map((row) => [row.subjectId, row]));
  }
  const states = new Map<string, StateRow>();
  const [first, last] = [ids[0]!, ids.at(-1)!];
  if (!isId(first) || !isId(last)) throw new Error("not an id");
  const bytes = await copyBytes(ctx, `select subject_id, subject_kind, region, due_on, fingerprint from policies.subject_state where subject_id between '${first}' and '${last}'`);
  eachRow(bytes, STATE_TYPES.length, (at, length) => {
    const [subjectId, subjectKind, region, dueOn, fingerprint] = STATE_TYPES.map((type, field) => readField(bytes, type, at[field]!, length[field]!)) as [string, SubjectKind, string, number | undefined, number];
    states.set(subjectId, { subjectId, subjectKind, region, dueOn: dueOn === undefined ? null : dateOfDay(dueOn), fingerprint });
  });
  return states;
}

/** Takes away the states of the subjects in `changed` and puts these in their place, or in that of none. */
export async function writeStates(ctx: Ctx, changed: readonly string[], rows: readonly StateRow[]): Promise<void> {
  if (changed.length > 0) await sql`delete from policies.subject_state where subject_id = any(${changed}::uuid[])`.execute(ctx.db);
  await putRows(ctx, STATE, rows);
}

/** The subjects whose day has come, the longest due first. */
export async function listDue(ctx: Ctx, date: CivilDate, limit: number): Promise<{ id: string; kind: SubjectKind }[]> {
  const { rows } = await sql<{ id: string; kind: SubjectKind }>`select subject_id as id, subject_kind as kind from policies.subject_state
    where due_on <= ${date} order by due_on, subject_id limit ${limit}`.execute(ctx.db);
  return rows;
}

export type Determination = { subjectId: string; benefit: string; amount: Fen; reason: string; by: string; at: Date };

/** The latest figure of an officer for each benefit of these subjects; `dense` as in `listStates`. */
export async function listDeterminations(ctx: Ctx, ids: readonly string[], dense = false): Promise<Determination[]> {
  const subjects = dense ? sql`subject_id between ${ids[0]!} and ${ids.at(-1)!}` : sql`subject_id = any(${ids}::uuid[])`;
  const { rows } = await sql<Determination>`select distinct on (subject_id, benefit) subject_id as "subjectId", benefit, amount, reason, by_account as by, at
    from policies.determination where ${subjects} order by subject_id, benefit, at desc, id desc`.execute(ctx.db);
  return rows;
}

export async function insertDetermination(ctx: Ctx, row: { subjectId: string; region: string; benefit: string; amount: Fen; reason: string }): Promise<void> {
  await sql`insert into policies.determination (subject_id, id, region, benefit, amount, reason, by_account, at)
    values (${row.subjectId}, ${newId()}, ${row.region}, ${row.benefit}, ${row.amount}, ${row.reason}, ${ctx.actor.account}, ${ctx.now})`.execute(ctx.db);
}

export type HistoryRow = { id: string; benefit: string; versionId: string; standing: Standing; amount: Fen | null; asOf: CivilDate; decidedAt: Date; cause: Cause };

/** How the answers on a subject have changed, the latest first. */
export async function listHistory(ctx: Ctx, subjectId: string, benefit?: string): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`select d.id, d.benefit, d.version_id as "versionId", d.standing, d.amount, e.as_of as "asOf", e.decided_at as "decidedAt", e.cause
    from policies.decision d join policies.evidence e on e.subject_id = d.subject_id and e.id = d.evidence_id
    where d.subject_id = ${subjectId} and ${inScope(ctx.scope, { region: "d.region" })} ${benefit === undefined ? sql`` : sql`and d.benefit = ${benefit}`}
    order by d.id desc limit 500`.execute(ctx.db);
  return rows;
}

export type StoredDecision = Pick<DecisionRow, "benefit" | "versionId" | "standing" | "amount"> & {
  kind: SubjectKind;
  region: string;
  asOf: CivilDate;
  facts: Facts;
  figures: Record<string, Fen>;
  versions: string[];
};

/** A decision with all that it was made from. */
export async function findStoredDecision(ctx: Ctx, subjectId: string, id: string): Promise<StoredDecision | undefined> {
  const { rows } = await sql<StoredDecision>`select d.benefit, d.version_id as "versionId", d.standing, d.amount, e.subject_kind as kind, e.region, e.as_of as "asOf", e.facts, e.figures, b.versions
    from policies.decision d join policies.evidence e on e.subject_id = d.subject_id and e.id = d.evidence_id join policies.basis b on b.id = e.basis_id
    where d.subject_id = ${subjectId} and d.id = ${id} and ${inScope(ctx.scope, { region: "d.region" })}`.execute(ctx.db);
  return rows[0];
}

/** When each of these decisions of a subject was made. */
export async function listDecidedAt(ctx: Ctx, subjectId: string, ids: readonly string[]): Promise<Map<string, Date>> {
  const { rows } = await sql<{ id: string; at: Date }>`select d.id, e.decided_at as at
    from policies.decision d join policies.evidence e on e.subject_id = d.subject_id and e.id = d.evidence_id
    where d.subject_id = ${subjectId} and d.id = any(${ids}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row.at]));
}

/** A subject that has moved takes its whole record along: it is read where the subject lives now. */
export async function moveRecord(ctx: Ctx, subjectId: string, region: string): Promise<void> {
  for (const table of ["evidence", "decision", "determination", "action"]) {
    await sql`update ${sql.table(`policies.${table}`)} set region = ${region} where subject_id = ${subjectId} and region <> ${region}`.execute(ctx.db);
  }
}
