import { dayNumber, type CivilDate } from "../../kernel/dates.ts";
import { FACTS } from "../../kernel/facts.ts";
import { NATION } from "../../kernel/regions.ts";
import { NOT_APPLICABLE, STANDINGS } from "./assess.ts";
import { columnsRead, factsAt, namedTexts, type Column, type Columns } from "./columns.ts";
import { bandBody, bandsOf, type Band } from "./compile-bands.ts";
import { appliesBody, appliesColumn, benefitBody } from "./compile-benefit.ts";
import { regionRange } from "./compile-condition.ts";
import { newLoop } from "./compile-loop.ts";
import { overlapBody, partiesOf } from "./compile-overlap.ts";
import { monthsBetween, yearsBetween } from "./day-numbers.ts";
import { decide } from "./decide.ts";
import type { Benefit, Decision } from "./pack.ts";
import { standingsOn, type Entry, type PolicySet, type Rule, type Standings } from "./policy-set.ts";

/** The answers on one benefit for many subjects. */
export type BenefitResults = {
  benefit: string;
  pack: string;
  /** index into `STANDINGS`; 8 where the benefit does not concern the subject's region */
  standing: Uint8Array;
  /** 分; NaN where there is no figure */
  amount: Float64Array;
  /** bounds in 分, NaN where there are none; only for benefits of that form */
  min?: Float64Array;
  max?: Float64Array;
  /**
   * one more than the index into `names` of the benefit that suppressed or reduced this one, 0 none; only for benefits
   * that an overlap names
   */
  excludedBy?: Uint16Array;
};
export type Results = { benefits: BenefitResults[]; names: readonly string[] };

export type CompiledSet = {
  set: PolicySet;
  /** stored facts that the columns must hold */
  facts: readonly string[];
  /** room for the answers on `count` subjects */
  makeResults: (count: number) => Results;
  /**
   * Decides subjects `from` (inclusive) to `to` (exclusive) as `decide` would, into the same places of `into` (new room
   * for all columns where it is left out).
   *
   * @throws AppError `benefit.amount_too_large` as `decide` does
   */
  run: (columns: Columns, from: number, to: number, date: CivilDate, into?: Results) => Results;
};

/** Subjects a loop takes before the next loop has its turn, so that what one has read and written is still near. */
const BLOCK = 2048;

type Run = { columns: Columns; results: Results; day: number; again: number[]; bands: Map<string, Uint8Array> };
/** One generated loop; `bind` finds its arrays for a run. */
type Step = (run: Run) => (from: number, to: number) => void;
/** What stands between two breaks as loops, and which results it speaks of. */
type Program = { steps: Step[]; visible: ReadonlySet<number> };
type Slots = readonly { benefit: Benefit; pack: string; settled: boolean }[];

/**
 * Turns a set into JavaScript: one flat loop over typed arrays for each benefit and each overlap, without allocation.
 * Where a figure of a subject could pass what doubles hold exactly, that subject is left to `decide`.
 */
export function compile(set: PolicySet): CompiledSet {
  const named = set.packs.flatMap((pack) => pack.overlaps.flatMap((overlap) => overlap.over));
  const slots: Slots = set.packs.flatMap((pack) =>
    pack.benefits
      .filter((benefit) => benefit.subject === set.kind)
      .map((benefit) => ({ benefit, pack: pack.name, settled: named.some((id) => id === benefit.id || id === benefit.implements) })),
  );
  const names = [...new Set([...slots.map(({ benefit }) => benefit.id), ...named])];
  const texts = namedTexts(set);
  const programs = new Map<Standings, Program>();
  const makeResults = (count: number): Results => ({ names, benefits: slots.map((slot) => emptyResults(slot, count)) });
  const run: CompiledSet["run"] = (columns, from, to, date, into = makeResults(columns.count)) => {
    const standings = standingsOn(set, date);
    const program = programs.get(standings) ?? makeProgram(set, standings, slots, texts, names);
    programs.set(standings, program);
    const current: Run = { columns, results: into, day: dayNumber(date), again: [], bands: new Map() };
    const bound = program.steps.map((step) => step(current));
    for (let start = from; start < to; start += BLOCK) {
      const end = Math.min(start + BLOCK, to);
      for (const step of bound) step(start, end);
    }
    for (const index of new Set(current.again)) putDecisions(into, index, program.visible, decide(set, factsAt(columns, index), date));
    return into;
  };
  return { set, facts: columnsRead(set).facts, makeResults, run };
}

