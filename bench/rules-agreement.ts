import { readdirSync, readFileSync } from "node:fs";
import { findDisagreement } from "../src/engines/rules/agreement.fixture.ts";
import { compile, loadPack, makeColumns, policySet, putFacts, type Pack } from "../src/engines/rules/index.ts";
import { boundariesOf, randomFacts, randomFrom } from "../src/engines/rules/random-packs.fixture.ts";
import type { SubjectKind } from "../src/kernel/facts.ts";
import { report } from "./measure.ts";

/**
 * The compiled rules against the tracing interpreter's answers on 1,000,000 random subjects of the bundled packs of the
 * nation and Ezhou, drawn around every boundary and with unknown facts. Any difference is printed and is a failure.
 */
const COUNT = 1_000_000;
const BLOCK = 50_000;

function bundled(name: string, uppers: Pack[] = []): Pack {
  const folder = new URL(`../policies/${name}/`, import.meta.url);
  const read = (file: string) => readFileSync(new URL(file, folder), "utf8");
  const texts = Object.fromEntries(readdirSync(folder).filter((file) => file.endsWith(".txt")).map((file) => [file, read(file)]));
  const { pack, faults } = loadPack({ name, policy: read("policy.yaml"), texts }, { uppers });
  if (!pack) throw new Error(faults.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return pack;
}

const nation = bundled("cn");
const packs = [nation, bundled("cn-42-ezhou", [nation])];
const kinds: SubjectKind[] = ["senior", "facility"];
const dates = ["2021-12-31", "2024-02-29", "2026-11-21", "2026-12-13"];
const random = randomFrom(20_211_213);
let compared = 0;
let different = 0;
for (let block = 0; compared < COUNT; block += 1) {
  const kind = kinds[block % kinds.length]!;
  const date = dates[Math.floor(block / kinds.length) % dates.length]!;
  const set = policySet(packs, kind, date);
  const boundaries = boundariesOf(packs, kind, date);
  const subjects = Array.from({ length: BLOCK }, () => randomFacts(random, kind, boundaries));
  const columns = makeColumns(set, BLOCK);
  subjects.forEach((facts, index) => putFacts(columns, index, facts));
  const results = compile(set).run(columns, 0, BLOCK, date);
  subjects.forEach((facts, index) => {
    const difference = findDisagreement(set, facts, date, results, index);
    if (difference === undefined) return;
    different += 1;
    if (different <= 5) console.error(difference);
  });
  compared += BLOCK;
}
report(`编译执行与解释执行对照，${compared} 人`, [{ name: "结果不一致", median: different, unit: "人", bar: "0 人", met: different === 0 }]);
if (different > 0) process.exitCode = 1;
