import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { sizeOf } from "./bench-house.ts";
import { median, report } from "./measure.ts";

/**
 * From the start of the process until it answers that it is ready, on an embedded directory that is migrated and holds
 * the demonstration city; beside it a process that only opens the database, which no start can be without.
 */
const RUNS = sizeOf("SONGHE_BENCH_RUNS", 7);
const BAR_MS = 2000;
const MAIN = fileURLToPath(new URL("../src/app/main.ts", import.meta.url));
const OPEN_ONLY = `
import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
const db = await PGlite.create({ dataDir: process.env.SONGHE_DATA + "/pg", extensions: { btree_gist } });
await db.query("select 1");
console.log("ready");
await db.close();`;

const folder = await mkdtemp(join(tmpdir(), "songhe-bench-"));
const environment = { ...process.env, SONGHE_DATA: folder, DATABASE_URL: "", LOG_LEVEL: "error" };

const said = new Map<ChildProcess, string>();

function run(words: string[]): ChildProcess {
  const child = spawn(process.execPath, words, { env: environment, stdio: ["ignore", "pipe", "pipe"], cwd: fileURLToPath(new URL("..", import.meta.url)) });
  said.set(child, "");
  child.stderr!.setEncoding("utf8").on("data", (text: string) => said.set(child, said.get(child)! + text));
  return child;
}

/** Waits for the end of a process; throws with what it had to say where that is not a good one. */
async function finish(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) await once(child, "exit");
  if (child.exitCode !== 0) throw new Error(`the process ended with ${child.exitCode}: ${said.get(child)}`);
}

/** Milliseconds until the server says that it is ready, and until it has ended after being told to. */
async function startOnce(): Promise<{ ready: number; stopped: number }> {
  const start = performance.now();
  const child = run([MAIN, "start", "--port", "0", "--json"]);
  const [line] = (await once(createInterface(child.stdout!), "line")) as [string];
  const answer = await fetch(`${(JSON.parse(line) as { address: string }).address}/readyz`);
  if (!answer.ok) throw new Error(`not ready: ${answer.status}`);
  const ready = performance.now() - start;
  const asked = performance.now();
  child.kill("SIGTERM");
  await finish(child);
  return { ready, stopped: performance.now() - asked };
}

async function openOnce(): Promise<number> {
  const start = performance.now();
  const child = run(["--input-type=module", "--eval", OPEN_ONLY]);
  await once(child.stdout!, "data");
  const opened = performance.now() - start;
  await finish(child);
  return opened;
}

try {
  const load = run([MAIN, "demo", "ezhou"]);
  load.stdout!.resume();
  await finish(load);
  const starts: { ready: number; stopped: number }[] = [];
  const opens: number[] = [];
  for (let at = 0; at < RUNS; at += 1) {
    starts.push(await startOnce());
    opens.push(await openOnce());
  }
  const ready = median(starts.map((one) => one.ready));
  const opened = median(opens);
  report("在装有示范城市（20000 人）的内置数据库上启动", [
    { name: "从启动进程到可以使用", median: ready, unit: "毫秒", against: { name: "只打开数据库", median: opened }, ratio: ready / opened, bar: `≤ ${BAR_MS} 毫秒`, met: ready <= BAR_MS },
    { name: "停止", median: median(starts.map((one) => one.stopped)), unit: "毫秒", bar: "—", met: null },
  ]);
} finally {
  await rm(folder, { recursive: true });
}
