import { type ZenDecision, ZenDecisionContent, ZenEngine } from "@gorules/zen-engine";
import { compile, makeColumns, putFacts, type PolicySet } from "../src/engines/rules/index.ts";
import { fullYears } from "../src/kernel/dates.ts";
import type { Facts } from "../src/kernel/facts.ts";
import { median, timeAsync } from "./measure.ts";
import { benchSenior, DATE, randomFrom } from "./rules-pack.ts";

/**
 * The eight policies and three overlaps as a decision graph of GoRules ZEN: one expression node, compiled beforehand,
 * that runs over a whole batch of people in one call, the fastest of its forms that we found (one call a person, tables
 * and single expressions are slower). It is spared what it cannot do: nothing is unknown, and ages are worked out.
 */
const EXPRESSIONS: readonly (readonly [key: string, value: string])[] = [
  ["aged", "age >= 80 ? (age >= 100 ? 50000 : age >= 90 ? 20000 : 8000) : 0"],
  ["bed", "age >= 60 and ability_level >= 3 and living != 'institution' ? 40000 : 0"],
  ["care", "$.bed == 0 and age >= 60 and (economic in ['destitute', 'minimum_allowance', 'low_income'] or age >= 80) and ability_level >= 1 ? (ability_level >= 3 ? 50000 : ability_level == 2 ? 30000 : 10000) : 0"],
  ["nursed", "age >= 60 and (ability_level >= 2 or dementia_level >= 2) and economic != 'ordinary' ? (ability_level == 4 ? 60000 : 26000) : 0"],
  ["poor", "$.nursed == 0 and economic in ['destitute', 'minimum_allowance'] and disability_category != 'none' and disability_grade <= 2 and received <= 10000 ? 10000 : 0"],
  ["nursing", "received > $.nursed ? 0 : $.nursed > 100000 - $.aged ? 100000 - $.aged : $.nursed"],
  ["planned", "age >= 60 and family_planning_special != 'none' ? (family_planning_special == 'bereaved' ? 59000 : 46000) : 0"],
  ["family", "$.planned > 100000 - $.aged - $.nursing ? 100000 - $.aged - $.nursing : $.planned"],
  ["visits", "age >= 60 and (living in ['alone', 'empty_nest', 'left_behind'] or family_planning_special != 'none' or ability_level >= 2)"],
  ["adaptation", "(economic == 'destitute' or registered_poor) and (age >= 80 or ability_level >= 2 or disability_category != 'none')"],
];
/** Our benefits by the key of the graph that carries the same figure. */
const KEYS: Record<string, string> = {
  "old-age-allowance": "aged",
  "care-service-subsidy": "care",
  "poor-disabled-care-subsidy": "poor",
  "nursing-subsidy": "nursing",
  "home-care-bed": "bed",
  "family-planning-aid": "family",
  visits: "visits",
  "home-adaptation": "adaptation",
};
const PEOPLE = 20_000;
/** People in one call. */
const BATCH = 200;
const RUNS = 5;

type Answer = Record<string, number | boolean>;

const GRAPH = {
  contentType: "application/vnd.gorules.decision",
  nodes: [
    { id: "in", type: "inputNode", name: "in", position: { x: 0, y: 0 } },
    {
      id: "rules",
      type: "expressionNode",
      name: "rules",
      position: { x: 1, y: 0 },
      content: { executionMode: "loop", inputField: "people", outputPath: "people", passThrough: false, expressions: EXPRESSIONS.map(([key, value]) => ({ id: key, key, value })) },
    },
    { id: "out", type: "outputNode", name: "out", position: { x: 2, y: 0 } },
  ],
  edges: [
    { id: "1", sourceId: "in", targetId: "rules", type: "edge" },
    { id: "2", sourceId: "rules", targetId: "out", type: "edge" },
  ],
};

/** People of whom everything is known. */
function knownPeople(): Facts[] {
  const random = randomFrom(42);
  const rest = { living: "with_family", economic: "ordinary", ability_level: 0, dementia_level: 0, disability_grade: 4 };
  return Array.from({ length: PEOPLE }, () => ({ ...rest, ...Object.fromEntries(Object.entries(benchSenior(random)).filter(([, value]) => value !== undefined)) }));
}

/** Millions of people a second, in batches and in one call each. Throws where its answers are not ours. */
export async function runZen(set: PolicySet): Promise<{ batched: number; single: number }> {
  const decision = new ZenEngine().createDecision(new ZenDecisionContent(GRAPH));
  const facts = knownPeople();
  const people = facts.map(({ birth_date: born, receives, alive: _alive, region: _region, ...rest }) => ({
    ...rest,
    age: fullYears(String(born), DATE),
    received: (receives as Record<string, number>)["disability-care-allowance"] ?? 0,
  }));
  const batched = await speedOf(decision, people, BATCH);
  compare(set, facts, batched.answers);
  return { batched: batched.speed, single: (await speedOf(decision, people.slice(0, 2000), 1)).speed };
}

async function speedOf(decision: ZenDecision, people: readonly object[], size: number): Promise<{ speed: number; answers: Answer[] }> {
  const batches = Array.from({ length: people.length / size }, (_, batch) => ({ people: people.slice(batch * size, (batch + 1) * size) }));
  let answers: Answer[] = [];
  const run = async () => {
    answers = [];
    for (const batch of batches) answers.push(...((await decision.evaluate(batch)).result as { people: Answer[] }).people);
  };
  await run();
  const times: number[] = [];
  for (let at = 0; at < RUNS; at += 1) times.push(await timeAsync(run));
  return { speed: people.length / median(times) / 1000, answers };
}

function compare(set: PolicySet, facts: readonly Facts[], answers: readonly Answer[]): void {
  const columns = makeColumns(set, PEOPLE);
  facts.forEach((one, index) => putFacts(columns, index, one));
  for (const { benefit, standing, amount } of compile(set).run(columns, 0, PEOPLE, DATE).benefits) {
    answers.forEach((answer, index) => {
      const theirs = Number(answer[KEYS[benefit]!]);
      const ours = standing[index] === 3 || standing[index] === 4 ? (Number.isNaN(amount[index]!) ? 1 : amount[index]!) : 0;
      if (theirs !== ours) throw new Error(`ZEN gives another ${benefit}: ${theirs}, not ${ours}, for ${JSON.stringify(facts[index])}`);
    });
  }
}
