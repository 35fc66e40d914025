import type { z } from "zod";
import { decide, type Decision } from "../../engines/rules/index.ts";
import { dateOfInstant } from "../../kernel/dates.ts";
import { AppError } from "../../kernel/errors.ts";
import { SUBJECT_NAMES, type SubjectKind } from "../../kernel/facts.ts";
import { formatYuan, parseYuan, type Fen } from "../../kernel/money.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Input } from "../../platform/module.ts";
import { CAUSE_NAMES, type DecisionView, factsView, STANDING_NAMES, viewOf, yuanOf } from "./decision.view.ts";
import type { determineAmount as determineRoute, getDecisionHistory, getDecisions, listRuns, replayDecision } from "./decisions.contract.ts";
import { type Determination, findStoredDecision, insertDetermination, listDecidedAt, listDeterminations, listHistory, listStandings, lockSubject } from "./decisions.store.ts";
import { decideBatch } from "./decide-batch.ts";
import { findBenefit, type Lists, listsFor, versionOf } from "./lists.ts";
import { loadVersion, versionsInForce } from "./pack-library.ts";
import { pageRuns } from "./runs.store.ts";
import { answersByBenefit, isKept, isReceiving } from "./settle.ts";
import { findSubject, type Subject } from "./subject-reader.store.ts";

type RouteInput<R extends { params: z.ZodType; query: z.ZodType; body: z.ZodType }> = Input<R["params"], R["query"], R["body"]>;

async function getSubject(ctx: Ctx, kind: SubjectKind, id: string): Promise<Subject> {
  const subject = await findSubject(ctx, kind, id);
  if (!subject) throw new AppError("record.not_found", { what: SUBJECT_NAMES[kind] });
  return subject;
}

const figuresOf = (determinations: readonly Determination[]): Record<string, Fen> => Object.fromEntries(determinations.map(({ benefit, amount }) => [benefit, amount]));

/**
 * What the policies of a day say of one subject, with reasons: of today unless another day is asked for, then by the
 * versions in force and the officers' figures given by then. Without `all`, benefits that the subject neither has nor
 * may have are left out.
 */
export async function getSubjectDecisions(ctx: Ctx, { params: { kind, id }, query }: RouteInput<typeof getDecisions>): Promise<z.input<typeof getDecisions.response>> {
  const subject = await getSubject(ctx, kind, id);
  const asOf = query.asOf ?? ctx.today;
  const lists = listsFor(await versionsInForce(ctx, asOf), kind, subject.region);
  const determinations = (await listDeterminations(ctx, [id])).filter((each) => dateOfInstant(each.at) <= asOf);
  const decisions = answersByBenefit(decide(lists.set, subject.facts, asOf, { trace: true, determinations: figuresOf(determinations) }));
  const record = await readRecord(ctx, subject, asOf === ctx.today);
  ctx.audit({ action: "decision.viewed", subject: kind, subjectId: id, region: subject.region });
  const views = [...decisions.values()].map((decision) => present(lists, subject, decision, determinations, record));
  return { asOf, rows: views.filter((view) => query.all === "true" || view.receiving || isKept(view.standing)) };
}

type RecordedAt = Map<string, { decisionId: string; decidedAt: Date | null }>;

/** What stands of each benefit; nothing where another day than today is asked about. */
async function readRecord(ctx: Ctx, subject: Subject, today: boolean): Promise<RecordedAt> {
  if (!today) return new Map();
  const standings = await listStandings(ctx, [subject.id]);
  const times = await listDecidedAt(ctx, subject.id, standings.map((row) => row.decisionId));
  return new Map(standings.map((row) => [row.benefit, { decisionId: row.decisionId, decidedAt: times.get(row.decisionId) ?? null }]));
}

function present(lists: Lists, subject: Subject, decision: Decision, determinations: readonly Determination[], record: RecordedAt): DecisionView {
  const version = versionOf(lists, decision.pack);
  const stored = record.get(decision.benefit);
  return viewOf(lists.kind, decision, version, {
    receiving: isReceiving(subject.facts, decision.benefit, findBenefit(version.pack, decision.benefit)?.implements),
    decidedAt: stored?.decidedAt ?? null,
    decisionId: stored?.decisionId ?? null,
    determination: determinations.find((each) => each.benefit === decision.benefit && each.amount === decision.amount),
  });
}

export async function getHistory(ctx: Ctx, { params: { kind, id }, query }: RouteInput<typeof getDecisionHistory>): Promise<z.input<typeof getDecisionHistory.response>> {
  const subject = await getSubject(ctx, kind, id);
  ctx.audit({ action: "decision.viewed", subject: kind, subjectId: id, region: subject.region });
  const rows = [];
  for (const row of await listHistory(ctx, id, query.benefit)) {
    const version = await loadVersion(ctx, row.versionId);
    rows.push({
      id: row.id,
      benefit: row.benefit,
      name: findBenefit(version.pack, row.benefit)?.name ?? row.benefit,
      standing: row.standing,
      amount: yuanOf(row.amount),
      asOf: row.asOf,
      decidedAt: row.decidedAt.toISOString(),
      cause: CAUSE_NAMES[row.cause],
      versionNumber: version.number,
    });
  }
  return { rows };
}

