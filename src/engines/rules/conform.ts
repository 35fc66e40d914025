import { displayYuan } from "../../kernel/money.ts";
import { FACTS, SUBJECT_NAMES } from "../../kernel/facts.ts";
import { NATION } from "../../kernel/regions.ts";
import type { CivilDate } from "../../kernel/dates.ts";
import { constantOn, turningDays } from "./check-pack.ts";
import { settingOf } from "./check-tables.ts";
import { comparableCases, compareCases, TIMES_A_YEAR, type AmountCase, type Held } from "./conform-amounts.ts";
import { findCase, type Claim, type Setting } from "./decide-logic.ts";
import type { Expr } from "./expression.ts";
import type { Benefit, Pack } from "./pack.ts";

/** Where a lower list falls short: of the item itself, its subject, who has it, how much, or how well. */
export type Shortfall = {
  /** the upper list's benefit */
  benefit: string;
  name: string;
  /** the benefit that carries it out below; none where there is none */
  lower?: { pack: string; benefit: string; line: number };
  aspect: "item" | "subject" | "scope" | "amount" | "standard";
  message: string;
  /** somebody whom the lower list leaves out or gives less, in words */
  example?: string;
  /** false where falling short could not be excluded, but no plain case of it was found */
  proven: boolean;
};

/** Lower benefits that carry out an upper one: by the same id, by `implements`, or through one that does. */
function carriersOf(upper: Benefit, lower: Pack[]): Held[] {
  const all = lower.flatMap((pack) => pack.benefits.map((benefit) => ({ pack, benefit })));
  const ids = new Set([upper.id]);
  for (let before = -1; before !== ids.size; ) {
    before = ids.size;
    for (const { benefit } of all) if (benefit.implements !== undefined && ids.has(benefit.implements)) ids.add(benefit.id);
  }
  return all.filter(({ benefit }) => ids.has(benefit.id));
}

function isBefore(a: CivilDate | undefined, b: CivilDate | undefined): boolean {
  return a !== undefined && (b === undefined || a < b);
}

/** The days on which both are in force; undefined where there are none. */
function commonSetting(upper: Held, lower: Held): Setting | undefined {
  const [a, b] = [settingOf(upper.pack, upper.benefit), settingOf(lower.pack, lower.benefit)];
  const from = a.from > b.from ? a.from : b.from;
  const to = isBefore(a.to, b.to) ? a.to : b.to;
  return to !== undefined && to < from ? undefined : { subject: a.subject, from, ...(to === undefined ? {} : { to }) };
}

/** A lower list speaks only of those in its own region. */
function regionClaim(held: Held): Claim[] {
  const { region } = held.pack.document;
  const fact = Object.entries(FACTS[held.benefit.subject]).find(([name, { type }]) => type === "region" && name !== "household_region")?.[0];
  if (fact === undefined || region === NATION) return [];
  const { place } = held.benefit;
  const arg: Expr = { op: "fact", type: { kind: "region" }, place, fact };
  return [{ expr: { op: "within", type: { kind: "boolean" }, place, arg, ancestor: region }, holds: true, parameters: {} }];
}

function whenClaim({ pack, benefit }: Held, holds: boolean): Claim {
  return { expr: benefit.when, holds, parameters: pack.parameters };
}

type Comparing = { upper: Held; carriers: Held[]; found: Shortfall[] };

function tell(comparing: Comparing, lower: Held | undefined, rest: Pick<Shortfall, "aspect" | "message" | "proven" | "example">): void {
  const { benefit } = comparing.upper;
  const place = lower && { lower: { pack: lower.pack.name, benefit: lower.benefit.id, line: lower.benefit.place.line } };
  comparing.found.push({ benefit: benefit.id, name: benefit.name, ...place, ...rest });
}

/** Nobody whom the upper list serves may be left out below. */
function compareScope(comparing: Comparing): void {
  const { upper, carriers } = comparing;
  const first = carriers[0]!;
  const setting = commonSetting(upper, first);
  if (!setting) return;
  const left = findCase([whenClaim(upper, true), ...regionClaim(first), ...carriers.map((held) => whenClaim(held, false))], setting);
  if (!left) return;
  const message = left.exact ? "上级清单覆盖的对象，下级没有全部覆盖" : "不能证明下级覆盖了上级清单的全部对象";
  tell(comparing, first, { aspect: "scope", message, proven: left.exact, ...(left.text === "" ? {} : { example: left.text }) });
}

function payOf(one: AmountCase): string {
  const words = [...one.perUnit].map(([unit, fen]) => (unit === "1" ? `${displayYuan(fen)}元` : `${unit} × ${displayYuan(fen)}元`));
  return words.length === 0 ? "0元" : words.join(" + ");
}

