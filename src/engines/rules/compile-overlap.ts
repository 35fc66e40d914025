import { PER_YEAR } from "./overlaps.ts";
import type { Overlap, Period } from "./pack.ts";
import type { Entry, Member, Rule } from "./policy-set.ts";

/**
 * One benefit in the loop of an overlap, party n. With a `place` it is decided here: `S{n}`, `A{n}`, `L{n}`, `H{n}`,
 * `B{n}` are its results. With `received` there is a column `R{n}` of what the subject receives of it.
 */
export type PartyCode = {
  name: string;
  id: string;
  place?: number;
  period: Period;
  /** its form has bounds, so that its results have `L` and `H` */
  bounds: boolean;
  /** it may come with a figure; what the text leaves unspecified, or gives in kind, has none to be compared by */
  measured: boolean;
  received?: string;
  /** parties of the same benefit that are decided here: only where none of them is held does receipt speak alone */
  decided: string[];
};

/** The members of an overlap, in its order (for `exclusive` the kept one first), as they stand in its loop. */
export function partiesOf(rule: Rule, entries: readonly Entry[], columns: ReadonlySet<string>): PartyCode[] {
  const parties: PartyCode[] = [];
  for (const member of inOrder(rule)) {
    const column = `receives:${member.id}`;
    const received = member.foreign && columns.has(column) ? column : undefined;
    const decided: string[] = [];
    for (const place of member.entries) {
      const { id, period, amount } = entries[place]!.benefit;
      const name = String(parties.length);
      decided.push(name);
      const bounds = amount.form === "bounds";
      parties.push({ name, id, place, period, bounds, measured: bounds || amount.form === "parts", received, decided: [] });
    }
    if (received) parties.push({ name: String(parties.length), id: member.id, period: "month", bounds: false, measured: true, received, decided });
  }
  return parties;
}

function inOrder({ overlap, members }: Rule): readonly Member[] {
  if (overlap.rule !== "exclusive") return members;
  return [...members.filter((member) => member.id === overlap.keep), ...members.filter((member) => member.id !== overlap.keep)];
}

/**
 * The body of an overlap's loop, the same as `applyOverlaps` for one rule. `code(id)` is the number under which `B`
 * names a benefit. `h{n}` says that a party is held, `u{n}` that it cannot be told whether it is.
 */
export function overlapBody(overlap: Overlap, parties: readonly PartyCode[], code: (id: string) => number): string {
  const loads = parties.map(({ name, place, received }) => {
    return `${place === undefined ? "" : `const s${name} = S${name}[i];`} ${received ? `const r${name} = R${name}[i];` : ""}`;
  });
  const known = (name: string) => `r${name} === r${name}`;
  const states = parties.map(({ name, place, received, decided }) => {
    if (place === undefined) return `let h${name} = ${[known(name), ...decided.map((other) => `!h${other}`)].join(" && ")} ? 1 : 0;`;
    const unknown = `s${name} === 2${received ? ` && !(${known(name)})` : ""}`;
    return `let h${name} = 120 >>> s${name} & 1; const u${name} = ${unknown} ? 1 : 0;`;
  });
  // At most so many are held, unknown (standings 2 to 6) or received; one alone can only pass a limit by itself.
  const count = parties.map(({ name, place }) => (place === undefined ? `(${known(name)} ? 1 : 0)` : `(124 >>> s${name} & 1)`)).join(" + ");
  const skip = overlap.rule === "cap" ? `if (${count} < 2 && !(${aboveLimit(overlap, parties)})) continue;` : `if (${count} < 2) continue;`;
  return [...loads, skip, ...states, settle(overlap, parties, code)].join("\n");
}

/** Whether any figure passes the limit alone. */
function aboveLimit(overlap: Overlap & { rule: "cap" }, parties: readonly PartyCode[]): string {
  const limit = overlap.limit * PER_YEAR[overlap.period];
  const own = parties.filter(({ place }) => place !== undefined);
  const figures = own.flatMap(({ name, period, bounds }) => (bounds ? ["A", "H"] : ["A"]).map((letter) => `${letter}${name}[i] * ${PER_YEAR[period]} > ${limit}`));
  return figures.length === 0 ? "false" : figures.join(" || ");
}

function settle(overlap: Overlap, parties: readonly PartyCode[], code: (id: string) => number): string {
  if (overlap.rule === "take_higher") return takeHigher(parties, code);
  if (overlap.rule === "exclusive") return exclude(parties, code);
  return overlap.rule === "cap" ? limit(overlap, parties, code) : "";
}

function clear({ name, bounds }: PartyCode, standing: number): string {
  return `S${name}[i] = ${standing}; A${name}[i] = NaN; B${name}[i] = 0;${bounds ? ` L${name}[i] = NaN; H${name}[i] = NaN;` : ""}`;
}

