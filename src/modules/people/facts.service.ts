import type { CivilDate } from "../../kernel/dates.ts";
import { AppError, type InputFault } from "../../kernel/errors.ts";
import type { FactValue } from "../../kernel/facts.ts";
import { newId } from "../../kernel/ids.ts";
import { type Ctx, requireRegion } from "../../platform/context.ts";
import { findRegion } from "../access/index.ts";
import { decidingRecord, type FactRecord, factsOn, nextTurn, sameValue } from "./fact-history.ts";
import { endPeriod, insertPeriod, insertRecords, listPeriods, listRecords, withdrawPeriod } from "./fact.store.ts";
import { factFault, SENIOR_FACT_NAMES } from "./fact-values.ts";
import type { FactChange, FactSource } from "./people.contract.ts";
import { GROUP_FACTS, groupPeriods } from "./priority-group.ts";
import { factsOfRow, findSenior, listTurning, moveRows, type SeniorColumns, type StoredSenior, updateSenior } from "./senior.store.ts";

export type RecordOptions = {
  /** the version of the senior that the writer saw; a stale one is refused */
  version?: number;
  note?: string | null;
};

/** These two follow the id number and are corrected with it. */
const BY_ID_NUMBER = new Set(["birth_date", "sex"]);

/**
 * Records what a source says of a senior: facts with their periods, late, back-dated or ahead of time. Brings the facts
 * of today and the priority groups up to date and emits `senior.changed` (and `senior.died`) where today's facts change.
 * What the register knows already is not recorded again.
 *
 * @returns the new version and the facts whose value of today has changed
 * @throws record.not_found, record.stale, request.invalid with every fault, access.out_of_scope
 */
export async function recordFacts(ctx: Ctx, seniorId: string, changes: readonly FactChange[], source: FactSource, options: RecordOptions = {}): Promise<{ version: number; changed: string[] }> {
  const senior = await lockSenior(ctx, seniorId, options.version);
  await checkChanges(ctx, changes);
  const records = await listRecords(ctx, seniorId);
  const fresh = recordsOf(ctx, records, changes, source, options.note ?? null);
  if (fresh.length === 0) return { version: senior.version, changed: [] };
  const all = [...records, ...fresh];
  const changed = await bringUpToDate(ctx, senior, all, fresh);
  const version = senior.version + 1;
  ctx.audit({ action: "senior.changed", subject: "senior", subjectId: seniorId, region: senior.region, details: { facts: [...new Set(fresh.flatMap((record) => Object.keys(record.facts)))], source } });
  return { version, changed };
}

/** The senior in scope, locked until the end of the transaction. */
export async function lockSenior(ctx: Ctx, seniorId: string, version: number | undefined): Promise<StoredSenior> {
  const senior = await findSenior(ctx, seniorId, { lock: true });
  if (!senior) throw new AppError("record.not_found", { what: "老年人" });
  if (version !== undefined && senior.version !== version) throw new AppError("record.stale", { what: "老年人信息", version: senior.version });
  return senior;
}

async function checkChanges(ctx: Ctx, changes: readonly FactChange[]): Promise<void> {
  const faults: InputFault[] = [];
  for (const [index, { fact, value, validFrom, validTo }] of changes.entries()) {
    const path = `body.changes.${index}`;
    const fault = factFault(fact, value) ?? (BY_ID_NUMBER.has(fact) ? "出生日期和性别随身份证号更正，不单独记录" : fact === "region" && value === null ? "常住地不能为空" : undefined);
    if (fault) faults.push({ path: `${path}.value`, message: fault });
    if (validTo && validTo <= validFrom) faults.push({ path: `${path}.validTo`, message: `截止日期应在开始日期 ${validFrom} 之后` });
    if (fact === "alive" && value === false && validFrom > ctx.today) faults.push({ path: `${path}.validFrom`, message: "去世日期不能在今天之后" });
  }
  if (faults.length > 0) throw new AppError("request.invalid", { count: faults.length, faults });
  for (const [index, { fact, value }] of changes.entries()) {
    if (fact !== "region" && fact !== "household_region") continue;
    if (typeof value !== "string") continue;
    if (fact === "region") requireRegion(ctx, value);
    if (!(await findRegion(ctx, value))) {
      throw new AppError("request.invalid", { count: 1, faults: [{ path: `body.changes.${index}.value`, message: `区划表中没有代码 ${value}` }] });
    }
  }
}

