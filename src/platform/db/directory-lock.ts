import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../kernel/errors.ts";

type Holder = { pid: number; host: string; since: string; /** the kernel's start time of the process, against reused pids */ born?: string };

const held = new Set<string>();
/** more than long enough for a process to write what it has just created */
const WRITING_MS = 200;

/**
 * Takes the directory of the embedded engine for this process. PGlite has no lock of its own, and two processes on one
 * directory lose acknowledged rows in silence. Throws `db.directory_in_use` naming the holder; a holder that has died
 * on this machine is replaced. Returns the release.
 */
export async function lockDirectory(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, "songhe.lock");
  const own: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString(), born: await bornOf(process.pid) };
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      const file = await open(path, "wx", 0o600);
      await file.writeFile(JSON.stringify(own));
      await file.close();
      held.add(path);
      return async () => {
        held.delete(path);
        await rm(path, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = await readHolder(path);
      if (!holder && (await isFresh(path))) {
        await sleep(WRITING_MS);
        continue;
      }
      if (holder && (await isAlive(holder, path))) throw new AppError("db.directory_in_use", { dir: dataDir, ...holder });
      await removeDead(path, holder);
    }
  }
  throw new AppError("db.directory_in_use", { dir: dataDir, pid: 0, host: hostname(), since: "" });
}

/** Takes a dead holder's lock away, and only that one: another process may have replaced it in the meantime. */
async function removeDead(path: string, dead: Holder | undefined): Promise<void> {
  const aside = `${path}.stale-${process.pid}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const taken = await readHolder(aside);
  if (JSON.stringify(taken) === JSON.stringify(dead)) await rm(aside, { force: true });
  else await rename(aside, path);
}

/** Whether a lock that cannot be read may be one that is just being written. */
async function isFresh(path: string): Promise<boolean> {
  const written = await stat(path).catch(() => undefined);
  return written !== undefined && Date.now() - written.mtimeMs < 5 * WRITING_MS;
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

async function isAlive(holder: Holder, path: string): Promise<boolean> {
  if (holder.host !== hostname()) return true;
  if (holder.pid === process.pid) return held.has(path);
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const born = await bornOf(holder.pid);
  return holder.born === undefined || born === undefined || born === holder.born;
}

/** Field 22 of /proc/PID/stat; undefined where there is no such file. */
async function bornOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
