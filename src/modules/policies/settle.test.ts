import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decision, STANDINGS } from "../../engines/rules/index.ts";
import { encodeRows, eachRow, type FieldType, readField } from "./binary-copy.ts";
import { type Answer, fingerprintOf } from "./fingerprint.ts";
import { answersByBenefit, isReceiving, newSettlement, settle, type Setting, type Settlement, type StandingRow } from "./settle.ts";

const subject = { id: "019a0000-0000-7000-8000-000000000001", region: "420704001001", facts: { economic: "ordinary", receives: {} } };
const setting: Setting = { kind: "senior", asOf: "2026-11-21", at: new Date("2026-11-21T02:00:00Z"), cause: "changed", basisId: "b", versionOf: (pack) => `v-${pack}`, implemented: () => undefined, factsRead: ["economic", "receives"] };

function decision(benefit: string, change: Partial<Decision> = {}): Decision {
  return { benefit, pack: "cn", standing: "granted", eligible: true, amount: 10_000, bounds: null, period: "month", shares: [], excludedBy: null, missing: [], clause: { at: "一", quote: "……" }, ...change };
}
function settled(current: readonly StandingRow[], decisions: readonly Decision[], change: Partial<Setting> = {}): Settlement {
  const into = newSettlement();
  settle(into, subject, current, decisions, {}, { ...setting, ...change });
  return into;
}

describe("settling", () => {
  const first = settled([], [decision("a"), decision("b", { standing: "unknown", eligible: null, amount: null, missing: ["economic"] }), decision("c", { standing: "not_eligible", eligible: false, amount: null })]);

  it("keeps what a subject has or may have, and says nothing of the rest", () => {
    expect(first.put.map((row) => [row.benefit, row.standing, row.since, row.workState])).toEqual([["a", "granted", "2026-11-21", "open"], ["b", "unknown", "2026-11-21", "open"]]);
    expect(first.decisions.map((row) => row.benefit)).toEqual(["a", "b"]);
    expect(first.evidence).toMatchObject([{ facts: { economic: "ordinary", receives: {} }, basisId: "b", cause: "changed" }]);
    expect(first.identified).toEqual([{ subjectId: subject.id, benefits: ["a"] }]);
  });

  it("writes nothing where nothing differs", () => {
    expect(settled(first.put, [decision("a"), decision("b", { standing: "unknown", eligible: null, amount: null, missing: ["living"] })])).toEqual(newSettlement());
  });

  it("goes on with the work while the subject stays entitled, and begins anew otherwise", () => {
    const worked = first.put.map((row): StandingRow => ({ ...row, since: "2025-01-01", workState: "applying", workedBy: "王" }));
    const raised = settled(worked, [decision("a", { amount: 20_000 }), decision("b")], { asOf: "2026-12-01" });
    expect(raised.removed.map((key) => key.benefit)).toEqual(["a", "b"]);
    expect(raised.put.map((row) => [row.benefit, row.amount, row.since, row.workState])).toEqual([["a", 20_000, "2025-01-01", "applying"], ["b", 10_000, "2026-12-01", "open"]]);
    // already entitled to a: only b is news
    expect(raised.identified).toEqual([{ subjectId: subject.id, benefits: ["b"] }]);
  });

  it("ends what no list speaks of any more, and leaves alone what the change could not touch", () => {
    const ended = settled(first.put, [decision("b", { standing: "unknown", eligible: null, amount: null })]);
    expect(ended.removed).toEqual([{ subjectId: subject.id, benefit: "a" }]);
    expect(ended.decisions).toMatchObject([{ benefit: "a", standing: "not_in_force", amount: null }]);
    expect(settled(first.put, [], { only: new Set(["c"]) })).toEqual(newSettlement());
  });

  it("notes a change of list, and of receipt without a decision", () => {
    expect(settled(first.put, [decision("a", { pack: "cn-42-ezhou" })]).decisions[0]).toMatchObject({ benefit: "a", versionId: "v-cn-42-ezhou" });
    const into = newSettlement();
    settle(into, { ...subject, facts: { receives: { a: null } } }, [first.put[0]!], [decision("a")], {}, setting);
    expect([into.decisions.length, into.put[0]!.receiving, into.put[0]!.decisionId]).toEqual([0, true, first.put[0]!.decisionId]);
  });

  it("takes the upper list's answer where the lower is not in force", () => {
    const [upper, lower] = [decision("a"), decision("a", { pack: "cn-42-ezhou", standing: "not_in_force", eligible: false, amount: null })];
    expect(answersByBenefit([upper, lower]).get("a")).toBe(upper);
    expect(answersByBenefit([lower, upper]).get("a")).toBe(upper);
  });

  it("knows receipt by the upper benefit's id, and takes unknown for no", () => {
    expect(isReceiving({ receives: { upper: 100 } }, "lower", "upper")).toBe(true);
    expect(isReceiving({ receives: {} }, "lower", "upper")).toBe(false);
    expect(isReceiving({}, "lower", "upper")).toBe(false);
  });
});

const fen = fc.option(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), { nil: null });
const answer: fc.Arbitrary<Answer> = fc.record({
  pack: fc.constantFrom("cn", "cn-42-ezhou"),
  benefit: fc.string({ minLength: 1, maxLength: 12 }),
  standing: fc.constantFrom(...STANDINGS),
  amount: fen,
  boundsMin: fen,
  boundsMax: fen,
  excludedBy: fc.option(fc.string({ minLength: 1, maxLength: 12 }), { nil: null }),
  receiving: fc.boolean(),
});

describe("fingerprints", () => {
  it("are the same in any order, and another after any change", () => {
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 8 }), answer, fc.nat(), (answers, other, place) => {
        const print = fingerprintOf(answers);
        expect(Number.isSafeInteger(print)).toBe(true);
        expect(fingerprintOf([...answers].reverse())).toBe(print);
        const index = place % answers.length;
        for (const field of Object.keys(other) as (keyof Answer)[]) {
          if (answers[index]![field] === other[field]) continue;
          const changed = answers.map((each, at) => (at === index ? { ...each, [field]: other[field] } : each));
          expect(fingerprintOf(changed)).not.toBe(print);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
    expect(fingerprintOf([])).toBe(0);
  });
});

describe("binary copy", () => {
  it("reads what it writes, of every type and null", () => {
    const types: FieldType[] = ["uuid", "text", "int4", "int8", "float8", "bool", "date", "timestamptz", "jsonb"];
    const row = fc.tuple(
      fc.uuid(),
      fc.string({ unit: "grapheme" }),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.integer({ min: -60_000, max: 300_000 }),
      fc.date({ min: new Date("1900-01-01"), max: new Date("2200-01-01"), noInvalidDate: true }),
      fc.dictionary(fc.string(), fc.integer()).map((value) => ({ ...value })),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.nat(511)), { maxLength: 30 }), (rows) => {
        const given = rows.map(([values, nulls]) => values.map((value, place) => ((nulls >> place) & 1 ? undefined : value)));
        const read: unknown[][] = [];
        const bytes = encodeRows(types, given);
        eachRow(bytes, types.length, (at, length) => read.push(types.map((type, place) => readField(bytes, type, at[place]!, length[place]!))));
        expect(read).toEqual(given);
      }),
      { seed: 11, numRuns: 100 },
    );
    expect(() => eachRow(Buffer.from("not a copy at all"), 1, () => {})).toThrow("not a binary copy");
  });
});
