import { dayNumber, type CivilDate } from "../../kernel/dates.ts";
import type { Facts } from "../../kernel/facts.ts";
import { divideAmount, type Fen } from "../../kernel/money.ts";
import { assess, type State } from "./assess.ts";
import { factValue, type Reading } from "./interpret.ts";
import { inDictionaryOrder, receivedBenefits } from "./known-fact.ts";
import { applyOverlaps, isHeld, type OverlapNote } from "./overlaps.ts";
import type { Decision, Trace } from "./pack.ts";
import { standingsOn, type PolicySet } from "./policy-set.ts";
import { traceDecision } from "./trace.ts";

export type DecideOptions = {
  /** with the tree of what was asked and found */
  trace?: boolean;
  /** only the decision on this benefit; the overlaps that concern it are applied all the same */
  benefit?: string;
  /** figures that officers have set within bounds, or for what the text leaves unspecified, in 分 by benefit id */
  determinations?: Record<string, Fen>;
};

/**
 * What each benefit of the set says of one subject on a date, in the order of the packs.
 *
 * Conditions are three-valued: an unknown fact never makes anyone eligible, and where it stands between the subject and
 * an answer, `eligible` is null and `missing` names it. Benefits of packs for other regions are left out, as are upper
 * benefits in whose place a lower list speaks; where all packs are of one region, a subject of another is not eligible.
 * An officer's figure outside the bounds is not taken: the benefit stays to be decided.
 *
 * @param facts money in 分, dates and regions as text; undefined is unknown, and so is any value that the dictionary of
 *   facts does not allow
 * @throws AppError `benefit.amount_too_large` where an amount passes 2^53 分
 */
export function decide(set: PolicySet, facts: Facts, date: CivilDate, options: DecideOptions = {}): Decision[] {
  const standings = standingsOn(set, date);
  const day = dayNumber(date);
  const known: Reading["known"] = new Map();
  const readings = standings.entries.map((entry): Reading => ({ kind: set.kind, facts, day, parameters: entry.parameters, known }));
  const states = standings.entries.map((entry, place) => assess(entry, readings[place]!, set.oneRegion, options.determinations?.[entry.benefit.id]));
  const notes: OverlapNote[] | undefined = options.trace ? [] : undefined;
  if (standings.rules.length > 0) {
    const region = readings[0] && (factValue("region", readings[0]) as string | undefined);
    applyOverlaps(standings.rules, states, region, receivedBenefits(facts), notes);
  }
  const decisions: Decision[] = [];
  const seen = new Map<string, Trace[]>();
  states.forEach((state, place) => {
    if (!state || (options.benefit !== undefined && state.entry.benefit.id !== options.benefit)) return;
    const decision = decisionOf(state);
    if (notes) decision.trace = traceDecision(state, decision, readings[place]!, { date, oneRegion: set.oneRegion, notes, seen });
    decisions.push(decision);
  });
  return decisions;
}

function decisionOf(state: State): Decision {
  const { entry, standing, amount, min, max, excludedBy } = state;
  const { benefit, pack } = entry;
  return {
    benefit: benefit.id,
    pack: pack.name,
    standing,
    eligible: standing === "unknown" ? null : isHeld(state),
    amount,
    bounds: min === null || max === null ? null : { min, max },
    period: benefit.period,
    shares: sharesOf(state),
    excludedBy,
    missing: standing === "unknown" ? inDictionaryOrder(benefit.subject, state.missing) : [],
    clause: { at: benefit.clause.at, quote: benefit.clause.quote },
  };
}

function sharesOf({ entry, amount }: State): Decision["shares"] {
  const { shares } = entry.benefit;
  if (amount === null || shares.length === 0) return [];
  const divided = shares.length === 1 ? [amount] : divideAmount(amount, shares.map((share) => share.part));
  return shares.map((share, index) => ({ payer: share.payer, amount: divided[index]! }));
}
