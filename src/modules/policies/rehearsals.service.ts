import { compile, type Pack, payerName, policySet } from "../../engines/rules/index.ts";
import type { CivilDate } from "../../kernel/dates.ts";
import { AppError } from "../../kernel/errors.ts";
import type { SubjectKind } from "../../kernel/facts.ts";
import { newId } from "../../kernel/ids.ts";
import { formatYuan } from "../../kernel/money.ts";
import { isWithin, type RegionCode, regionPrefix } from "../../kernel/regions.ts";
import { type Ctx, regionInScope, requireRegion, scopeOf } from "../../platform/context.ts";
import { enqueue } from "../../platform/jobs.ts";
import type { JobHandler } from "../../platform/module.ts";
import { regionNames, userNames } from "../access/index.ts";
import { loadPolicy, loadVersion, versionsInForce } from "./pack-library.ts";
import { emptyTally, type Period, type Sides, type Tally, tallyBatch } from "./rehearsal.ts";
import { type ChangeFilter, findRehearsal, insertChanges, insertRehearsal, pageChanges, pageRehearsals, type RehearsalRow, saveProgress } from "./rehearsals.store.ts";
import { countSubjects, readSubjectRange } from "./subject-reader.store.ts";
import { requireSound } from "./versions.service.ts";
import { findVersionRow } from "./versions.store.ts";

const KINDS: readonly SubjectKind[] = ["senior", "facility", "provider", "caregiver"];
const CHUNK = 20_000;
/** Digits that name the level below, by the digits of the region's own code. */
const NEXT_WIDTH: Record<number, number> = { 0: 2, 2: 4, 4: 6, 6: 9, 9: 12, 12: 12 };

/** Starts measuring a version against what is in force on a date, by default the day on which it would take over. */
export async function rehearseVersion(ctx: Ctx, versionId: string, asOf?: CivilDate): Promise<{ id: string }> {
  const row = await findVersionRow(ctx, versionId);
  if (!row) throw new AppError("record.not_found", { what: "版本" });
  requireRegion(ctx, row.region);
  await requireSound(ctx, row);
  const date = asOf ?? (row.effective_from > ctx.today ? row.effective_from : ctx.today);
  const against = (await versionsInForce(ctx, date)).find((version) => version.pack.name === row.pack && version.id !== versionId);
  const id = newId();
  await insertRehearsal(ctx, { id, versionId, edition: row.edition, againstId: against?.id ?? null, policy: row.policy, region: row.region, asOf: date });
  await enqueue(ctx.db, ctx.now, "policies.rehearse", { id });
  ctx.audit({ action: "version.rehearsed", subject: "version", subjectId: versionId, region: row.region, details: { rehearsal: id } });
  return { id };
}

/** One chunk of a rehearsal; the sums, the list of those concerned and the place reached are one transaction. */
export const rehearseChunk: JobHandler = async (ctx, payload) => {
  const row = await findRehearsal(ctx, payload.id as string);
  if (!row || row.status === "done") return;
  const [packs, changed] = await packsOf(ctx, row);
  const tally = row.summary ?? emptyTally();
  const [kindName, after] = (row.cursor ?? `${KINDS[0]!} `).split(" ") as [SubjectKind, string];
  const concerned = KINDS.filter((kind) => ctx.subjects.has(kind) && [...packs, changed].some((pack) => pack.benefits.some((benefit) => benefit.subject === kind)));
  const kind = concerned.find((candidate) => KINDS.indexOf(candidate) >= KINDS.indexOf(kindName));
  let total = row.total;
  if (row.status === "waiting") for (const each of concerned) total += await countSubjects(ctx, each, row.region);
  if (kind === undefined) {
    await saveProgress(ctx, row.id, { status: "done", done: row.done, total, cursor: "end ", tally });
    return;
  }
  const subjects = await readSubjectRange(ctx, kind, { region: row.region, after: kind === kindName && after ? after : null, limit: CHUNK });
  const sides: Sides = {
    kind,
    before: compile(policySet(packs, kind, row.as_of)),
    after: compile(policySet([...packs.filter((pack) => pack.name !== changed.name), changed], kind, row.as_of)),
    asOf: row.as_of,
    regionWidth: NEXT_WIDTH[regionPrefix(row.region).length] ?? 12,
  };
  await insertChanges(ctx, row.id, kind, tallyBatch(tally, sides, subjects));
  const next = concerned[concerned.indexOf(kind) + 1];
  const more = subjects.length === CHUNK;
  const cursor = more ? `${kind} ${subjects.at(-1)!.id}` : `${next ?? "end"} `;
  const status = more || next ? "running" : "done";
  await saveProgress(ctx, row.id, { status, done: row.done + subjects.length, total, cursor, tally });
  if (status === "running") return { again: payload };
};

/**
 * What is in force for the region on the date, and the version under trial. Of the version's own list it is the one that
 * the rehearsal began against, whatever has been published since.
 */
async function packsOf(ctx: Ctx, row: RehearsalRow): Promise<[Pack[], Pack]> {
  const changed = await loadPolicy(ctx, row.version_id, row.policy);
  const others = (await versionsInForce(ctx, row.as_of)).filter((version) => version.pack.name !== changed.name && isWithin(row.region, version.pack.document.region));
  const against = row.against_id === null ? [] : [(await loadVersion(ctx, row.against_id)).pack];
  return [[...others.map((version) => version.pack), ...against], changed];
}