/** The first case, if any, in which the lower list pays less on a day. */
function findLess(comparing: Comparing, lower: Held, setting: Setting, date: CivilDate): boolean {
  const { upper, carriers } = comparing;
  const cases = comparableCases(lower, upper, date);
  const periods = [TIMES_A_YEAR[lower.benefit.period], TIMES_A_YEAR[upper.benefit.period]];
  if (!cases || (periods[0] === undefined) !== (periods[1] === undefined)) {
    tell(comparing, lower, { aspect: "amount", message: "两级的金额写法或发放周期不同，不能证明下级不低于上级", proven: false });
    return true;
  }
  const others = carriers.filter((held) => held !== lower).map((held) => whenClaim(held, false));
  for (const a of cases.upper) {
    for (const b of cases.lower) {
      const verdict = compareCases(b, a, periods[0] ?? 1, periods[1] ?? 1);
      if (verdict === "enough") continue;
      const claims = [whenClaim(upper, true), whenClaim(lower, true), ...regionClaim(lower), ...others, ...a.claims, ...b.claims];
      const found = findCase(claims, { ...setting, from: date });
      if (!found) continue;
      const message = `下级给 ${payOf(b)}，低于上级的 ${payOf(a)}`;
      tell(comparing, lower, { aspect: "amount", message, proven: verdict === "less" && found.exact, ...(found.text === "" ? {} : { example: found.text }) });
      return true;
    }
  }
  return false;
}

/** The upper end of an officer's discretion may not be lowered either. */
function compareCeilings(comparing: Comparing, lower: Held, date: CivilDate): void {
  const [above, below] = [comparing.upper.benefit.amount, lower.benefit.amount];
  if (above.form !== "bounds" || below.form !== "bounds") return;
  const a = constantOn(above.max, comparing.upper.pack.parameters, date);
  const b = constantOn(below.max, lower.pack.parameters, date);
  if (a === undefined || b === undefined || b >= a) return;
  tell(comparing, lower, { aspect: "amount", message: `下级幅度的上限 ${displayYuan(b)}元，低于上级的 ${displayYuan(a)}元`, proven: true });
}

function compareAmount(comparing: Comparing, lower: Held): void {
  const { form } = comparing.upper.benefit.amount;
  if (form === "service" || form === "unspecified") return;
  if (lower.benefit.amount.form === "service" || lower.benefit.amount.form === "unspecified") {
    tell(comparing, lower, { aspect: "amount", message: "上级清单定了金额，下级没有定", proven: true });
    return;
  }
  const setting = commonSetting(comparing.upper, lower);
  if (!setting) return;
  compareCeilings(comparing, lower, setting.from);
  const turns = [...turningDays(comparing.upper.pack, comparing.upper.benefit), ...turningDays(lower.pack, lower.benefit)];
  const days = [setting.from, ...turns.filter((date) => date > setting.from && (setting.to === undefined || date <= setting.to))];
  for (const date of [...new Set(days)].sort()) if (findLess(comparing, lower, setting, date)) return;
}

function compareStandard(comparing: Comparing, lower: Held): void {
  const [above, below] = [comparing.upper.benefit.standard, lower.benefit.standard];
  if (above?.level === undefined || (below?.level !== undefined && below.level >= above.level)) return;
  const message = `服务标准“${below?.text ?? "未写"}”低于上级的“${above.text}”`;
  tell(comparing, lower, { aspect: "standard", message, proven: below?.level !== undefined });
}

function compareBenefit(upper: Held, lower: Pack[]): Shortfall[] {
  const found: Shortfall[] = [];
  const carriers = carriersOf(upper.benefit, lower).filter((held) => commonSetting(upper, held));
  const comparing: Comparing = { upper, carriers, found };
  if (carriers.length === 0) {
    const inherited = lower.some(({ inherits }) => inherits === true);
    if (!inherited) tell(comparing, undefined, { aspect: "item", message: `下级清单没有“${upper.benefit.name}”`, proven: true });
    return found;
  }
  const [foreign] = carriers.filter(({ benefit }) => benefit.subject !== upper.benefit.subject);
  if (foreign) {
    const [own, theirs] = [SUBJECT_NAMES[upper.benefit.subject], SUBJECT_NAMES[foreign.benefit.subject]];
    tell(comparing, foreign, { aspect: "subject", message: `上级的对象是${own}，下级的是${theirs}`, proven: true });
    return found;
  }
  compareScope(comparing);
  for (const lowerHeld of carriers) {
    compareAmount(comparing, lowerHeld);
    compareStandard(comparing, lowerHeld);
  }
  return found;
}

/**
 * Whether a lower service list keeps every benefit of an upper one, for nobody fewer, at no less money and no lower
 * standard (依据：贵州省实施方案，服务项目、覆盖范围和实现程度不低于国家清单). A lower pack that `inherits` leaves in
 * force whatever of the upper list it does not restate.
 *
 * @param lower the packs of one lower level together; several benefits may carry out one upper benefit between them
 * @returns each shortfall, `proven` where a plain case of it exists; none means that it was shown that there is none
 */
export function conform(lower: Pack[], upper: Pack): Shortfall[] {
  return upper.benefits.flatMap((benefit) => compareBenefit({ pack: upper, benefit }, lower));
}
