import { DERIVED_FACTS, FACTS, type DerivedFact, type Fact, type Facts, type FactValue, type SubjectKind } from "../../kernel/facts.ts";
import { isRegionCode } from "../../kernel/regions.ts";
import { findDay } from "./day-numbers.ts";
import { POWERS_OF_TEN } from "./exact.ts";

/** 9,999,999,999,999.99元: the largest figure that money is read with. */
export const MONEY_LIMIT = 999_999_999_999_999;

/** A known value as expressions hold it: numbers and money as scaled whole numbers, dates as day numbers. */
export type KnownValue = boolean | number | string | Record<string, number | null>;

/**
 * The value of a stored fact as expressions hold it, or undefined where it is unknown. A value that the dictionary does
 * not allow (a level out of range, a date that does not exist, a figure with too many decimals) is not known either:
 * it must never match anyone by accident.
 */
export function knownValue(fact: Fact, raw: FactValue | null | undefined): KnownValue | undefined {
  if (raw === undefined || raw === null || raw === "") return undefined;
  switch (fact.type) {
    case "boolean":
      return typeof raw === "boolean" ? raw : undefined;
    case "integer":
      return Number.isInteger(raw) && (raw as number) >= fact.min && (raw as number) <= fact.max ? (raw as number) : undefined;
    case "number":
      return typeof raw === "number" && raw >= fact.min && raw <= fact.max ? scaled(raw, fact.scale) : undefined;
    case "money":
      return Number.isInteger(raw) && (raw as number) >= 0 && (raw as number) <= MONEY_LIMIT ? (raw as number) : undefined;
    case "date":
      return typeof raw === "string" ? findDay(raw) : undefined;
    case "region":
      return typeof raw === "string" && isRegionCode(raw) ? raw : undefined;
    case "enum":
      return typeof raw === "string" && Object.hasOwn(fact.values, raw) ? raw : undefined;
    case "text":
      return typeof raw === "string" ? raw : undefined;
    case "benefits":
      return typeof raw === "object" ? raw : undefined;
  }
}

function scaled(value: number, scale: number): number | undefined {
  const power = POWERS_OF_TEN[scale]!;
  const whole = Math.round(value * power);
  return whole / power === value ? whole : undefined;
}

/** The definition of a stored fact; undefined for a derived one. */
export function findStored(kind: SubjectKind, name: string): Fact | undefined {
  return FACTS[kind][name];
}

export function findDerived(kind: SubjectKind, name: string): DerivedFact | undefined {
  return DERIVED_FACTS[kind][name];
}

/** The stored fact behind a name: itself, or what it is derived from. */
export function storedFact(kind: SubjectKind, name: string): string {
  return DERIVED_FACTS[kind][name]?.from ?? name;
}

/** The stored facts of a kind in the order of the dictionary, of those in `names`. */
export function inDictionaryOrder(kind: SubjectKind, names: ReadonlySet<string>): string[] {
  return Object.keys(FACTS[kind]).filter((name) => names.has(name));
}

/** Benefits that a subject is known to receive; undefined where nothing is known of it. */
export function receivedBenefits(facts: Facts): Record<string, number | null> | undefined {
  const receives = facts["receives"];
  return typeof receives === "object" && receives !== null ? receives : undefined;
}
