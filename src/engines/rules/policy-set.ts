import { addDays, type CivilDate } from "../../kernel/dates.ts";
import { FACTS, type SubjectKind } from "../../kernel/facts.ts";
import { isWithin, type RegionCode } from "../../kernel/regions.ts";
import { collectNames } from "./expression-names.ts";
import type { Benefit, Overlap, Pack, Parameter, ParameterValue } from "./pack.ts";

/** A benefit as it stands on a day: whether it is in force, and to whom it applies by region. */
export type Entry = {
  benefit: Benefit;
  pack: Pack;
  inForce: boolean;
  /** the region it is limited to; undefined where it applies to every subject of the set */
  region?: RegionCode;
  /** regions below, whose own list takes its place; "everywhere" for subjects without a region */
  replacedIn: readonly RegionCode[];
  parameters: Readonly<Record<string, number>>;
};

/** An overlap with its members found, in the order in which it names them. */
export type Rule = { overlap: Overlap; region?: RegionCode; members: readonly Member[] };
/**
 * One benefit that an overlap names. `entries` are its places among those of the set. Of a benefit that the overlap's
 * own pack does not grant (`foreign`), what the subject is known to receive counts before what another pack says.
 */
export type Member = { id: string; name: string; foreign: boolean; entries: readonly number[] };

/** What stands between two dates on which a document, benefit or parameter begins or ends. */
export type Standings = { entries: readonly Entry[]; rules: readonly Rule[] };

/**
 * The benefits that may concern subjects of one kind on a date, from one or several packs. Which of them concern one
 * subject follows from its region.
 */
export type PolicySet = {
  kind: SubjectKind;
  date: CivilDate;
  packs: readonly Pack[];
  /** all packs are of one region, so a subject whose region is unknown is taken to live there */
  oneRegion: boolean;
  /** dates on which something begins, or has just ended; ascending */
  breaks: readonly CivilDate[];
  /** standings between breaks, made when first asked for */
  made: Map<number, Standings>;
};

/**
 * The benefits of `packs` for one kind of subject on a date.
 *
 * A lower pack's benefit with the same id as an upper one, or naming it in `implements`, takes its place for the
 * subjects of the lower region while the lower document is in force. Of several versions of one region's pack that
 * decide the same benefit, only the one in force is asked.
 */
export function policySet(packs: readonly Pack[], kind: SubjectKind, date: CivilDate): PolicySet {
  const regions = new Set(packs.map((pack) => pack.document.region));
  const breaks = [...new Set(packs.flatMap(breaksOf))].sort();
  return { kind, date, packs: [...packs], oneRegion: regions.size <= 1, breaks, made: new Map() };
}

/** What stands on a date, which may be another than the set was made for. */
export function standingsOn(set: PolicySet, date: CivilDate): Standings {
  let segment = 0;
  while (segment < set.breaks.length && set.breaks[segment]! <= date) segment += 1;
  const known = set.made.get(segment);
  if (known) return known;
  const made = makeStandings(set, date);
  set.made.set(segment, made);
  return made;
}

/** Whether a document, or a benefit within it, is in force on a date; both ends belong to the period. */
export function isInForce(pack: Pack, benefit: Benefit, date: CivilDate): boolean {
  const { effective, expires } = pack.document;
  return (
    effective <= date &&
    (expires === undefined || date <= expires) &&
    (benefit.effective === undefined || benefit.effective <= date) &&
    (benefit.expires === undefined || date <= benefit.expires)
  );
}

/** The value of a parameter that holds on a date, with its clause; undefined where none is laid down. */
export function findParameterValue(parameter: Parameter, date: CivilDate): ParameterValue | undefined {
  let found: ParameterValue | undefined;
  for (const value of parameter.values) {
    if (value.from <= date && (value.to === undefined || date <= value.to) && (!found || value.from > found.from)) found = value;
  }
  return found;
}

function breaksOf(pack: Pack): CivilDate[] {
  const { effective, expires } = pack.document;
  const ends = [expires, ...pack.benefits.map((benefit) => benefit.expires)];
  const begins = [effective, ...pack.benefits.map((benefit) => benefit.effective)];
  for (const parameter of Object.values(pack.parameters)) {
    for (const value of parameter.values) {
      begins.push(value.from);
      ends.push(value.to);
    }
  }
  const known = (date: CivilDate | undefined): date is CivilDate => date !== undefined;
  return [...begins.filter(known), ...ends.filter(known).map((date) => addDays(date, 1))];
}

