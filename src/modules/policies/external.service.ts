import type { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { FACTS } from "../../kernel/facts.ts";
import { divideAmount } from "../../kernel/money.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Input } from "../../platform/module.ts";
import { type BenefitNames, openBenefitNames } from "./benefit-names.ts";
import { boundsOf, sharesOf, yuanOf } from "./decision.view.ts";
import type { getExternal as getRoute, listExternal as listRoute } from "./decisions.contract.ts";
import { listStandings } from "./decisions.store.ts";
import { type ExternalRow, findExternal, pageExternal } from "./external.store.ts";
import { factText } from "./fact-text.ts";
import type { StandingRow } from "./settle.ts";

type RouteInput<R extends { params: z.ZodType; query: z.ZodType; body: z.ZodType }> = Input<R["params"], R["query"], R["body"]>;
type ExternalView = z.input<typeof listRoute.response>["rows"][number];

/** Imported facilities, providers or caregivers, each with what stands for it. */
export async function listExternalSubjects(ctx: Ctx, { query }: RouteInput<typeof listRoute>): Promise<z.input<typeof listRoute.response>> {
  const { rows, total } = await pageExternal(ctx, query);
  return { rows: await present(ctx, rows), total };
}

/** One of them with all facts of its kind, those not known as null. */
export async function getExternalSubject(ctx: Ctx, { params }: RouteInput<typeof getRoute>): Promise<z.input<typeof getRoute.response>> {
  const row = await findExternal(ctx, params.id);
  if (!row) throw new AppError("record.not_found", { what: "对象" });
  const [view] = await present(ctx, [row]);
  const facts = Object.entries(FACTS[row.kind]).map(([name, fact]) => {
    const value = name === "region" ? row.region : row.facts[name];
    return { fact: name, label: fact.label, value: value === undefined ? null : factText(fact, value), unit: fact.unit ?? null };
  });
  return { ...view!, facts };
}

async function present(ctx: Ctx, rows: readonly ExternalRow[]): Promise<ExternalView[]> {
  const standings = await listStandings(ctx, rows.map((row) => row.id));
  const names = await openBenefitNames(ctx);
  const views: ExternalView[] = [];
  for (const { id, kind, code, name, region, regionName, updatedAt } of rows) {
    const benefits = [];
    for (const standing of standings) if (standing.subjectId === id) benefits.push(await presentStanding(names, standing));
    views.push({ id, kind, code, name, region, regionName, benefits, updatedAt: updatedAt.toISOString() });
  }
  return views;
}

async function presentStanding(names: BenefitNames, row: StandingRow): Promise<ExternalView["benefits"][number]> {
  const benefit = await names.of(row);
  const { amount } = row;
  const shares = benefit?.shares ?? [];
  const parts = amount === null || shares.length === 0 ? [] : divideAmount(amount, shares.map((share) => share.part));
  return {
    benefit: row.benefit,
    name: benefit?.name ?? row.benefit,
    standing: row.standing,
    amount: yuanOf(amount),
    bounds: boundsOf(row.boundsMin === null || row.boundsMax === null ? null : { min: row.boundsMin, max: row.boundsMax }),
    period: row.period,
    shares: sharesOf(parts.map((part, place) => ({ payer: shares[place]!.payer, amount: part }))),
  };
}
