import type { Benefit, ExternalBenefit, Overlap } from "./pack.ts";
import type { Place } from "./expression.ts";
import { note, readClause, readId, readList, readMapping, readMoney, readScalar, readText, readWord, type Reader } from "./pack-fields.ts";
import { suggest } from "./nearest-word.ts";
import { PERIODS } from "./read-benefits.ts";
import type { YamlMap, YamlValue } from "./yaml-reader.ts";

const RULES = ["take_higher", "exclusive", "cap", "stack"] as const;
/**
 * What an overlap may name: benefits of this pack, of the lists above it, of other systems. `ids` has those of benefits
 * too that could not be read for another fault, so that one slip is not told twice.
 */
export type KnownBenefits = { own: Benefit[]; upper: Benefit[]; external: ExternalBenefit[]; ids: ReadonlySet<string> };

function readOver(reader: Reader, map: YamlMap, key: string, known: KnownBenefits): string[] | undefined {
  const over = readList(reader, map, key).flatMap((item) => {
    if (item.kind === "scalar" && known.ids.has(item.text)) return [item.text];
    const text = item.kind === "scalar" ? item.text : "";
    note(reader, item.place, "benefit.unknown", `没有编号为 ${text} 的待遇`, suggest(text, known.ids, "待遇"));
    return [];
  });
  const place = map.entries.get(key)?.place ?? map.place;
  if (new Set(over).size < over.length) return note(reader, place, "overlap.repeated", "同一待遇写了两次", "删去重复的编号");
  const listed = map.entries.get(key)?.value;
  if (over.length < 2 && listed?.kind === "list" && listed.items.length === over.length) {
    return note(reader, place, "overlap.too_few", "叠加规则至少要有两项待遇", "补上与之叠加的待遇编号");
  }
  return over;
}

/** Overlaps act on benefits that this pack gives to one kind of subject, and compare figures where they must. */
function checkMembers(reader: Reader, place: Place, rule: Overlap["rule"], over: string[], known: KnownBenefits): void {
  const benefits = [...known.own, ...known.upper].filter(({ id }) => over.includes(id));
  const external = known.external.filter(({ id }) => over.includes(id));
  if (external.length === over.length) note(reader, place, "overlap.not_own", "叠加规则里没有本政策包的待遇", "至少写一项本政策包的待遇");
  if (new Set(benefits.map(({ subject }) => subject)).size > 1) {
    note(reader, place, "overlap.subjects", "叠加的待遇对象不同，不会同时给一个对象", "只写同一对象的待遇");
  }
  if (rule !== "take_higher" && rule !== "cap") return;
  const plain = benefits.find(({ amount }) => amount.form === "service");
  if (plain) note(reader, place, "overlap.no_amount", `${plain.id} 是服务，没有金额可比`, "改用 exclusive 或 stack");
}

function readCap(reader: Reader, map: YamlMap, common: { over: string[]; place: Place }): Overlap | undefined {
  const scalar = readScalar(reader, map, "cap");
  const limit = scalar && readMoney(reader, scalar);
  const period = readWord(reader, map, "period", PERIODS);
  return limit === undefined || period === undefined ? undefined : { rule: "cap", limit, period, ...common };
}

function readKeep(reader: Reader, map: YamlMap, common: { over: string[]; place: Place }): Overlap | undefined {
  const keep = readId(reader, map, "keep");
  if (keep === undefined) return undefined;
  if (common.over.includes(keep)) return { rule: "exclusive", keep, ...common };
  return note(reader, map.entries.get("keep")!.place, "benefit.unknown", `keep 的 ${keep} 不在 exclusive 的列表里`, suggest(keep, common.over, "待遇"));
}

function readOverlap(reader: Reader, item: YamlValue, known: KnownBenefits): Overlap | undefined {
  if (item.kind !== "map") return note(reader, item.place, "value.kind", "叠加规则应由“键: 值”组成", "写作 { exclusive: [甲, 乙], keep: 甲 }");
  const rules = RULES.filter((rule) => item.entries.has(rule));
  const [rule] = rules;
  if (rule === undefined || rules.length > 1) {
    const mend = rule === undefined ? suggest([...item.entries.keys()][0] ?? "", RULES, "叠加规则") : "每条只写一种，另一种另起一条";
    return note(reader, item.place, "overlap.rule", "每条叠加规则要写一种：take_higher、exclusive、cap 或 stack", mend);
  }
  const needed = { take_higher: [rule], exclusive: [rule, "keep"], cap: [rule, "period", "over"], stack: [rule] }[rule];
  const map = readMapping(reader, item, "叠加规则", needed, ["clause", "note"]);
  const over = map && readOver(reader, map, rule === "cap" ? "over" : rule, known);
  const clause = map && readClause(reader, map, "叠加规则");
  const words = map && readText(reader, map, "note");
  if (!map || !over || over.length < 2) return undefined;
  const common = { over, ...(clause ? { clause } : {}), ...(words ? { note: words } : {}), place: map.place };
  checkMembers(reader, map.place, rule, over, known);
  if (rule === "cap") return readCap(reader, map, common);
  return rule === "exclusive" ? readKeep(reader, map, common) : { rule, ...common };
}

/** Two benefits that each put the other aside would leave nothing: the first such pair of rules is a fault. */
function checkCycles(reader: Reader, overlaps: Overlap[]): void {
  const beats = new Map<string, Set<string>>();
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    from === to || (!seen.has(from) && [...(beats.get(from) ?? [])].some((next) => reaches(next, to, seen.add(from))));
  for (const overlap of overlaps) {
    if (overlap.rule !== "exclusive") continue;
    for (const loser of overlap.over.filter((id) => id !== overlap.keep)) {
      if (reaches(loser, overlap.keep, new Set())) {
        note(reader, overlap.place, "overlap.cycle", `${overlap.keep} 与 ${loser} 互相排除，成了循环`, "只保留一个方向的 keep");
      }
      beats.set(overlap.keep, (beats.get(overlap.keep) ?? new Set()).add(loser));
    }
  }
}

/** What is said to be held together cannot also be said to shut each other out. */
function checkContradictions(reader: Reader, overlaps: Overlap[]): void {
  for (const stack of overlaps.filter(({ rule }) => rule === "stack")) {
    for (const other of overlaps) {
      if (other.rule !== "exclusive" && other.rule !== "take_higher") continue;
      const both = other.over.filter((id) => stack.over.includes(id));
      if (both.length < 2) continue;
      const later = stack.place.line > other.place.line ? stack : other;
      note(reader, later.place, "overlap.contradiction", `${both.join("与")}既可以同时享受，又不能同时享受`, "删去其中一条叠加规则");
    }
  }
}

/** The overlaps of a file in their declared order. */
export function readOverlaps(reader: Reader, root: YamlMap, known: KnownBenefits): Overlap[] {
  const overlaps = readList(reader, root, "overlaps").flatMap((item) => readOverlap(reader, item, known) ?? []);
  checkCycles(reader, overlaps);
  checkContradictions(reader, overlaps);
  return overlaps;
}

/** Benefits of other systems that overlaps and `receives` may name. */
export function readExternal(reader: Reader, root: YamlMap): ExternalBenefit[] {
  return readList(reader, root, "external_benefits").flatMap((item) => {
    const map = readMapping(reader, item, "其他体系的待遇", ["id", "name", "class"]);
    if (!map) return [];
    const [id, name, benefitClass] = [readId(reader, map, "id"), readText(reader, map, "name"), readText(reader, map, "class")];
    return id && name && benefitClass ? [{ id, name, class: benefitClass }] : [];
  });
}