function emptyResults({ benefit, pack, settled }: Slots[number], count: number): BenefitResults {
  const bounds = benefit.amount.form === "bounds" ? { min: new Float64Array(count), max: new Float64Array(count) } : {};
  const excluded = settled ? { excludedBy: new Uint16Array(count) } : {};
  return { benefit: benefit.id, pack, standing: new Uint8Array(count), amount: new Float64Array(count), ...bounds, ...excluded };
}

function makeProgram(set: PolicySet, standings: Standings, slots: Slots, texts: ReadonlyMap<string, number>, names: readonly string[]): Program {
  const slotOf = (entry: Entry) => slots.findIndex(({ benefit }) => benefit === entry.benefit);
  const visible = new Set(standings.entries.map(slotOf));
  const hidden = slots.flatMap((_, slot) => (visible.has(slot) ? [] : [slot]));
  const clear: Step = ({ results }) => (from, to) => {
    for (const slot of hidden) clearSlot(results.benefits[slot]!, from, to);
    for (const benefit of results.benefits) benefit.excludedBy?.fill(0, from, to);
  };
  const asked = standings.entries.filter(({ inForce }) => inForce);
  const bands = bandsOf(asked, set.kind);
  const bandSteps = [...bands.values()].map(bandStep);
  const reaches = [...new Map(standings.entries.map((entry) => [appliesColumn(entry), entry])).values()];
  const applies = reaches.flatMap((entry) => appliesStep(set, entry));
  const benefits = standings.entries.map((entry) => benefitStep(set, entry, slotOf(entry), texts, bands));
  const places = standings.entries.map(slotOf);
  const overlaps = standings.rules.filter(({ overlap }) => overlap.rule !== "stack").flatMap((rule) => overlapStep(set, rule, standings, places, names));
  return { steps: [clear, ...bandSteps, ...applies, ...benefits, ...overlaps], visible };
}

function clearSlot(benefit: BenefitResults, from: number, to: number): void {
  benefit.standing.fill(NOT_APPLICABLE, from, to);
  benefit.amount.fill(Number.NaN, from, to);
  benefit.min?.fill(Number.NaN, from, to);
  benefit.max?.fill(Number.NaN, from, to);
}

/** Wraps a body into a loop; every array is an argument, so that the loop is compiled once and for good. */
function makeLoop(args: readonly string[], body: string): (...values: unknown[]) => void {
  const tail = body.includes("over = 1") ? "if (over) again.push(i);" : "";
  const start = tail === "" ? "" : "let over = 0;";
  const source = `"use strict";\nfor (let i = from; i < to; i += 1) {\n${start}\n${body}\n${tail}\n}`;
  // The source is put together from numbers and names made here; no text of a pack comes into it.
  // eslint-disable-next-line no-new-func
  const make = new Function("yearsBetween", "monthsBetween", `return function (from, to, again, ${args.join(", ")}) {${source}};`) as (
    ...calendar: ((from: number, to: number) => number)[]
  ) => (...values: unknown[]) => void;
  return make(yearsBetween, monthsBetween);
}

function bandStep(band: Band): Step {
  const { body, constants } = bandBody(band);
  const call = makeLoop(["B", "c", "mask", ...constants.map((_, place) => `k${place}`)], body);
  return ({ columns: { data }, day, again, bands }) => {
    const codes = new Uint8Array(BLOCK);
    bands.set(band.column, codes);
    const values = [codes, data[band.source], BLOCK - 1, ...constants.map((constant) => constant(day))];
    return (from, to) => call(from, to, again, ...values);
  };
}

