import type { z } from "zod";
import { type Benefit, payerName } from "../../engines/rules/index.ts";
import { fullYears } from "../../kernel/dates.ts";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import { divideAmount, formatYuan, type Fen } from "../../kernel/money.ts";
import { lineage, NATION, type RegionCode } from "../../kernel/regions.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Input } from "../../platform/module.ts";
import { GROUP_NAMES } from "../people/people.contract.ts";
import { type BenefitNames, openBenefitNames } from "./benefit-names.ts";
import { boundsOf, yuanOf } from "./decision.view.ts";
import type { listWork, listWorklist, nextOnWorklist, recordWork as recordRoute, summarizeWorklist } from "./decisions.contract.ts";
import { findLastRun } from "./runs.store.ts";
import { workAfter } from "./work.ts";
import { appendActions, countUnmetByGroup, countUnmetSeniors, findNext, listActions, pageWorklist, summarize, type SummaryRow, takeEntitlements, type WorklistFilter, type WorklistRow } from "./worklist.store.ts";

type RouteInput<R extends { params: z.ZodType; query: z.ZodType; body: z.ZodType }> = Input<R["params"], R["query"], R["body"]>;
type Query = z.output<(typeof summarizeWorklist)["query"]> & { q?: string | undefined; seniorId?: string | undefined };

/** The query as the store takes it: a kind of benefit becomes the ids of that kind. */
function filterOf(query: Query, names: BenefitNames): WorklistFilter {
  const ofKind = query.kind && names.ofKind(query.kind);
  const benefits = query.benefit === undefined ? ofKind : [query.benefit].filter((id) => !ofKind || ofKind.includes(id));
  return {
    ...(query.region === undefined ? {} : { region: query.region }),
    ...(benefits ? { benefits } : {}),
    ...(query.group === undefined ? {} : { group: query.group }),
    ...(query.state === undefined ? {} : query.state === "due" ? { due: true } : { state: query.state }),
    ...(query.q ? { q: query.q } : {}),
    ...(query.seniorId ? { seniorId: query.seniorId } : {}),
  };
}

/** Seniors entitled to what they do not receive, by region and name. */
export async function listUnmet(ctx: Ctx, { query }: RouteInput<typeof listWorklist>): Promise<z.input<typeof listWorklist.response>> {
  const names = await openBenefitNames(ctx);
  const { rows, total } = await pageWorklist(ctx, filterOf(query, names), query);
  const views = [];
  for (const row of rows) views.push(viewOf(ctx, row, await names.of(row)));
  ctx.audit({ action: "worklist.viewed", subject: "senior", ...(query.region ? { region: query.region } : {}), details: { page: query.page, found: total } });
  return { rows: views, total };
}

function viewOf(ctx: Ctx, row: WorklistRow, benefit: Benefit | undefined): z.input<typeof listWorklist.response>["rows"][number] {
  const { seniorId, name, sex, region, regionName, groups, standing, period, since, state, workedBy, followUpOn } = row;
  const bounds = row.boundsMin === null || row.boundsMax === null ? null : { min: row.boundsMin, max: row.boundsMax };
  return {
    seniorId,
    name,
    age: row.birthDate === null ? null : fullYears(row.birthDate, ctx.today),
    sex,
    region,
    regionName,
    groups,
    benefit: row.benefit,
    benefitName: benefit?.name ?? row.benefit,
    kind: benefit?.kind ?? "money",
    standing,
    amount: yuanOf(row.amount),
    bounds: boundsOf(bounds),
    period,
    clause: { at: benefit?.clause.at ?? "", quote: benefit?.clause.quote ?? "" },
    payers: payersOf(benefit, row.amount),
    since,
    state,
    workedAt: row.workedAt?.toISOString() ?? null,
    workedBy,
    followUpOn,
  };
}

/** Who pays which part; the part alone while there is no figure. */
function payersOf(benefit: Benefit | undefined, amount: Fen | null) {
  const shares = benefit?.shares ?? [];
  const parts = amount === null || shares.length === 0 ? [] : divideAmount(amount, shares.map((share) => share.part));
  return shares.map(({ payer, part }, place) => ({ payer, payerName: payerName(payer), amount: parts[place] === undefined ? null : formatYuan(parts[place]), percent: part / 100 }));
}

/** The region from which the summary goes one level down: the one asked for, else the lowest that holds all of the jurisdiction. */
function baseRegion(ctx: Ctx, region: RegionCode | undefined): RegionCode {
  if (region !== undefined) return region;
  const [first, ...others] = ctx.scope.regions.map(lineage);
  return first?.find((code) => others.every((above) => above.includes(code))) ?? NATION;
}

