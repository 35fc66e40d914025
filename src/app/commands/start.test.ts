import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

let folder: string;
let taken: Server;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "songhe-start-"));
  taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  port = (taken.address() as { port: number }).port;
});
afterAll(async () => {
  taken.close();
  await rm(folder, { recursive: true, force: true });
});

type Started = { child: ChildProcess; out: () => string; err: () => string };

function songhe(words: string[], env: Record<string, string> = {}): Started {
  const inherited = { PATH: process.env.PATH, HOME: process.env.HOME, TZ: "Asia/Shanghai" };
  const child = spawn(process.execPath, [MAIN, ...words], { env: { ...inherited, SONGHE_DATA: folder, LOG_LEVEL: "warn", ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout!.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr!.on("data", (chunk: Buffer) => (err += chunk.toString()));
  return { child, out: () => out, err: () => err };
}

async function ended({ child }: Started): Promise<number | null> {
  if (child.exitCode === null) await once(child, "exit");
  return child.exitCode;
}

async function address(started: Started): Promise<string> {
  for (const start = Date.now(); !started.out().includes("\n"); ) {
    if (started.child.exitCode !== null || Date.now() - start > 50_000) throw new Error(`no address: ${started.err()}`);
    await new Promise((next) => setTimeout(next, 50));
  }
  return (JSON.parse(started.out()) as { address: string }).address;
}

describe("songhe start", () => {
  it("takes the next port where the one asked for is taken, says so, and stops in order", async () => {
    const server = songhe(["start", "--port", String(port), "--json"]);
    const url = await address(server);
    expect(Number(new URL(url).port)).toBeGreaterThan(port);
    expect(server.err()).toContain(`端口 ${port} 已被其他程序占用`);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const second = songhe(["db", "status", "--json"]);
    expect(await ended(second)).toBe(1);
    expect(JSON.parse(second.err())).toMatchObject({ code: "db.directory_in_use", detail: expect.stringContaining(`进程 ${server.child.pid}`) as string });
    server.child.kill("SIGTERM");
    expect(await ended(server)).toBe(0);
    const status = songhe(["db", "status", "--json"]);
    expect(await ended(status)).toBe(0);
    expect((JSON.parse(status.out()) as { migrations: { applied: boolean }[] }).migrations.every((one) => one.applied)).toBe(true);
  });

  it("does not start on settings that are half set, and names them all", async () => {
    const server = songhe(["start", "--json"], { PGHOST: "db.example", HOST: "127.0.0.1", LOG_LEVEL: "loud" });
    expect(await ended(server)).toBe(1);
    const problem = JSON.parse(server.err()) as { code: string; detail: string };
    expect(problem.code).toBe("config.invalid");
    expect(problem.detail).toContain("PGHOST");
    expect(problem.detail).toContain("LOG_LEVEL");
  });
});
