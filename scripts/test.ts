import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * `npm test`: lint, types, then every test (architecture, unit, service) on the embedded engine; the service tests once
 * more on PostgreSQL where TEST_DATABASE_URL names one. Words after `npm test --` go to vitest; `--e2e` runs the journeys
 * in a browser instead. Ends with one line of counts; lint and types count as one each.
 */
const root = fileURLToPath(new URL("../", import.meta.url));
const report = `${root}test-results/vitest.json`;
const counts = { passed: 0, failed: 0 };

function run(name: string, args: readonly string[], env: Record<string, string | undefined> = {}): boolean {
  process.stdout.write(`\n── ${name}\n`);
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  return status === 0;
}

function check(name: string, args: readonly string[]): void {
  if (run(name, args)) counts.passed += 1;
  else counts.failed += 1;
}

function test(name: string, args: readonly string[], env: Record<string, string | undefined>): void {
  rmSync(report, { force: true });
  const ended = run(name, ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...args], env);
  const before = counts.failed;
  try {
    const result = JSON.parse(readFileSync(report, "utf8")) as { numPassedTests: number; numFailedTests: number; testResults: { status: string; assertionResults: unknown[] }[] };
    counts.passed += result.numPassedTests;
    // a file that could not even be read holds tests of which none is counted
    counts.failed += result.numFailedTests + result.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  } catch {
    process.stdout.write("没有测试报告：测试程序未能启动\n");
  }
  if (!ended && counts.failed === before) counts.failed += 1;
}

mkdirSync(`${root}test-results`, { recursive: true });
const journeys = process.argv[2] === "--e2e";
const words = process.argv.slice(journeys ? 3 : 2);
const database = process.env.TEST_DATABASE_URL;
if (words.length === 0 && !journeys) {
  check("lint", ["node_modules/oxlint/bin/oxlint", "--type-aware"]);
  check("types", ["node_modules/typescript/bin/tsc", "-p", "."]);
}
if (journeys) test("journeys in a browser", ["--config", "vitest.e2e.config.ts", ...words], {});
else test("tests, embedded engine", words, { TEST_DATABASE_URL: undefined });
if (database && !journeys) test("service tests, PostgreSQL", words.length > 0 ? words : ["src/platform", "src/modules", "src/app"], { TEST_DATABASE_URL: database });
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`);
process.exitCode = counts.failed === 0 ? 0 : 1;