/** Decides again what was decided then: by the versions of then, on the facts of then, as of the day of then. */
export async function replay(ctx: Ctx, { params: { kind, id, decisionId } }: RouteInput<typeof replayDecision>): Promise<z.input<typeof replayDecision.response>> {
  const stored = await findStoredDecision(ctx, id, decisionId);
  if (!stored || stored.kind !== kind) throw new AppError("record.not_found", { what: "认定结果" });
  ctx.audit({ action: "decision.viewed", subject: kind, subjectId: id, region: stored.region });
  const versions = [];
  for (const versionId of stored.versions) versions.push(await loadVersion(ctx, versionId));
  const subject: Subject = { id, region: stored.region, facts: stored.facts };
  const lists = listsFor(versions, kind, stored.region);
  const decisions = answersByBenefit(decide(lists.set, stored.facts, stored.asOf, { trace: true, determinations: stored.figures }));
  const spoken = decisions.get(stored.benefit);
  const version = spoken ? versionOf(lists, spoken.pack) : await loadVersion(ctx, stored.versionId);
  const decision = spoken ?? silence(version.pack, stored.benefit);
  return {
    same: decision.standing === stored.standing && decision.amount === stored.amount,
    stored: { standing: stored.standing, amount: yuanOf(stored.amount) },
    recomputed: viewOf(kind, decision, version, { receiving: isReceiving(subject.facts, stored.benefit, findBenefit(version.pack, stored.benefit)?.implements), decidedAt: null, decisionId, determination: undefined }),
    facts: factsView(kind, stored.facts),
  };
}

/** No list of that day spoke of the benefit any more. */
function silence(pack: Parameters<typeof findBenefit>[0], id: string): Decision {
  const benefit = findBenefit(pack, id)!;
  return { benefit: id, pack: pack.name, standing: "not_in_force", eligible: false, amount: null, bounds: null, period: benefit.period, shares: [], excludedBy: null, missing: [], clause: { at: benefit.clause.at, quote: benefit.clause.quote } };
}

/**
 * Sets an officer's figure where the clause leaves it open between bounds.
 *
 * @throws record.stale when the decision that the officer saw is no longer what stands; decision.not_determinable where
 *   the figure is not open; decision.outside_bounds
 */
export async function determine(ctx: Ctx, { params: { kind, id }, body }: RouteInput<typeof determineRoute>): Promise<z.input<typeof determineRoute.response>> {
  await lockSubject(ctx, id);
  const subject = await getSubject(ctx, kind, id);
  const seen = (await listStandings(ctx, [id])).find((row) => row.benefit === body.benefit);
  if (!seen) throw new AppError("record.not_found", { what: "认定结果" });
  if (seen.decisionId !== body.decisionId) throw new AppError("record.stale", { what: "认定结果" });
  const lists = listsFor(await versionsInForce(ctx, ctx.today), kind, subject.region);
  const others = (await listDeterminations(ctx, [id])).filter((each) => each.benefit !== body.benefit);
  const open = answersByBenefit(decide(lists.set, subject.facts, ctx.today, { determinations: figuresOf(others) })).get(body.benefit);
  if (!open) throw new AppError("record.stale", { what: "认定结果" });
  const amount = checkFigure(lists, open, body.amount);
  await insertDetermination(ctx, { subjectId: id, region: subject.region, benefit: body.benefit, amount, reason: body.reason });
  await decideBatch(ctx, kind, [subject], { asOf: ctx.today, cause: "determined" });
  ctx.audit({ action: "decision.determined", subject: kind, subjectId: id, region: subject.region, reason: body.reason, details: { benefit: body.benefit, amount: formatYuan(amount) } });
  return { decision: await presentOne(ctx, lists, subject, body.benefit) };
}

function checkFigure(lists: Lists, open: Decision, figure: string): Fen {
  const name = findBenefit(versionOf(lists, open.pack).pack, open.benefit)?.name ?? open.benefit;
  if (open.standing !== "to_be_decided" || !open.bounds) throw new AppError("decision.not_determinable", { benefit: name, standing: STANDING_NAMES[open.standing] });
  const amount = parseYuan(figure);
  const { min, max } = open.bounds;
  if (amount < min || amount > max) throw new AppError("decision.outside_bounds", { benefit: name, min: formatYuan(min), max: formatYuan(max), amount: figure, at: open.clause.at });
  return amount;
}

async function presentOne(ctx: Ctx, lists: Lists, subject: Subject, benefit: string): Promise<DecisionView> {
  const determinations = await listDeterminations(ctx, [subject.id]);
  const decision = answersByBenefit(decide(lists.set, subject.facts, ctx.today, { trace: true, determinations: figuresOf(determinations) })).get(benefit);
  return present(lists, subject, decision!, determinations, await readRecord(ctx, subject, true));
}

export async function listRunsPage(ctx: Ctx, { query: { page, size } }: RouteInput<typeof listRuns>): Promise<z.input<typeof listRuns.response>> {
  const { rows, total } = await pageRuns(ctx, page, size);
  return {
    rows: rows.map(({ id, subjectKind, cause, asOf, status, done, total: all, changed, startedAt, finishedAt }) => ({
      id,
      subjectKind,
      cause: CAUSE_NAMES[cause],
      asOf,
      status,
      done,
      total: all,
      changed,
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
    })),
    total,
  };
}
