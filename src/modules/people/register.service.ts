import { AppError, type InputFault } from "../../kernel/errors.ts";
import type { FactValue } from "../../kernel/facts.ts";
import { newId } from "../../kernel/ids.ts";
import type { z } from "zod";
import { type Ctx, requireRegion } from "../../platform/context.ts";
import { findRegion } from "../access/index.ts";
import { bringUpToDate, lockSenior, recordFacts } from "./facts.service.ts";
import type { FactRecord } from "./fact-history.ts";
import { listRecords } from "./fact.store.ts";
import { factFault } from "./fact-values.ts";
import { namePinyin } from "./name-pinyin.ts";
import type { changeSeniorRoute, Duplicate, FactSource, recordDeathRoute, registerSeniorRoute, SeniorEntry } from "./people.contract.ts";
import { prepareSenior, type SeniorRegistration } from "./registration.ts";
import { copySeniors, insertSenior } from "./registration.store.ts";
import { lookupHash, seal, sealOptional, unseal } from "./sealed.ts";
import { type CheckedIdentity, checkIdentity, isPhone, tidyPhone } from "./senior-entry.ts";
import { claimIdNumber, findAlike, findListedSeniors, findSeniorIdByHash, releaseIdNumber, reversed, type SeniorColumns } from "./senior.store.ts";
import { rowViews } from "./senior.view.ts";

/** Facts that stand in a field of their own, or follow from the id number or a death. */
const OWN_FIELDS = new Set(["birth_date", "sex", "region", "household_region", "alive"]);

async function checkEntry(ctx: Ctx, entry: SeniorEntry): Promise<{ faults: InputFault[]; identity?: CheckedIdentity }> {
  const { faults, identity } = checkIdentity(entry, ctx.today);
  for (const [fact, value] of Object.entries(entry.facts)) {
    const fault = OWN_FIELDS.has(fact) ? "此项请填在对应的栏目中" : factFault(fact, value);
    if (fault) faults.push({ path: `facts.${fact}`, message: fault });
  }
  for (const field of ["region", "householdRegion"] as const) {
    const code = entry[field];
    if (code && !(await findRegion(ctx, code))) faults.push({ path: field, message: `区划表中没有代码 ${code}，请从列表中选择` });
  }
  return { faults, ...(identity && faults.length === 0 ? { identity } : {}) };
}

/** Who on the register may be this person. Someone out of scope with the same id number is shown without particulars. */
async function findDuplicates(ctx: Ctx, identity: CheckedIdentity): Promise<Duplicate[]> {
  const sameNumber = await findSeniorIdByHash(ctx, lookupHash(ctx, "idNumber", identity.idNumber));
  const same = sameNumber ? await findListedSeniors(ctx, [sameNumber]) : [];
  const alike = await findAlike(ctx, { ...identity, phoneHash: identity.phone ? lookupHash(ctx, "phone", identity.phone) : null });
  const others = alike.filter((senior) => senior.id !== sameNumber);
  const views = new Map((await rowViews(ctx, [...same, ...others])).map((row) => [row.id, row]));
  return [
    ...(sameNumber ? [{ because: "id_number" as const, senior: views.get(sameNumber) ?? null }] : []),
    ...others.map((senior) => ({ because: senior.name === identity.name && senior.birth_date === identity.birthDate ? ("name_and_birth_date" as const) : ("phone" as const), senior: views.get(senior.id) ?? null })),
  ];
}

/** What an entry would meet with, without saving: every fault, and the people who may be the same. */
export async function checkSeniorEntry(ctx: Ctx, entry: SeniorEntry): Promise<{ faults: InputFault[]; duplicates: Duplicate[] }> {
  requireRegion(ctx, entry.region);
  const { faults } = await checkEntry(ctx, entry);
  const { identity } = checkIdentity({ name: entry.name, idNumber: entry.idNumber, phone: entry.phone ?? null }, ctx.today);
  const duplicates = identity ? await findDuplicates(ctx, identity) : [];
  // it tells whether a number is on the register: nobody shall try numbers unseen
  ctx.audit({ action: "senior.checked", subject: "senior", region: entry.region, details: { faults: faults.length, duplicates: duplicates.length } });
  return { faults, duplicates };
}

