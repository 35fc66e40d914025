import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AppError } from "../../kernel/errors.ts";
import { PLATFORM_ERRORS } from "../errors.ts";
import { problemOf } from "../http/problem.ts";
import { lockDirectory } from "./directory-lock.ts";

const CHILD = fileURLToPath(new URL("../../../test/support/lock-child.ts", import.meta.url));
let dir: string;
let lock: string;
let children: ChildProcess[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "songhe-lock-"));
  lock = join(dir, "songhe.lock");
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rm(dir, { recursive: true });
});

/** Starts a process that takes the directory; resolves with the first thing that it says. */
async function start(): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [CHILD, dir], { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  const [chunk] = (await once(child.stdout, "data")) as [Buffer];
  return { child, said: chunk.toString().trim() };
}

describe("the directory of the embedded engine", () => {
  it("is refused to a second process, in words that say who has it and what to do", async () => {
    const { child, said } = await start();
    expect(said).toBe("taken");
    const error = (await lockDirectory(dir).catch((caught: unknown) => caught)) as AppError;
    expect(error).toMatchObject({ code: "db.directory_in_use", details: { pid: child.pid } });
    const text = problemOf(error, PLATFORM_ERRORS, "r").detail;
    expect(text).toContain(`进程 ${child.pid}，主机 ${hostname()}`);
    expect(text).toContain("请先停止它");
  });
  it("is refused twice within one process", async () => {
    const release = await lockDirectory(dir);
    await expect(lockDirectory(dir)).rejects.toMatchObject({ code: "db.directory_in_use" });
    await release();
    expect(existsSync(lock)).toBe(false);
    await (await lockDirectory(dir))();
  });
  it("is taken over from a process that was killed", async () => {
    const { child } = await start();
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(existsSync(lock)).toBe(true);
    const release = await lockDirectory(dir);
    expect(JSON.parse(await readFile(lock, "utf8"))).toMatchObject({ pid: process.pid });
    await release();
  });
  it("is taken over where the dead holder's process number belongs to another process by now", async () => {
    await writeFile(lock, JSON.stringify({ pid: process.ppid, host: hostname(), since: "2026-11-21T00:00:00Z", born: "1" }));
    await (await lockDirectory(dir))();
  });
  it("is refused when a process on another machine holds it: nobody can tell whether that one lives", async () => {
    await writeFile(lock, JSON.stringify({ pid: 1, host: "elsewhere", since: "2026-11-21T00:00:00Z" }));
    await expect(lockDirectory(dir)).rejects.toMatchObject({ details: { host: "elsewhere" } });
  });
  it("is not taken from a process that is just writing its lock, but from one that died doing so", async () => {
    await writeFile(lock, "");
    const writer = setTimeout(() => void writeFile(lock, JSON.stringify({ pid: process.ppid, host: hostname(), since: "now" })), 100);
    await expect(lockDirectory(dir)).rejects.toMatchObject({ details: { pid: process.ppid } });
    clearTimeout(writer);
    await writeFile(lock, "");
    await utimes(lock, new Date(0), new Date(0));
    await (await lockDirectory(dir))();
  });
  it("goes to one only of several processes that find the same dead holder", async () => {
    await writeFile(lock, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), since: "2026-11-21T00:00:00Z", born: "1" }));
    const said = (await Promise.all([start(), start(), start(), start()])).map((each) => each.said);
    expect(said.sort()).toEqual(["db.directory_in_use", "db.directory_in_use", "db.directory_in_use", "taken"]);
  });
});
