import { PER_YEAR } from "./overlaps.ts";
import type { Overlap, Period } from "./pack.ts";
import type { Entry, Member, Rule } from "./policy-set.ts";

/** One benefit in the loop of an overlap: own results at a place of the standings, or a column of what is received. */
export type PartyCode = OwnParty | { name: string; received: string; id: string };
/** `bounds`: its form has bounds, so that its results have `L` and `H` */
type OwnParty = { name: string; place: number; id: string; period: Period; bounds: boolean };

/** The members of an overlap, in its order (for `exclusive` the kept one first), as they stand in its loop. */
export function partiesOf(rule: Rule, entries: readonly Entry[]): PartyCode[] {
  const parties: PartyCode[] = [];
  for (const member of inOrder(rule)) {
    if (member.entries.length === 0) parties.push({ name: String(parties.length), received: `receives:${member.id}`, id: member.id });
    for (const place of member.entries) {
      const { id, period, amount } = entries[place]!.benefit;
      parties.push({ name: String(parties.length), place, id, period, bounds: amount.form === "bounds" });
    }
  }
  return parties;
}

function inOrder({ overlap, members }: Rule): readonly Member[] {
  if (overlap.rule !== "exclusive") return members;
  return [...members.filter((member) => member.id === overlap.keep), ...members.filter((member) => member.id !== overlap.keep)];
}

/**
 * The body of an overlap's loop, the same as `applyOverlaps` for one rule: `S{n}`, `A{n}`, `L{n}`, `H{n}`, `B{n}` are the
 * results of party n, `R{n}` the column of one received. `code(id)` is the number under which `B` names a benefit.
 */
export function overlapBody(overlap: Overlap, parties: readonly PartyCode[], code: (id: string) => number): string {
  const loads = parties.map((party) => ("place" in party ? `const s${party.name} = S${party.name}[i];` : `const r${party.name} = R${party.name}[i];`));
  // Held or unknown (2 to 6), or received: with fewer than two there is nothing to settle.
  const count = parties.map((party) => ("place" in party ? `(124 >>> s${party.name} & 1)` : `(r${party.name} === r${party.name} ? 1 : 0)`));
  const skip = `if (${count.join(" + ")} < ${overlap.rule === "cap" ? 1 : 2}) continue;`;
  const held = parties.map((party) => `let h${party.name} = ${"place" in party ? `120 >>> s${party.name} & 1` : `r${party.name} === r${party.name} ? 1 : 0`};`);
  const body = overlap.rule === "take_higher" ? takeHigher(parties, code) : overlap.rule === "exclusive" ? exclude(parties, code) : overlap.rule === "cap" ? limit(overlap, parties, code) : "";
  return [...loads, skip, ...held, body].join("\n");
}

function clear({ name, bounds }: OwnParty, standing: number): string {
  return `S${name}[i] = ${standing}; A${name}[i] = NaN;${bounds ? ` L${name}[i] = NaN; H${name}[i] = NaN;` : ""}`;
}

function suppress(party: PartyCode, by: string): string {
  return "place" in party ? `${clear(party, 7)} B${party.name}[i] = ${by};` : "";
}

function takeHigher(parties: readonly PartyCode[], code: (id: string) => number): string {
  const ranges = parties.map((party) => {
    const n = party.name;
    if (!("place" in party)) return `const l${n} = r${n} >= 0 ? r${n} * 12 : NaN, g${n} = l${n};`;
    const times = PER_YEAR[party.period];
    if (!party.bounds) return `const l${n} = A${n}[i] * ${times}, g${n} = l${n};`;
    return `const f${n} = A${n}[i] === A${n}[i]; const l${n} = (f${n} ? A${n}[i] : L${n}[i]) * ${times}, g${n} = (f${n} ? A${n}[i] : H${n}[i]) * ${times};`;
  });
  const lose = (loser: PartyCode, winner: PartyCode) => `{ h${loser.name} = 0; ${suppress(loser, String(code(winner.id)))} }`;
  const pairs = parties.flatMap((a, i) =>
    parties.slice(i + 1).map((b) => `if (h${a.name} & h${b.name}) { if (l${a.name} >= g${b.name}) ${lose(b, a)} else if (l${b.name} >= g${a.name}) ${lose(a, b)} }`),
  );
  const doubts = parties.map((party) => {
    if (!("place" in party)) return "";
    const others = parties.filter((other) => other !== party).map((other) => ("place" in other ? `s${other.name} === 2` : `r${other.name} < 0`));
    return `if (h${party.name} && (${others.join(" || ")})) { ${clear(party, 2)} }`;
  });
  return [...ranges, ...pairs, ...doubts].join("\n");
}

function exclude(parties: readonly PartyCode[], code: (id: string) => number): string {
  const steps = parties.map((party) => {
    const n = party.name;
    if (!("place" in party)) return `if (h${n} && holder === 0) holder = ${code(party.id)};`;
    const keep = `if (doubt) { ${clear(party, 2)} } holder = ${code(party.id)};`;
    return `if (s${n} === 2) { if (holder === 0) doubt = 1; } else if (h${n}) { if (holder !== 0) { ${suppress(party, "holder")} } else { ${keep} } }`;
  });
  return ["let holder = 0, doubt = 0;", ...steps].join("\n");
}

function limit(overlap: Overlap & { rule: "cap" }, parties: readonly PartyCode[], code: (id: string) => number): string {
  const received = parties.map((party) => {
    const n = party.name;
    return "place" in party ? "" : `if (h${n}) { if (r${n} >= 0) room -= r${n} * 12; else doubt = 1; last = ${code(party.id)}; }`;
  });
  const own = parties.map((party) => {
    if (!("place" in party)) return "";
    const n = party.name;
    const times = PER_YEAR[party.period];
    const [low, high] = party.bounds ? [`L${n}[i]`, `H${n}[i]`] : ["NaN", "NaN"];
    const narrow = party.bounds ? `${high} = most; if (${low} > most) ${low} = most; room -= ${low} * ${times};` : "";
    return `if (s${n} === 2) doubt = 1;
else if (h${n}) {
  const plain = A${n}[i] === A${n}[i], wanted = plain ? A${n}[i] : ${high};
  if (wanted === wanted) {
    if (doubt) { ${clear(party, 2)} }
    else {
      const most = Math.max(0, Math.floor(room / ${times}));
      if (wanted <= most) room -= (plain ? wanted : ${low}) * ${times};
      else if (most === 0) { ${clear(party, 7)} B${n}[i] = last === 0 ? ${code(party.id)} : last; }
      else {
        B${n}[i] = last;
        if (plain) { S${n}[i] = 4; A${n}[i] = most; room -= most * ${times}; }
        else { ${narrow} }
      }
      last = ${code(party.id)};
    }
  }
}`;
  });
  return [`let room = ${overlap.limit * PER_YEAR[overlap.period]}, last = 0, doubt = 0;`, ...received, ...own].join("\n");
}