async function rowViews(ctx: Ctx, rows: readonly RehearsalRow[]) {
  const nameOf = await userNames(ctx, rows.map((row) => row.created_by));
  return rows.map((row) => rowView(row, nameOf));
}

function rowView(row: RehearsalRow, nameOf: (account: string) => string) {
  return {
    id: row.id,
    versionId: row.version_id,
    title: row.title,
    number: row.number,
    edition: row.edition,
    againstId: row.against_id,
    region: row.region,
    asOf: row.as_of,
    status: row.status,
    done: row.done,
    total: row.total,
    createdBy: nameOf(row.created_by),
    createdAt: row.created_at.toISOString(),
  };
}

export async function listRehearsals(ctx: Ctx, filter: { version?: string; page: number; size: number }) {
  const { rows, total } = await pageRehearsals(ctx, filter);
  return { rows: await rowViews(ctx, rows), total };
}

export async function getRehearsal(ctx: Ctx, id: string) {
  const row = await findRehearsal(ctx, id);
  if (!row) throw new AppError("record.not_found", { what: "试算" });
  return { ...(await rowViews(ctx, [row]))[0]!, summary: row.status === "done" && row.summary ? await summaryView(ctx, row, row.summary) : null };
}

const PERIODS: readonly Period[] = ["month", "year", "once"];
const yuan = (sums: { before: string; after: string }) => ({ before: formatYuan(BigInt(sums.before)), after: formatYuan(BigInt(sums.after)) });

async function summaryView(ctx: Ctx, row: RehearsalRow, tally: Tally) {
  const [packs, changed] = await packsOf(ctx, row);
  const rules = new Map([...packs, changed].flatMap((pack) => pack.benefits.map((benefit) => [benefit.id, benefit])));
  const nameOf = (id: string) => rules.get(id)?.name ?? id;
  const regions = Object.keys(tally.regions);
  const names = await regionNames(ctx, regions);
  const zero = (sums: { before: string; after: string }) => sums.before === "0" && sums.after === "0";
  return {
    subjects: tally.subjects,
    ...tally.counts,
    unchanged: tally.unchanged,
    costs: Object.entries(tally.payers).map(([key, sums]) => {
      const [payer, period] = key.split(" ") as [string, Period];
      return { payer: payer === "unnamed" ? "条文未载明" : payerName(payer), ...yuan(sums), period };
    }),
    byBenefit: Object.entries(tally.benefits)
      .filter(([, sums]) => !zero(sums) || sums.wins + sums.loses + sums.more + sums.less > 0)
      .map(([benefit, sums]) => ({ benefit, name: nameOf(benefit), period: rules.get(benefit)?.period ?? "month", ...yuan(sums), wins: sums.wins, loses: sums.loses, more: sums.more, less: sums.less })),
    byRegion: regions.sort().flatMap((region) => {
      const { wins, loses, more, less, ...sums } = tally.regions[region]!;
      const periods = PERIODS.filter((period) => !zero(sums[period]));
      return (periods.length > 0 ? periods : (["month"] as const)).map((period) => ({ region, regionName: names.get(region) ?? region, wins, loses, more, less, ...yuan(sums[period]), period }));
    }),
    byMonth: Object.entries(tally.months).sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, sums]) => ({ month, ...yuan(sums) })),
    remarks: remarksOf(tally, row, nameOf),
  };
}

function remarksOf(tally: Tally, row: RehearsalRow, nameOf: (id: string) => string): string[] {
  return [
    `以 ${row.as_of} 登记册上的信息测算；信息不全、尚不能认定的不计入。`,
    ...(tally.bounded.length > 0 ? [`${tally.bounded.map(nameOf).join("、")}只定了幅度，按下限计。`] : []),
    "每月费用按当月一日的条件测算；按年、一次性的计入首月。",
    ...(row.against_id ? [] : ["该日没有现行版本，现行一栏为零。"]),
  ];
}

const hiddenName = (name: string) => `${[...name][0] ?? ""}某某`;

export async function listRehearsalChanges(ctx: Ctx, id: string, filter: ChangeFilter) {
  const row = await findRehearsal(ctx, id);
  if (!row) throw new AppError("record.not_found", { what: "试算" });
  const [packs, changed] = await packsOf(ctx, row);
  const names = new Map([...packs, changed].flatMap((pack) => pack.benefits.map((benefit) => [benefit.id, benefit.name])));
  const { rows, total } = await pageChanges(ctx, id, filter);
  // who rehearses need not be one who may know the people: a department that signs off is not
  const people = scopeOf(ctx.actor, "people.read");
  ctx.audit({ action: "rehearsal.changes_viewed", subject: "rehearsal", subjectId: id, region: row.region, details: { page: filter.page, found: total } });
  return {
    total,
    rows: rows.map((change) => ({
      subjectId: change.subject_id,
      subjectKind: change.subject_kind,
      name: change.subject_kind !== "senior" || (people && regionInScope(people, change.region)) ? change.name : hiddenName(change.name),
      region: change.region as RegionCode,
      regionName: change.region_name,
      benefit: change.benefit,
      benefitName: names.get(change.benefit) ?? change.benefit,
      change: change.change,
      before: change.before_amount === null ? null : formatYuan(change.before_amount),
      after: change.after_amount === null ? null : formatYuan(change.after_amount),
    })),
  };
}
