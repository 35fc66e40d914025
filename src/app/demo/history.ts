import type { FactValue, Facts } from "../../kernel/facts.ts";
import type { FactSource } from "../../modules/people/people.contract.ts";
import type { FactPeriod } from "./city.types.ts";
import { dateText } from "./identity.ts";
import type { Life } from "./life.ts";
import type { Places } from "./places.ts";
import { pick, type Random } from "./random.ts";
import { drawReceipts, HARDSHIP_RECEIPTS } from "./receipts.ts";

/** The days between which a senior's year of history lies. */
export type Span = { registered: number; /** events fall after `start` and not after `end` (death, or the city's day) */ start: number; end: number; asOf: number };

/** What the register knows of one senior: the facts on the city's day, and by period. */
export type KnownHistory = { facts: Facts; periods: FactPeriod[]; householdRegion: string | undefined };

/** Collects periods; a fact without an end also stands in `facts`. */
type Ledger = { random: Random; span: Span; facts: Facts; periods: FactPeriod[] };

/** Shares of seniors of whom the register does not know the fact. */
const UNKNOWN = { living: 0.03, support: 0.12, economic: 0.01, registered_poor: 0.04, disability: 0.02, pension: 0.02, family: 0.015, household: 0.005 };
/** Share of seniors assessed, by five years of age from 60. */
const ASSESSED = [0.02, 0.06, 0.11, 0.2, 0.58, 0.72, 0.78];
const OWED_AFTER_DEATH = 0.07;

export function recordHistory(random: Random, life: Life, places: Places, span: Span): KnownHistory {
  const ledger: Ledger = { random, span, facts: blankFacts(), periods: [] };
  const born = life.birthDay;
  hold(ledger, "birth_date", dateText(born), born, "household_register", span.registered);
  hold(ledger, "sex", life.sex, born, "household_register", span.registered);
  const householdRegion = recordHome(ledger, life, places);
  recordLiving(ledger, life);
  recordHealth(ledger, life);
  recordMeans(ledger, life);
  recordStanding(ledger, life);
  if (life.deathDay === undefined) hold(ledger, "alive", true, span.registered, "household_register");
  else change(ledger, "alive", true, false, life.deathDay, "funeral", 40);
  return { facts: ledger.facts, periods: ledger.periods, householdRegion };
}

function hold(ledger: Ledger, fact: string, value: FactValue, from: number, source: FactSource, learnt: number = from): void {
  ledger.facts[fact] = value;
  ledger.periods.push({ fact, value, from: dateText(from), to: undefined, source, learntOn: dateText(learnt) });
}

/** A fact that held one value from registration and another from `day` on, learnt up to `lag` days later. */
function change(ledger: Ledger, fact: string, before: FactValue, after: FactValue, day: number, source: FactSource, lag: number): void {
  const { registered, asOf } = ledger.span;
  const from = dateText(registered);
  ledger.periods.push({ fact, value: before, from, to: dateText(day), source, learntOn: from });
  hold(ledger, fact, after, day, source, Math.min(asOf, day + ledger.random.below(lag)));
}

/** A day of the year of history, or undefined for who was registered too late to have one. */
function drawEvent(ledger: Ledger): number | undefined {
  const { start, end } = ledger.span;
  return end > start ? start + 1 + ledger.random.below(end - start) : undefined;
}

function eventIf(ledger: Ledger, probability: number): number | undefined {
  return ledger.random.chance(probability) ? drawEvent(ledger) : undefined;
}

function recordHome(ledger: Ledger, life: Life, places: Places): string | undefined {
  const { random, span } = ledger;
  const moved = eventIf(ledger, 0.027);
  const before = moved === undefined ? life.community.code : places.drawCommunity(random).code;
  if (moved === undefined || before === life.community.code) hold(ledger, "region", life.community.code, span.registered, "community");
  else change(ledger, "region", before, life.community.code, moved, "community", 45);
  const household = drawHousehold(random, life, places);
  if (household !== undefined) hold(ledger, "household_region", household, span.registered, "household_register");
  return household;
}

function drawHousehold(random: Random, life: Life, places: Places): string | undefined {
  const draw = random.next();
  if (draw < UNKNOWN.household) return undefined;
  if (draw < 0.06) return places.drawCommunity(random).code;
  if (draw < 0.085 && places.nearCounties.length > 0) return pick(random, places.nearCounties);
  if (draw < 0.093 && places.farCounties.length > 0) return pick(random, places.farCounties);
  return life.community.code;
}