/**
 * Puts a senior on the register.
 * @throws request.invalid with every fault; access.out_of_scope; senior.duplicate, senior.registered_elsewhere;
 *   senior.possible_duplicates unless confirmed
 */
export async function registerSenior(ctx: Ctx, entry: z.output<(typeof registerSeniorRoute)["body"]>): Promise<{ id: string; version: number }> {
  requireRegion(ctx, entry.region);
  const { faults, identity } = await checkEntry(ctx, entry);
  if (!identity) throw new AppError("request.invalid", { count: faults.length, faults: faults.map((fault) => ({ ...fault, path: `body.${fault.path}` })) });
  await refuseDuplicates(ctx, identity, entry.duplicatesConfirmed);
  const facts = Object.entries(entry.facts).filter((pair): pair is [string, FactValue] => pair[1] !== null);
  const registration: SeniorRegistration = {
    id: newId(),
    ...identity,
    phone: identity.phone ?? undefined,
    ethnicity: entry.ethnicity ?? undefined,
    address: entry.address ?? undefined,
    region: entry.region,
    householdRegion: entry.householdRegion ?? undefined,
    registeredOn: ctx.today,
    periods: facts.map(([fact, value]) => ({ fact, value, from: ctx.today, source: entry.source })),
    contacts: [],
  };
  const prepared = prepareSenior(ctx, registration, entry.source);
  // two people registering the same number at once: the second finds it taken here
  if (!(await claimIdNumber(ctx, prepared.idHash, registration.id))) throw new AppError("record.duplicate");
  await insertSenior(ctx, prepared);
  ctx.emit("senior.registered", { seniorId: registration.id });
  ctx.audit({ action: "senior.registered", subject: "senior", subjectId: registration.id, region: entry.region });
  return { id: registration.id, version: 1 };
}

async function refuseDuplicates(ctx: Ctx, identity: CheckedIdentity, confirmed: boolean): Promise<void> {
  const duplicates = await findDuplicates(ctx, identity);
  const same = duplicates.find(({ because }) => because === "id_number");
  if (same?.senior) throw new AppError("senior.duplicate", { name: same.senior.name, seniorId: same.senior.id });
  if (same) throw new AppError("senior.registered_elsewhere");
  if (duplicates.length > 0 && !confirmed) throw new AppError("senior.possible_duplicates", { count: duplicates.length, duplicates });
}

/**
 * Puts many seniors on the register by COPY, their facts, history, groups and contacts with them. The rows must have been
 * checked, and their id numbers be new: one that is not fails the whole (SQLSTATE 23505). For jobs and commands, which
 * row-level security does not bind. Emits one `seniors.registered` unless told that the caller looks after that.
 */
export async function registerSeniors(ctx: Ctx, rows: readonly SeniorRegistration[], options: { source?: FactSource; recordedBy?: string; quiet?: boolean } = {}): Promise<void> {
  await copySeniors(
    ctx,
    rows.map((row) => prepareSenior(ctx, row, options.source ?? "household_register", options.recordedBy)),
  );
  if (!options.quiet && rows.length > 0) ctx.emit("seniors.registered", { kind: "senior", ids: rows.map(({ id }) => id) });
}

type Change = z.output<(typeof changeSeniorRoute)["body"]>;

