import { type Benefit, compile, type CompiledSet, factsRead, nextLook, type Pack, policySet, type PolicySet } from "../../engines/rules/index.ts";
import type { SubjectKind } from "../../kernel/facts.ts";
import { isWithin, type RegionCode } from "../../kernel/regions.ts";
import type { LoadedVersion } from "./pack-library.ts";

/** The lists that speak of one kind of subject in one region: the nation's, its own, and those between. */
export type Lists = {
  kind: SubjectKind;
  versions: readonly LoadedVersion[];
  set: PolicySet;
  compiled: CompiledSet;
  /** the next day on which the calendar alone can change an answer */
  nextLook: ReturnType<typeof nextLook>;
  /** which benefits a change of a fact can touch, whole overlap groups together */
  touchedBy: ReadonlyMap<string, ReadonlySet<string>>;
};

/** Facts that touch every benefit: where one lives, whether one lives, what one has. */
const TOUCHES_ALL: ReadonlySet<string> = new Set(["region", "alive", "receives"]);
/** Lists are few: a handful of regions by kinds. More than these are made again when needed. */
const CACHE_SIZE = 64;
const made = new Map<string, Lists>();

/** Of the versions in force, those that apply to subjects of a kind in a region; compiled once. */
export function listsFor(versions: readonly LoadedVersion[], kind: SubjectKind, region: RegionCode): Lists {
  const applying = versions.filter((version) => isWithin(region, version.pack.document.region));
  const key = [kind, ...applying.map((version) => version.id)].join(" ");
  const known = made.get(key);
  if (known) return known;
  const packs = applying.map((version) => version.pack);
  // the date only says where to begin: the set knows all its dates
  const set = policySet(packs, kind, applying[0]?.effectiveFrom ?? "1900-01-01");
  const lists: Lists = { kind, versions: applying, set, compiled: compile(set), nextLook: nextLook(set), touchedBy: touchedBy(packs, kind) };
  if (made.size >= CACHE_SIZE) made.delete(made.keys().next().value!);
  made.set(key, lists);
  return lists;
}

/** The version that a pack is in these lists. */
export function versionOf(lists: Lists, pack: string): LoadedVersion {
  const version = lists.versions.find((candidate) => candidate.pack.name === pack);
  if (!version) throw new Error(`no version of ${pack} in the lists`);
  return version;
}

export function findBenefit(pack: Pack, id: string): Benefit | undefined {
  return pack.benefits.find((benefit) => benefit.id === id);
}

/** What changes of these facts can touch; undefined for everything, an empty set for nothing. */
export function touched(lists: Lists, facts: readonly string[]): ReadonlySet<string> | undefined {
  if (facts.some((fact) => TOUCHES_ALL.has(fact))) return undefined;
  const benefits = new Set<string>();
  for (const fact of facts) for (const benefit of lists.touchedBy.get(fact) ?? []) benefits.add(benefit);
  return benefits;
}

function touchedBy(packs: readonly Pack[], kind: SubjectKind): Map<string, Set<string>> {
  const groups = overlapGroups(packs);
  const byFact = new Map<string, Set<string>>();
  for (const pack of packs) {
    for (const benefit of pack.benefits) {
      if (benefit.subject !== kind) continue;
      for (const fact of factsRead(benefit, pack)) {
        const benefits = byFact.get(fact) ?? new Set();
        for (const id of groups.get(benefit.id) ?? [benefit.id]) benefits.add(id);
        byFact.set(fact, benefits);
      }
    }
  }
  return byFact;
}

/** For each benefit all that overlaps tie to it, itself included: directly, through others, or through what it carries out. */
function overlapGroups(packs: readonly Pack[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  const join = (ids: readonly string[]) => {
    const whole = new Set(ids.flatMap((id) => [...(groups.get(id) ?? [id])]));
    for (const id of whole) groups.set(id, whole);
  };
  for (const pack of packs) {
    for (const benefit of pack.benefits) if (benefit.implements !== undefined) join([benefit.id, benefit.implements]);
    for (const overlap of pack.overlaps) if (overlap.rule !== "stack") join(overlap.over);
  }
  return groups;
}