function recordLiving(ledger: Ledger, life: Life): void {
  const { random, span } = ledger;
  if (life.living !== "institution" && random.chance(UNKNOWN.living)) return;
  const [odds, before] = livingBefore(life);
  const day = odds > 0 ? eventIf(ledger, odds) : undefined;
  if (day === undefined) hold(ledger, "living", life.living, span.registered, "community");
  else change(ledger, "living", before, life.living, day, "community", 60);
}

/** How likely the way of living changed within the year, and from what: after a spouse's death, or on entering a home. */
function livingBefore(life: Life): [number, Life["living"]] {
  if (life.living === "alone" && life.widowed) return [0.07, "empty_nest"];
  if (life.living === "institution" && !life.centralised) return [0.2, life.married ? "with_family" : "alone"];
  if (life.living === "with_family" && life.widowed) return [0.03, "alone"];
  return [0, life.living];
}

function recordHealth(ledger: Ledger, life: Life): void {
  const { random, span } = ledger;
  recordAssessment(ledger, life);
  if (random.chance(UNKNOWN.disability) && life.disability === "none") return;
  const certified = life.disability === "none" ? undefined : eventIf(ledger, 0.06);
  if (certified === undefined) hold(ledger, "disability_category", life.disability, span.registered, "disabled_federation");
  else change(ledger, "disability_category", "none", life.disability, certified, "disabled_federation", 30);
  if (life.disability === "none") return;
  const from = certified ?? span.registered;
  hold(ledger, "disability_grade", life.disabilityGrade, from, "disabled_federation", Math.min(span.asOf, from + random.below(30)));
}

function recordAssessment(ledger: Ledger, life: Life): void {
  const { random, span } = ledger;
  const need = (life.ability >= 2 ? 0.35 : 0) + (life.economic === "ordinary" ? 0 : 0.3) + (life.disabilityGrade > 0 ? 0.15 : 0);
  if (!random.chance(Math.min(0.95, ASSESSED[Math.min(6, Math.floor((life.age - 60) / 5))]! + need))) return;
  const day = Math.max(span.registered, span.end - random.below(700));
  const learnt = Math.min(span.asOf, day + 3 + random.below(18));
  const earlier = day - 330 - random.below(60);
  if (earlier > span.registered && random.chance(0.55)) {
    const value = random.chance(0.4) ? Math.max(0, life.ability - 1) : life.ability;
    const from = dateText(earlier);
    ledger.periods.push({ fact: "ability_level", value, from, to: dateText(day), source: "assessment", learntOn: dateText(earlier + 7) });
  }
  hold(ledger, "ability_level", life.ability, day, "assessment", learnt);
  if (life.dementia > 0 || random.chance(0.5)) hold(ledger, "dementia_level", life.dementia, day, "assessment", learnt);
  if (life.ability >= 3 && random.chance(0.2)) {
    hold(ledger, "ltci_level", Math.max(0, Math.min(5, 2 * life.ability - 4 + random.below(2))), day, "medical_insurance", learnt);
  }
  if (life.ability >= 2 && life.living !== "institution") hold(ledger, "carer_trained", random.chance(0.12), day, "civil_affairs", learnt);
}

function recordMeans(ledger: Ledger, life: Life): void {
  const { random, span } = ledger;
  const ordinary = life.economic === "ordinary";
  const changed = eventIf(ledger, ordinary ? 0.016 : life.economic === "destitute" ? 0.06 : 0.22);
  const before = economicBefore(random, life);
  if (changed !== undefined) change(ledger, "economic", before, life.economic, changed, "social_assistance", 30);
  else if (!ordinary || !random.chance(UNKNOWN.economic)) hold(ledger, "economic", life.economic, span.registered, "social_assistance");
  if (life.registeredPoor || !random.chance(UNKNOWN.registered_poor)) {
    hold(ledger, "registered_poor", life.registeredPoor, span.registered, "social_assistance");
  }
  if (life.economic === "destitute") {
    hold(ledger, "centralised", life.centralised, changed ?? span.registered, "social_assistance");
    hold(ledger, "support", life.support, changed ?? span.registered, "social_assistance");
  } else if (!random.chance(UNKNOWN.support)) hold(ledger, "support", life.support, span.registered, "community");
  recordReceipts(ledger, life, changed, before);
}

