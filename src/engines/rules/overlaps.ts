import { displayYuan, type Fen } from "../../kernel/money.ts";
import { makeUndecided, type State } from "./assess.ts";
import { AMOUNT_LIMIT } from "./exact.ts";
import { liesWithin } from "./interpret.ts";
import type { Overlap, Period } from "./pack.ts";
import type { Rule } from "./policy-set.ts";

/** What an overlap found about one benefit, for the trace: null where it could not be told. */
export type OverlapNote = { benefit: string; rule: Overlap; text: string; result: boolean | null };

/** One benefit within an overlap: decided here, or one that the subject is known to receive from elsewhere. */
type Party = {
  id: string;
  /** the id by which the overlap names it: its own, or that of the upper benefit which it carries out */
  named: string;
  name: string;
  own?: State;
  /** monthly amount known to be received, null where only the receipt is known; for `own` it stands in for a figure */
  received?: Fen | null;
  /** a benefit only received that has lost a comparison */
  dropped?: boolean;
};

/** Lowest and highest figure a year. */
type Range = { low: number; high: number };

/** Twelve months to a year; a single payment counts as that of one year. */
export const PER_YEAR: Record<Period, number> = { month: 12, year: 1, once: 1 };

/**
 * Applies the overlaps in their order to the raw answers of one subject, changing their states.
 *
 * An answer given while something is unknown stays true whatever the unknown turns out to be: a benefit that could
 * still be displaced by one not yet known becomes unknown itself. The one exception is `receives` unknown as a whole,
 * which is taken as "no conflict known" and noted.
 */
export function applyOverlaps(
  rules: readonly Rule[],
  states: readonly (State | undefined)[],
  region: string | undefined,
  receives: Readonly<Record<string, Fen | null>> | undefined,
  notes?: OverlapNote[],
): void {
  for (const rule of rules) {
    if (rule.overlap.rule === "stack" || (rule.region && region && !liesWithin(region, rule.region))) continue;
    const parties = partiesOf(rule, states, receives, notes);
    if (parties.length < (rule.overlap.rule === "cap" ? 1 : 2)) continue;
    if (rule.overlap.rule === "take_higher") takeHigher(rule.overlap, parties, notes);
    else if (rule.overlap.rule === "exclusive") exclude(rule.overlap, parties, notes);
    else limit(rule.overlap, parties, notes);
  }
}

/** Whether a benefit is held: granted in full or part, or waiting for its figure only. */
export function isHeld(state: State): boolean {
  const { standing } = state;
  return standing === "granted" || standing === "reduced" || standing === "to_be_decided" || standing === "unspecified";
}

/** Members that matter: own benefits held or unknown, and others received. */
function partiesOf(
  rule: Rule,
  states: readonly (State | undefined)[],
  receives: Readonly<Record<string, Fen | null>> | undefined,
  notes?: OverlapNote[],
): Party[] {
  const parties: Party[] = [];
  let blind: string | undefined;
  for (const member of rule.members) {
    const received = member.foreign && receives && Object.hasOwn(receives, member.id) ? knownAmount(receives[member.id]) : undefined;
    if (member.foreign && receives === undefined) blind = member.name;
    let granted = false;
    for (const place of member.entries) {
      const own = states[place];
      if (!own || !(isHeld(own) || (own.standing === "unknown" && received === undefined))) continue;
      granted ||= isHeld(own);
      parties.push({ id: own.entry.benefit.id, named: member.id, name: own.entry.benefit.name, own, received });
    }
    if (received !== undefined && !granted) parties.push({ id: member.id, named: member.id, name: member.name, received });
  }
  if (notes && blind !== undefined) {
    for (const { own } of parties) if (own) note(notes, own, rule.overlap, `是否已享受${blind}：现享待遇未登记，暂按未享受处理`, null);
  }
  return parties;
}

/** A received monthly amount that can be counted with; null where it is not known or cannot be right. */
export function knownAmount(amount: unknown): Fen | null {
  return typeof amount === "number" && Number.isInteger(amount) && amount >= 0 && amount <= AMOUNT_LIMIT ? amount : null;
}