function appliesStep(set: PolicySet, entry: Entry): Step[] {
  const body = appliesBody(entry, set.oneRegion, newLoop(set.kind, entry.parameters, new Map(), new Map()));
  if (body === undefined) return [];
  const columns = ["region", "alive"].filter((name) => Object.hasOwn(FACTS[set.kind], name));
  const call = makeLoop(["B", "mask", ...columns.map((name) => `${name}Column`)], `${columns.map((name) => `const ${name} = ${name}Column[i];`).join(" ")}\n${body}`);
  const step: Step = ({ columns: { data }, again, bands }) => {
    const codes = new Uint8Array(BLOCK);
    bands.set(appliesColumn(entry), codes);
    const values = [codes, BLOCK - 1, ...columns.map((name) => data[name])];
    return (from, to) => call(from, to, again, ...values);
  };
  return [step];
}

function benefitStep(set: PolicySet, entry: Entry, slot: number, texts: ReadonlyMap<string, number>, bands: ReadonlyMap<string, Band>): Step {
  const loop = newLoop(set.kind, entry.parameters, texts, bands);
  const body = benefitBody(entry, set.oneRegion, loop);
  const columns = loop.columns.map((_, place) => `c${place}`);
  const constants = loop.constants.map((_, place) => `k${place}`);
  const tables = loop.tables.map((_, place) => `m${place}`);
  // What a band or reach comes to is worked out for the block at hand only.
  const loads = loop.columns.map((name, place) => `const x${place} = c${place}[${bands.has(name) || name.startsWith("applies:") ? `i & ${BLOCK - 1}` : "i"}];`).join("\n");
  const call = makeLoop(["S", "A", "L", "H", ...columns, ...constants, ...tables], `${loads}\n${body}`);
  const amounts = loop.tables.map((table) => Float64Array.from(table));
  return ({ columns: { data }, results, day, again, bands: worked }) => {
    const { standing, amount, min, max } = results.benefits[slot]!;
    const values = [standing, amount, min, max, ...loop.columns.map((name) => worked.get(name) ?? data[name]), ...loop.constants.map((value) => value(day)), ...amounts];
    return (from, to) => call(from, to, again, ...values);
  };
}

function overlapStep(set: PolicySet, rule: Rule, { entries }: Standings, places: readonly number[], names: readonly string[]): Step[] {
  const received = new Set(columnsRead(set).received.map((id) => `receives:${id}`));
  const parties = partiesOf(rule, entries, received);
  if (parties.length === 0) return [];
  const code = (id: string) => names.indexOf(id) + 1;
  const letters = parties.flatMap(({ name }) => ["S", "A", "L", "H", "B", "R"].map((letter) => letter + name));
  const [low, high] = regionRange(rule.region ?? NATION);
  const elsewhere = rule.region === undefined ? "" : `if (G[i] < ${low} || G[i] >= ${high}) continue;\n`;
  const call = makeLoop(["G", ...letters], elsewhere + overlapBody(rule.overlap, parties, code));
  const step: Step = ({ columns: { data }, results, again }) => {
    const values = parties.flatMap((party): (Column | Uint16Array | undefined)[] => {
      const { standing, amount, min, max, excludedBy } = party.place === undefined ? ({} as Partial<BenefitResults>) : results.benefits[places[party.place]!]!;
      return [standing, amount, min, max, excludedBy, party.received === undefined ? undefined : data[party.received]];
    });
    return (from, to) => call(from, to, again, data["region"], ...values);
  };
  return [step];
}

/** Writes what the interpreter decided on one subject. */
function putDecisions(results: Results, index: number, visible: ReadonlySet<number>, decisions: readonly Decision[]): void {
  for (const [slot, benefit] of results.benefits.entries()) {
    clearSlot(benefit, index, index + 1);
    if (benefit.excludedBy) benefit.excludedBy[index] = 0;
    if (!visible.has(slot)) continue;
    const decision = decisions.find((candidate) => candidate.benefit === benefit.benefit && candidate.pack === benefit.pack);
    if (!decision) continue;
    benefit.standing[index] = STANDINGS.indexOf(decision.standing);
    benefit.amount[index] = decision.amount ?? Number.NaN;
    if (benefit.min) benefit.min[index] = decision.bounds?.min ?? Number.NaN;
    if (benefit.max) benefit.max[index] = decision.bounds?.max ?? Number.NaN;
    if (benefit.excludedBy && decision.excludedBy !== null) benefit.excludedBy[index] = results.names.indexOf(decision.excludedBy) + 1;
  }
}