function suppress(party: PartyCode, by: string | number): string {
  return party.place === undefined ? "" : `${clear(party, 7)} B${party.name}[i] = ${by};`;
}

/** `l{n}` and `g{n}`: lowest and highest figure a year, NaN where there is none. */
function rangeCode({ name: n, place, period, bounds, received }: PartyCode): string {
  const rest = received ? `r${n} >= 0 ? r${n} * 12` : "";
  if (place === undefined) return `const l${n} = ${rest} : NaN, g${n} = l${n};`;
  const times = PER_YEAR[period];
  const figure = (bound: string) => `A${n}[i] === A${n}[i] ? A${n}[i] * ${times} : ${received ? `${rest} : ` : ""}${bounds ? `${bound}${n}[i] * ${times}` : "NaN"}`;
  return `const l${n} = ${figure("L")}, g${n} = ${figure("H")};`;
}

function takeHigher(parties: readonly PartyCode[], code: (id: string) => number): string {
  const lose = (loser: PartyCode, winner: PartyCode) => `{ h${loser.name} = 0; ${suppress(loser, code(winner.id))} }`;
  const pairs = parties.flatMap((a, i) =>
    parties.slice(i + 1).map((b) => `if (h${a.name} & h${b.name}) { if (l${a.name} >= g${b.name}) ${lose(b, a)} else if (l${b.name} >= g${a.name}) ${lose(a, b)} }`),
  );
  const unmeasured = parties.map(({ name, received }) => (received ? `const w${name} = h${name} && r${name} < 0 && l${name} !== l${name};` : ""));
  const doubts = parties.map((party) => {
    if (party.place === undefined) return "";
    const others = parties.filter((other) => other !== party);
    const reasons = others.flatMap(({ name, place, measured, received }) => [...(place === undefined || !measured ? [] : [`u${name}`]), ...(received ? [`w${name}`] : [])]);
    return reasons.length === 0 ? "" : `if (h${party.name} && (${reasons.join(" || ")})) { ${clear(party, 2)} }`;
  });
  return [...parties.map(rangeCode), ...unmeasured, ...pairs, ...doubts].join("\n");
}

function exclude(parties: readonly PartyCode[], code: (id: string) => number): string {
  const steps = parties.map((party) => {
    const n = party.name;
    if (party.place === undefined) return `if (h${n} && holder === 0) holder = ${code(party.id)};`;
    const keep = `if (doubt) { ${clear(party, 2)} } holder = ${code(party.id)};`;
    return `if (u${n}) { if (holder === 0) doubt = 1; } else if (h${n}) { if (holder !== 0) { ${suppress(party, "holder")} } else { ${keep} } }`;
  });
  return ["let holder = 0, doubt = 0;", ...steps].join("\n");
}

function limit(overlap: Overlap & { rule: "cap" }, parties: readonly PartyCode[], code: (id: string) => number): string {
  const received = parties.map((party) => {
    const n = party.name;
    if (!party.received) return "";
    const alone = party.place === undefined ? "" : ` && A${n}[i] !== A${n}[i]${party.bounds ? ` && H${n}[i] !== H${n}[i]` : ""} && r${n} === r${n}`;
    return `if (h${n}${alone}) { if (r${n} >= 0) room -= r${n} * 12; else doubt = 1; last = ${code(party.id)}; }`;
  });
  const own = parties.map((party) => (party.place === undefined ? "" : fit(party, code(party.id))));
  return [`let room = ${overlap.limit * PER_YEAR[overlap.period]}, last = 0, doubt = 0;`, ...received, ...own].join("\n");
}

/** Fits one benefit into what is left of a limit. */
function fit(party: PartyCode, code: number): string {
  const n = party.name;
  const times = PER_YEAR[party.period];
  const [low, high] = party.bounds ? [`L${n}[i]`, `H${n}[i]`] : ["NaN", "NaN"];
  const narrow = party.bounds ? `${high} = most; if (${low} > most) ${low} = most; room -= ${low} * ${times};` : "";
  return `if (u${n}) doubt = 1;
else if (h${n}) {
  const plain = A${n}[i] === A${n}[i], wanted = plain ? A${n}[i] : ${high};
  if (wanted === wanted) {
    if (doubt) { ${clear(party, 2)} }
    else {
      const most = Math.max(0, Math.floor(room / ${times}));
      if (wanted <= most) room -= (plain ? wanted : ${low}) * ${times};
      else if (most === 0) { ${clear(party, 7)} B${n}[i] = last === 0 ? ${code} : last; }
      else {
        B${n}[i] = last;
        if (plain) { S${n}[i] = 4; A${n}[i] = most; room -= most * ${times}; }
        else { ${narrow} }
      }
      last = ${code};
    }
  }
}`;
}
