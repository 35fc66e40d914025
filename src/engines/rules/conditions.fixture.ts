import fc from "fast-check";
import type { Facts } from "../../kernel/facts.ts";

/** A condition as text together with what it means, said a second time in plain JavaScript. */
export type Sample = { text: string; holds: (facts: Facts) => boolean };

const ENUMS: Record<string, string[]> = {
  economic: ["destitute", "minimum_allowance", "low_income", "ordinary"],
  sex: ["male", "female"],
};
const RANGES: Record<string, [number, number]> = { ability_level: [0, 4], ltci_level: [0, 5] };
const REGIONS = ["420700000000", "420704000000", "420000000000"];

const SIGNS: Record<string, (a: number, b: number) => boolean> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/** Comparisons that are neither always nor never true, as the checker demands. */
const levelTest = fc
  .tuple(fc.constantFrom(...Object.keys(RANGES)), fc.constantFrom(...Object.keys(SIGNS)), fc.integer({ min: 0, max: 5 }))
  .filter(([fact, sign, value]) => {
    const [low, high] = RANGES[fact]!;
    const answers = new Set(Array.from({ length: high - low + 1 }, (_, index) => SIGNS[sign]!(low + index, value)));
    return value <= high && answers.size === 2;
  })
  .map(([fact, sign, value]): Sample => ({ text: `${fact} ${sign} ${value}`, holds: (facts) => SIGNS[sign]!(facts[fact] as number, value) }));

const enumTest = fc
  .constantFrom(...Object.keys(ENUMS))
  .chain((fact) => fc.tuple(fc.constant(fact), fc.subarray(ENUMS[fact]!, { minLength: 1, maxLength: ENUMS[fact]!.length - 1 }), fc.boolean()))
  .map(([fact, options, plain]): Sample => {
    const [first] = options;
    if (plain) return { text: `${fact} != "${first}"`, holds: (facts) => facts[fact] !== first };
    const list = options.map((option) => `"${option}"`).join(", ");
    return { text: `${fact} in [${list}]`, holds: (facts) => options.includes(facts[fact] as string) };
  });

const booleanTest = fc.constantFrom("alive", "registered_poor").map((fact): Sample => ({ text: fact, holds: (facts) => facts[fact] === true }));

const regionTest = fc.tuple(fc.constantFrom(...REGIONS), fc.boolean()).map(([code, inside]): Sample => {
  const prefix = code.replace(/(00)+$/, "");
  if (inside) return { text: `within(region, "${code}")`, holds: (facts) => (facts["region"] as string).startsWith(prefix) };
  return { text: `region == "${code}"`, holds: (facts) => facts["region"] === code };
});

const test = fc.oneof(levelTest, enumTest, booleanTest, regionTest);

/** Conditions about a senior: tests joined by and, or, not, a few levels deep. */
export const sampleCondition: fc.Arbitrary<Sample> = fc.letrec<{ tree: Sample }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    test,
    fc.tuple(tie("tree"), tie("tree")).map(([a, b]): Sample => ({ text: `(${a.text}) && (${b.text})`, holds: (facts) => a.holds(facts) && b.holds(facts) })),
    fc.tuple(tie("tree"), tie("tree")).map(([a, b]): Sample => ({ text: `(${a.text}) || (${b.text})`, holds: (facts) => a.holds(facts) || b.holds(facts) })),
    tie("tree").map((arg): Sample => ({ text: `!(${arg.text})`, holds: (facts) => !arg.holds(facts) })),
  ),
})).tree;

/** Every subject that such conditions can tell apart: 5 × 6 × 4 × 2 × 2 × 2 levels, options and answers, in 7 regions. */
export function everySubject(): Facts[] {
  const domains: [string, (string | number | boolean)[]][] = [
    ...Object.entries(RANGES).map(([fact, [low, high]]): [string, number[]] => [fact, Array.from({ length: high - low + 1 }, (_, index) => low + index)]),
    ...Object.entries(ENUMS),
    ["alive", [true, false]],
    ["registered_poor", [true, false]],
    ["region", [...REGIONS, "420704001000", "420703000000", "421000000000", "330000000000"]],
  ];
  return domains.reduce<Facts[]>((subjects, [fact, values]) => subjects.flatMap((subject) => values.map((value) => ({ ...subject, [fact]: value }))), [{}]);
}