export async function summarizeUnmet(ctx: Ctx, { query }: RouteInput<typeof summarizeWorklist>): Promise<z.input<typeof summarizeWorklist.response>> {
  const names = await openBenefitNames(ctx);
  const filter = filterOf(query, names);
  const rows = await summarize(ctx, filter, baseRegion(ctx, query.region));
  const groups = new Map((await countUnmetByGroup(ctx, filter)).map((row) => [row.group, row.unmet]));
  return {
    seniors: await countUnmetSeniors(ctx, filter),
    entitlements: rows.reduce((sum, row) => sum + row.unmet, 0),
    byRegion: sumBy(rows, (row) => row.region).map(([region, sum]) => ({ region, regionName: sum.regionName, unmet: sum.unmet, worked: sum.worked, applying: sum.applying, refused: sum.refused, eligible: sum.eligible, receiving: sum.receiving })),
    byBenefit: sumBy(rows, (row) => row.benefit).map(([benefit, sum]) => ({ benefit, name: names.nameOf(benefit), unmet: sum.unmet, worked: sum.worked, eligible: sum.eligible, receiving: sum.receiving })),
    byGroup: Object.entries(GROUP_NAMES).map(([group, name]) => ({ group, name, unmet: groups.get(group) ?? 0 })),
    decidedAt: (await findLastRun(ctx))?.toISOString() ?? null,
  };
}

function sumBy(rows: readonly SummaryRow[], key: (row: SummaryRow) => string): [string, SummaryRow][] {
  const sums = new Map<string, SummaryRow>();
  for (const row of rows) {
    const sum = sums.get(key(row));
    if (!sum) {
      sums.set(key(row), { ...row });
      continue;
    }
    for (const field of ["unmet", "worked", "applying", "refused", "eligible", "receiving"] as const) sum[field] += row[field];
  }
  return [...sums];
}

/** The next senior to work on: those not begun, and those whose day of following up has come, unless a state is asked for. */
export async function nextUnmet(ctx: Ctx, { query }: RouteInput<typeof nextOnWorklist>): Promise<z.input<typeof nextOnWorklist.response>> {
  const filter = filterOf(query, await openBenefitNames(ctx));
  const wanted: WorklistFilter = filter.state || filter.due ? filter : { ...filter, working: true };
  return { seniorId: await findNext(ctx, wanted, query.after), remaining: await countUnmetSeniors(ctx, wanted) };
}

/**
 * Records one contact about several benefits of a senior.
 *
 * @throws record.not_found unless all of them are unmet entitlements of that senior within the caller's jurisdiction;
 *   record.stale when somebody worked on one of them since the caller looked
 */
export async function recordWork(ctx: Ctx, { params: { seniorId }, body }: RouteInput<typeof recordRoute>): Promise<z.input<typeof recordRoute.response>> {
  const benefits = [...new Set(body.benefits)];
  const rows = await takeEntitlements(ctx, seniorId, benefits);
  if (rows.length < benefits.length) throw new AppError("record.not_found", { what: "应享未享待遇" });
  const { action, outcome, note, followUpOn, seenAt } = body;
  if (seenAt !== undefined && rows.some((row) => isLater(row.workedAt, seenAt))) throw new AppError("record.stale", { what: "办理记录" });
  const actions = rows.map(({ benefit, region, state }) => ({ id: newId(), seniorId, region, benefit, action, outcome, note, followUpOn, by: ctx.actor.name, at: ctx.now, state: workAfter(state, action) }));
  await appendActions(ctx, seniorId, actions);
  ctx.audit({ action: "worklist.worked", subject: "senior", subjectId: seniorId, region: rows[0]!.region, details: { action, benefits } });
  return { states: actions.map(({ benefit, state }) => ({ benefit, state })) };
}

const isLater = (workedAt: Date | null, seenAt: string | null) => workedAt !== null && (seenAt === null || workedAt > new Date(seenAt));

export async function listWorkOf(ctx: Ctx, { params: { seniorId } }: RouteInput<typeof listWork>): Promise<z.input<typeof listWork.response>> {
  const names = await openBenefitNames(ctx);
  const rows = await listActions(ctx, seniorId);
  if (rows.length > 0) ctx.audit({ action: "worklist.actions_viewed", subject: "senior", subjectId: seniorId });
  return { rows: rows.map(({ at, ...row }) => ({ ...row, benefitName: names.nameOf(row.benefit), at: at.toISOString() })) };
}