function makeStandings(set: PolicySet, date: CivilDate): Standings {
  const drafts = set.packs.flatMap((pack) => {
    const parameters = parametersOn(pack, date);
    return pack.benefits
      .filter((benefit) => benefit.subject === set.kind)
      .map((benefit) => ({ benefit, pack, parameters, inForce: isInForce(pack, benefit, date) && hasParameters(benefit, parameters) }));
  });
  const kept = drafts.filter((draft) => draft.inForce || !drafts.some((other) => supersedes(other, draft)));
  const byRegion = Object.hasOwn(FACTS[set.kind], "region");
  const entries = kept.map((draft): Entry => {
    const lower = kept.filter((other) => other.inForce && takesPlaceOf(other, draft)).map((other) => other.pack.document.region);
    const limited = byRegion && draft.pack.document.region !== "000000000000";
    return { ...draft, region: limited ? draft.pack.document.region : undefined, replacedIn: [...new Set(lower)] };
  });
  const visible = byRegion ? entries : entries.filter((entry) => entry.replacedIn.length === 0);
  return { entries: visible, rules: makeRules(set, date, visible) };
}

type Draft = Pick<Entry, "benefit" | "pack" | "inForce">;

/** Whether another version of the same region's pack speaks of the same benefit and is in force, or is the later one. */
function supersedes(other: Draft, draft: Draft): boolean {
  if (other.pack === draft.pack || other.benefit.id !== draft.benefit.id) return false;
  if (other.pack.document.region !== draft.pack.document.region) return false;
  return other.inForce || other.pack.document.effective > draft.pack.document.effective;
}

function takesPlaceOf(lower: Draft, upper: Draft): boolean {
  const [below, above] = [lower.pack.document.region, upper.pack.document.region];
  if (below === above || !isWithin(below, above)) return false;
  return lower.benefit.id === upper.benefit.id || lower.benefit.implements === upper.benefit.id;
}

function parametersOn(pack: Pack, date: CivilDate): Record<string, number> {
  const values = Object.values(pack.parameters).map((parameter) => [parameter.name, findParameterValue(parameter, date)?.value] as const);
  return Object.fromEntries(values.filter((entry): entry is readonly [string, number] => entry[1] !== undefined));
}

/** A rule whose figure is not laid down for a date is not in force on it. */
function hasParameters(benefit: Benefit, parameters: Record<string, number>): boolean {
  return collectNames(benefit).parameters.every((name) => parameters[name] !== undefined);
}

/** Only documents in force coordinate benefits; they do so for the subjects of their region. */
function makeRules(set: PolicySet, date: CivilDate, entries: readonly Entry[]): Rule[] {
  const packs = set.packs.filter(({ document }) => document.effective <= date && (document.expires === undefined || date <= document.expires));
  return packs.flatMap((pack) =>
    pack.overlaps.map((overlap): Rule => {
      const members = overlap.over.map((id): Member => {
        const places = placesOf(id, pack, entries).filter((place) => membershipOf(entries[place]!, overlap) === id);
        return { id, name: nameOf(id, pack, entries), foreign: isForeign(id, pack), entries: places };
      });
      return { overlap, region: set.oneRegion ? undefined : pack.document.region, members };
    }),
  );
}

/** Whether a pack neither grants a benefit nor carries it out. */
export function isForeign(id: string, pack: Pack): boolean {
  return pack.benefits.every((benefit) => benefit.id !== id && benefit.implements !== id);
}

/** The name under which an overlap means an entry: its own id before that which it implements. */
function membershipOf({ benefit }: Entry, overlap: Overlap): string | undefined {
  return overlap.over.includes(benefit.id) ? benefit.id : benefit.implements;
}

function nameOf(id: string, pack: Pack, entries: readonly Entry[]): string {
  const own = pack.benefits.find((benefit) => benefit.id === id) ?? entries.find(({ benefit }) => benefit.id === id)?.benefit;
  return own?.name ?? pack.external.find((external) => external.id === id)?.name ?? id;
}

/** Where a benefit named by a pack's overlap stands: in the pack itself, else wherever above or below its region. */
function placesOf(id: string, pack: Pack, entries: readonly Entry[]): number[] {
  const named = entries.flatMap((entry, place) => (entry.benefit.id === id || entry.benefit.implements === id ? [place] : []));
  const own = named.filter((place) => entries[place]!.pack === pack && entries[place]!.benefit.id === id);
  if (own.length > 0) return own;
  const here = pack.document.region;
  return named.filter((place) => {
    const there = entries[place]!.pack.document.region;
    return isWithin(here, there) || isWithin(there, here);
  });
}