function note(notes: OverlapNote[] | undefined, state: State, rule: Overlap, text: string, result: boolean | null): void {
  notes?.push({ benefit: state.entry.benefit.id, rule, text, result });
}

function isPresent(party: Party): boolean {
  return party.own ? isHeld(party.own) : !party.dropped;
}

function suppress(state: State, by: string): void {
  state.standing = "suppressed";
  clear(state);
  state.excludedBy = by;
}

function clear(state: State): void {
  state.amount = null;
  state.min = null;
  state.max = null;
  state.excludedBy = null;
}

function makeUnknown(state: State, missing: Iterable<string>): void {
  const reasons = makeUndecided(state);
  for (const fact of missing) reasons.add(fact);
  clear(state);
}

/** What a party comes to; undefined where there is no figure to compare. */
function rangeOf({ own, received }: Party): Range | undefined {
  const times = own ? PER_YEAR[own.entry.benefit.period] : 1;
  if (own && own.amount !== null) return { low: own.amount * times, high: own.amount * times };
  if (typeof received === "number") return { low: received * 12, high: received * 12 };
  return !own || own.min === null || own.max === null ? undefined : { low: own.min * times, high: own.max * times };
}

/** Each pair in turn: the lower gives way, ties keep the first named. Bounds decide where they do not meet. */
function takeHigher(rule: Overlap, parties: readonly Party[], notes?: OverlapNote[]): void {
  const ranges = parties.map(rangeOf);
  const doubts = parties.map((party) => doubtsOf(party, parties, ranges));
  parties.forEach((a, i) => {
    for (let j = i + 1; j < parties.length; j += 1) {
      const b = parties[j]!;
      const [first, second] = [ranges[i], ranges[j]];
      if (!isPresent(a) || !isPresent(b) || !first || !second) continue;
      if (first.low >= second.high) lose(rule, { party: b, range: second }, { party: a, range: first }, notes);
      else if (second.low >= first.high) lose(rule, { party: a, range: first }, { party: b, range: second }, notes);
      else {
        noteOpen(rule, a, b, second, notes);
        noteOpen(rule, b, a, first, notes);
      }
    }
  });
  parties.forEach(({ own }, index) => {
    const missing = doubts[index];
    if (!own || !isHeld(own) || !missing) return;
    makeUnknown(own, missing);
    note(notes, own, rule, "与其就高的另一项待遇尚不能认定，暂不能认定本项", null);
  });
}

/** What is missing before one can say that no other benefit is higher; undefined where nothing is. */
function doubtsOf(party: Party, parties: readonly Party[], ranges: readonly (Range | undefined)[]): Set<string> | undefined {
  const others = parties.filter((other) => other !== party);
  const undecided = others.filter(({ own }) => own?.standing === "unknown" && canBeMeasured(own));
  const unmeasured = others.filter((other) => other.received === null && !ranges[parties.indexOf(other)]);
  if (undecided.length + unmeasured.length === 0) return undefined;
  return new Set([...undecided.flatMap(({ own }) => [...own!.missing]), ...unmeasured.map(() => "receives")]);
}

/** Whether a benefit not yet told could come with a figure: what the text leaves unspecified has none to be compared by. */
function canBeMeasured({ entry, determined }: State): boolean {
  const { form } = entry.benefit.amount;
  return form === "parts" || form === "bounds" || determined !== undefined;
}

function noteOpen(rule: Overlap, { own }: Party, other: Party, range: Range, notes?: OverlapNote[]): void {
  if (own) note(notes, own, rule, `定额须高于${other.name}（${perMonth(range)}）方可发放`, null);
}

type Compared = { party: Party; range: Range };

function lose(rule: Overlap, loser: Compared, winner: Compared, notes?: OverlapNote[]): void {
  const text = `${loser.party.name}（${perMonth(loser.range)}）与${winner.party.name}（${perMonth(winner.range)}）就高享受`;
  const { own } = loser.party;
  if (winner.party.own) note(notes, winner.party.own, rule, `${text}，保留本项`, true);
  if (own && isHeld(own)) {
    note(notes, own, rule, `${text}，不再享受本项`, false);
    suppress(own, winner.party.id);
  } else loser.party.dropped = true;
}