/** The changes as records, without what is known already; facts of one period stand together. */
export function recordsOf(ctx: Pick<Ctx, "now" | "actor">, records: readonly FactRecord[], changes: readonly FactChange[], source: FactSource, note: string | null, recordedBy = ctx.actor.account): FactRecord[] {
  const fresh = new Map<string, FactRecord>();
  let seq = records.at(-1)?.seq ?? 0;
  for (const { fact, value, validFrom, validTo } of changes) {
    if (isKnown(records, fact, value, validFrom, validTo ?? null)) continue;
    const period = `${validFrom} ${validTo ?? ""}`;
    let record = fresh.get(period);
    if (!record) {
      seq += 1;
      record = { seq, source, sources: null, validFrom, validTo: validTo ?? null, learntAt: ctx.now, recordedBy, note, facts: {} };
      fresh.set(period, record);
    }
    record.facts[fact] = value;
  }
  return [...fresh.values()];
}

/** Whether the register says so already from that day on: then there is no news in it. */
function isKnown(records: readonly FactRecord[], fact: string, value: FactValue | null, validFrom: CivilDate, validTo: CivilDate | null): boolean {
  const deciding = decidingRecord(records, fact, validFrom);
  if (!deciding) return value === null;
  return sameValue(deciding.facts[fact], value) && deciding.validTo === validTo;
}

/** Writes the fresh records, the facts of today and the groups; emits what has changed. */
export async function bringUpToDate(ctx: Ctx, senior: StoredSenior, records: readonly FactRecord[], fresh: readonly FactRecord[], others: SeniorColumns = {}): Promise<string[]> {
  const today = factsOn(records, ctx.today);
  const before = factsOfRow(senior);
  const columns: SeniorColumns = { ...others, turns_on: nextTurn(records, ctx.today) };
  const changed: string[] = [];
  for (const fact of SENIOR_FACT_NAMES) {
    const value = today.get(fact)?.facts[fact] ?? null;
    if (sameValue(value, before[fact]) || (fact === "region" && value === null)) continue;
    columns[fact] = typeof value === "object" && value !== null ? JSON.stringify(value) : value;
    changed.push(fact);
  }
  const alive = today.get("alive");
  const diedOn = alive && alive.facts.alive === false ? alive.validFrom : null;
  if (diedOn !== senior.died_on) columns.died_on = diedOn;
  const region = (columns.region as string | undefined) ?? senior.region;
  await updateSenior(ctx, senior.id, columns);
  if (region !== senior.region) await moveRows(ctx, senior.id, region);
  if (fresh.length > 0) await insertRecords(ctx, senior.id, region, fresh);
  const turned = fresh.length === 0 || fresh.some((record) => Object.keys(record.facts).some((fact) => GROUP_FACTS.has(fact)));
  if (turned) await reconcileGroups(ctx, senior.id, region, records);
  if (changed.length > 0) ctx.emit("senior.changed", { seniorId: senior.id, facts: changed });
  if (changed.includes("alive") && diedOn !== null) ctx.emit("senior.died", { seniorId: senior.id });
  return changed;
}

/** Brings the stored periods of the groups to what the records now say; nothing is deleted. */
async function reconcileGroups(ctx: Ctx, seniorId: string, region: string, records: readonly FactRecord[]): Promise<void> {
  const stored = (await listPeriods(ctx, seniorId)).filter((period) => period.withdrawn_at === null);
  const due = groupPeriods(records, ctx.today);
  for (const period of stored) {
    const match = due.find(({ kind, from }) => kind === period.kind && from === period.valid_from);
    if (!match) await withdrawPeriod(ctx, seniorId, period.id);
    else if (match.to !== period.valid_to) await endPeriod(ctx, seniorId, period.id, match.to);
  }
  for (const { kind, from, to, source } of due) {
    if (stored.some((period) => period.kind === kind && period.valid_from === from)) continue;
    await insertPeriod(ctx, seniorId, region, { id: newId(), kind, source, valid_from: from, valid_to: to });
  }
}

const TURNING_PER_CHUNK = 200;

/** A day's work: seniors of whom a recorded fact begins or ends today by itself. Goes on until none is left. */
export async function turnDay(ctx: Ctx): Promise<void | { again: Record<string, unknown> }> {
  const ids = await listTurning(ctx, TURNING_PER_CHUNK);
  for (const id of ids) {
    const senior = await findSenior(ctx, id, { lock: true });
    if (senior) await bringUpToDate(ctx, senior, await listRecords(ctx, id), []);
  }
  return ids.length < TURNING_PER_CHUNK ? undefined : { again: {} };
}