function economicBefore(random: Random, life: Life): Life["economic"] {
  if (life.economic === "ordinary") return random.chance(0.5) ? "low_income" : "minimum_allowance";
  if (life.economic === "destitute") return "minimum_allowance";
  return random.chance(0.7) ? "ordinary" : life.economic === "low_income" ? "minimum_allowance" : "low_income";
}

/** What is received now, and where something of it began within the year, what was received before. */
function recordReceipts(ledger: Ledger, life: Life, changed: number | undefined, economicWas: Life["economic"]): void {
  const { random, span } = ledger;
  const now = drawReceipts(random, life, {
    ability: ledger.facts["ability_level"] as number | undefined,
    carerTrained: ledger.facts["carer_trained"] === true,
  });
  const [day, before] = receiptsBefore(ledger, life, now, changed, economicWas);
  const ended = life.deathDay !== undefined && !random.chance(OWED_AFTER_DEATH);
  if (day === undefined || sameIds(before, now)) hold(ledger, "receives", now, span.registered, "civil_affairs");
  else change(ledger, "receives", before, now, day, "civil_affairs", 30);
  if (ended && Object.keys(now).length > 0) endReceipts(ledger, life.deathDay! + 1);
}

function receiptsBefore(
  ledger: Ledger,
  life: Life,
  now: Record<string, number | null>,
  changed: number | undefined,
  economicWas: Life["economic"],
): [number | undefined, Record<string, number | null>] {
  if (changed !== undefined) {
    const before = without(now, HARDSHIP_RECEIPTS);
    if (economicWas === "minimum_allowance") before["minimum-living-allowance"] = 36_000;
    return [changed, before];
  }
  const turned80 = life.birthDay + Math.ceil(80 * 365.25);
  if (turned80 > ledger.span.start && turned80 < ledger.span.end) {
    return [Math.min(ledger.span.end, turned80 + ledger.random.below(40)), without(now, ["old-age-allowance"])];
  }
  const begun = eventIf(ledger, 0.08);
  if (begun === undefined) return [undefined, now];
  const ids = Object.keys(now).filter((id) => !id.endsWith("-pension"));
  return ids.length === 0 ? [undefined, now] : [begun, without(now, [pick(ledger.random, ids)])];
}

function sameIds(one: Record<string, number | null>, other: Record<string, number | null>): boolean {
  return Object.keys(one).join() === Object.keys(other).join();
}

function without(receives: Record<string, number | null>, ids: readonly string[]): Record<string, number | null> {
  return Object.fromEntries(Object.entries(receives).filter(([id]) => !ids.includes(id)));
}

/** Nothing is received from the day after death; where the senior died on the city's own day, that is still to come. */
function endReceipts(ledger: Ledger, day: number): void {
  const { asOf } = ledger.span;
  if (day > asOf) return;
  const last = ledger.periods.at(-1)!;
  last.to = dateText(day);
  hold(ledger, "receives", {}, day, "civil_affairs", Math.min(asOf, day + ledger.random.below(35)));
}

function recordStanding(ledger: Ledger, life: Life): void {
  const { random, span } = ledger;
  if (life.familyPlanning !== "none" || !random.chance(UNKNOWN.family)) {
    hold(ledger, "family_planning_special", life.familyPlanning, span.registered, "health");
  }
  hold(ledger, "honoured", life.honoured, span.registered, "veterans_affairs");
  if (!random.chance(UNKNOWN.pension)) hold(ledger, "pension", life.pension, span.registered, "social_insurance");
  hold(ledger, "wandering", life.wandering, span.registered, "social_assistance");
}

/** All unknown, in one shape: millions of seniors share it, and whoever reads them is the faster for it. */
function blankFacts(): Facts {
  return {
    birth_date: undefined,
    sex: undefined,
    region: undefined,
    household_region: undefined,
    living: undefined,
    ability_level: undefined,
    dementia_level: undefined,
    ltci_level: undefined,
    carer_trained: undefined,
    disability_category: undefined,
    disability_grade: undefined,
    economic: undefined,
    registered_poor: undefined,
    centralised: undefined,
    support: undefined,
    receives: undefined,
    family_planning_special: undefined,
    honoured: undefined,
    pension: undefined,
    wandering: undefined,
    alive: undefined,
  };
}