/** The figure of a party as a monthly amount in words. */
function perMonth(range: Range): string {
  const words = (yearly: number) => displayYuan(Math.floor(yearly / 12));
  return range.low === range.high ? `每月${words(range.low)}元` : `每月${words(range.low)}元至${words(range.high)}元`;
}

/** The kept one first, then in the order named: whoever is held shuts out those behind. */
function exclude(rule: Overlap & { rule: "exclusive" }, parties: readonly Party[], notes?: OverlapNote[]): void {
  const keepFirst = [...parties.filter((party) => party.named === rule.keep), ...parties.filter((party) => party.named !== rule.keep)];
  let holder: Party | undefined;
  const doubt = new Set<string>();
  let doubtful = false;
  for (const party of keepFirst) {
    if (party.own?.standing === "unknown") {
      if (!holder) for (const fact of party.own.missing) doubt.add(fact);
      doubtful ||= !holder;
    } else if (isPresent(party)) {
      if (holder) {
        if (!party.own) continue;
        note(notes, party.own, rule, `与${holder.name}不得同时享受，已享受${holder.name}`, false);
        suppress(party.own, holder.id);
        continue;
      }
      if (party.own && doubtful) {
        makeUnknown(party.own, doubt);
        note(notes, party.own, rule, "与本项不得同时享受的待遇尚不能认定，暂不能认定本项", null);
      } else if (party.own) note(notes, party.own, rule, "与其他待遇不得同时享受，保留本项", true);
      holder = party;
    }
  }
}

/** What is received from elsewhere uses up the limit first; then in the order named, the later ones are reduced. */
function limit(rule: Overlap & { rule: "cap" }, parties: readonly Party[], notes?: OverlapNote[]): void {
  let room = rule.limit * PER_YEAR[rule.period];
  let last: string | null = null;
  const doubt = new Set<string>();
  let doubtful = false;
  for (const party of parties) {
    if (party.received === undefined || (party.own && (party.own.amount ?? party.own.max) !== null)) continue;
    if (typeof party.received === "number") room -= party.received * 12;
    else {
      doubt.add("receives");
      doubtful = true;
    }
    last = party.id;
  }
  for (const { own } of parties) {
    if (!own) continue;
    if (own.standing === "unknown") {
      for (const fact of own.missing) doubt.add(fact);
      doubtful = true;
    } else if (isHeld(own) && (own.amount ?? own.max) !== null) {
      if (doubtful) {
        makeUnknown(own, doubt);
        note(notes, own, rule, "合计限额内的其他待遇尚不能认定，暂不能认定本项", null);
        continue;
      }
      room -= reduce(rule, own, room, last, notes);
      last = own.entry.benefit.id;
    }
  }
}

/** Fits one benefit into what is left of a limit; returns what it uses, a year. */
function reduce(rule: Overlap & { rule: "cap" }, own: State, room: number, last: string | null, notes?: OverlapNote[]): number {
  const times = PER_YEAR[own.entry.benefit.period];
  const most = Math.max(0, Math.floor(room / times));
  const words = `合计不超过${displayYuan(rule.limit)}元`;
  const wanted = own.amount ?? own.max!;
  if (wanted <= most) {
    note(notes, own, rule, `${words}，本项未超出`, true);
    return (own.amount ?? own.min!) * times;
  }
  if (most === 0) {
    note(notes, own, rule, `${words}，限额已用完`, false);
    suppress(own, last ?? own.entry.benefit.id);
    return 0;
  }
  note(notes, own, rule, `${words}，本项减为${displayYuan(most)}元`, false);
  own.excludedBy = last;
  if (own.amount !== null) {
    own.standing = "reduced";
    own.amount = most;
    return most * times;
  }
  own.max = most;
  own.min = Math.min(own.min!, most);
  return own.min * times;
}