/** Corrects what identifies a senior or says how to reach them. A new id number brings birth date and sex along. */
export async function changeSenior(ctx: Ctx, id: string, change: Change): Promise<{ id: string; version: number }> {
  const senior = await lockSenior(ctx, id, change.version);
  const idNumber = unseal(ctx, "idNumber", senior.id_number);
  const phone = change.phone === undefined ? undefined : change.phone === null ? null : tidyPhone(change.phone);
  const { faults, identity } = checkIdentity({ name: change.name ?? senior.name, idNumber: change.idNumber ?? idNumber }, ctx.today);
  if (phone && !isPhone(phone)) faults.push({ path: "phone", message: "电话应为11位手机号，或带区号的固定电话（如 0711-3351234）" });
  if (!identity || faults.length > 0) throw new AppError("request.invalid", { count: faults.length, faults: faults.map((fault) => ({ ...fault, path: `body.${fault.path}` })) });
  const columns = columnsOf(ctx, change, identity, phone);
  const fields = Object.keys(change).filter((field) => field !== "version");
  const fresh: FactRecord[] = [];
  const records = await listRecords(ctx, id);
  if (identity.idNumber !== idNumber) {
    await exchangeIdNumber(ctx, id, idNumber, identity.idNumber);
    columns.id_number = seal(ctx, "idNumber", identity.idNumber);
    fresh.push(identityRecord(ctx, records, identity));
  }
  await bringUpToDate(ctx, senior, [...records, ...fresh], fresh, columns);
  ctx.audit({ action: "senior.changed", subject: "senior", subjectId: id, region: senior.region, details: { fields } });
  return { id, version: senior.version + 1 };
}

function columnsOf(ctx: Ctx, change: Change, identity: CheckedIdentity, phone: string | null | undefined): SeniorColumns {
  const columns: SeniorColumns = {};
  if (change.name !== undefined) {
    const { pinyin, initials } = namePinyin(identity.name);
    Object.assign(columns, { name: identity.name, name_reversed: reversed(identity.name), pinyin, initials });
  }
  if (phone !== undefined) Object.assign(columns, { phone: sealOptional(ctx, "phone", phone), phone_hash: phone ? lookupHash(ctx, "phone", phone) : null });
  if (change.address !== undefined) columns.address = sealOptional(ctx, "address", change.address);
  if (change.ethnicity !== undefined) columns.ethnicity = change.ethnicity || null;
  return columns;
}

async function exchangeIdNumber(ctx: Ctx, id: string, from: string, to: string): Promise<void> {
  const taken = await findSeniorIdByHash(ctx, lookupHash(ctx, "idNumber", to));
  if (taken) {
    const [same] = await findListedSeniors(ctx, [taken]);
    throw same ? new AppError("senior.duplicate", { name: same.name, seniorId: same.id }) : new AppError("senior.registered_elsewhere");
  }
  await releaseIdNumber(ctx, lookupHash(ctx, "idNumber", from), id);
  if (!(await claimIdNumber(ctx, lookupHash(ctx, "idNumber", to), id))) throw new AppError("record.duplicate");
}

function identityRecord(ctx: Ctx, records: readonly FactRecord[], identity: CheckedIdentity): FactRecord {
  const seq = (records.at(-1)?.seq ?? 0) + 1;
  const facts = { birth_date: identity.birthDate, sex: identity.sex };
  // from the earliest date that the register knows of, so that no other birth date stands before it
  const validFrom = [identity.birthDate, ...records.map((record) => record.validFrom)].sort()[0]!;
  return { seq, source: "community", sources: null, validFrom, validTo: null, learntAt: ctx.now, recordedBy: ctx.actor.account, note: "更正身份证号", facts };
}

/** Registers a death: from that day the senior is not alive, and leaves every priority group. */
export async function recordDeath(ctx: Ctx, id: string, death: z.output<(typeof recordDeathRoute)["body"]>): Promise<{ id: string; version: number }> {
  const senior = await lockSenior(ctx, id, death.version);
  if (senior.died_on !== null) throw new AppError("senior.dead", { diedOn: senior.died_on });
  const faults: InputFault[] = [];
  if (senior.birth_date && death.diedOn < senior.birth_date) faults.push({ path: "body.diedOn", message: `去世日期不能早于出生日期 ${senior.birth_date}` });
  if (death.diedOn > ctx.today) faults.push({ path: "body.diedOn", message: "去世日期不能在今天之后" });
  if (faults.length > 0) throw new AppError("request.invalid", { count: faults.length, faults });
  const { version } = await recordFacts(ctx, id, [{ fact: "alive", value: false, validFrom: death.diedOn }], death.source, { version: death.version, note: death.note ?? null });
  return { id, version };
}
