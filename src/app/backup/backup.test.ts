import { createReadStream } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NOW, openEmptyEngine } from "../../../test/support/house.ts";
import { newId } from "../../kernel/ids.ts";
import { cryptoFrom } from "../../platform/crypto.ts";
import type { Engine } from "../../platform/db/connection.ts";
import { migrate } from "../../platform/db/migrate.ts";
import { withConnection } from "../../platform/db/transaction.ts";
import { type House, migrationSources, prepareModules, runAsSystem } from "../../platform/house.ts";
import { openLog } from "../../platform/log.ts";
import { readConfig } from "../../platform/config.ts";
import { MODULES, schemasOf } from "../modules.ts";
import { backUp, restore } from "./backup.ts";
import { listTables, quotedTable } from "./catalogue.ts";

const KEY = cryptoFrom(new Uint8Array(32).fill(7));
const schemas = schemasOf(MODULES);
const about = { now: NOW, program: "test" };
const server = process.env.TEST_DATABASE_URL;

let folder: string;
/** filled, embedded; and its backup */
let source: Engine;
let backup: string;
const open: { engine: Engine; drop: () => Promise<void> }[] = [];

async function emptyEngine(url: string | undefined): Promise<Engine> {
  const opened = await openEmptyEngine(url);
  open.push(opened);
  await migrate(opened.engine, migrationSources(MODULES));
  return opened.engine;
}

/** An engine with what every installation has, audit entries, and characters that a copy could trip over. */
async function filledEngine(url: string | undefined): Promise<Engine> {
  const engine = await emptyEngine(url);
  const house: House = { config: readConfig({ SONGHE_DATA: folder }), engine, crypto: KEY, clock: () => NOW, log: openLog("silent"), modules: MODULES, wakeWorker: () => {} };
  await prepareModules(house);
  await runAsSystem(house, "test", async (ctx) => {
    await ctx.connection.query("insert into access.organization (id, name, kind, region, created_at) values ($1, $2, 'other', '420700000000', $3)", [newId(), "反斜杠\\. 制表\t换行\n“引号” 𠮷 \\N", NOW]);
    ctx.audit({ action: "test.done", details: { n: 1.5 } });
  });
  return engine;
}

async function contents(engine: Engine): Promise<Record<string, string[]>> {
  return withConnection(engine, async (_db, connection) => {
    const found: Record<string, string[]> = {};
    await connection.exec("set timezone = 'UTC'");
    for (const { name } of await listTables(connection, schemas)) {
      const { rows } = await connection.query(`select row_to_json(t)::text as row from ${quotedTable(name)} as t`, []);
      found[name] = rows.map((row) => row.row as string).sort();
    }
    return found;
  });
}

const place = (engine: Engine) => ({ engine, crypto: KEY, schemas });
const restoreFile = (engine: Engine, path: string) => restore(place(engine), path, createReadStream(path), "keys/master.key");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "songhe-backup-"));
  source = await filledEngine(undefined);
  backup = join(folder, "a.gz");
  await backUp(place(source), backup, about);
});
afterAll(async () => {
  for (const { engine, drop } of open) {
    await engine.close();
    await drop();
  }
  await rm(folder, { recursive: true, force: true });
});

describe("backup", () => {
  it("comes back the same, row by row, in another database: from embedded to a server where there is one", async () => {
    expect((await stat(backup)).mode & 0o077).toBe(0);
    const target = await emptyEngine(server);
    const report = await restoreFile(target, backup);
    expect(report.tables["platform.audit_entry"]).toBeGreaterThan(0);
    expect(report.tables["access.region"]).toBeGreaterThan(1000);
    expect(await contents(target)).toEqual(await contents(source));
    await expect(restoreFile(target, backup)).rejects.toMatchObject({ code: "backup.target_not_empty" });
  });

  it.skipIf(!server)("comes back the same from a server to embedded", async () => {
    const full = await filledEngine(server);
    const path = join(folder, "b.gz");
    await backUp(place(full), path, about);
    const target = await emptyEngine(undefined);
    await restoreFile(target, path);
    expect(await contents(target)).toEqual(await contents(full));
  });

  it("overwrites no file, and leaves none behind where it fails", async () => {
    const path = join(folder, "c.gz");
    await writeFile(path, "mine");
    await expect(backUp(place(source), path, about)).rejects.toMatchObject({ code: "command.file_exists" });
    expect(await readFile(path, "utf8")).toBe("mine");
    await expect(backUp(place(source), join(folder, "d.gz"), { ...about, now: new Date(Number.NaN) })).rejects.toThrow(RangeError);
    expect((await readdir(folder)).filter((name) => name.startsWith("d."))).toEqual([]);
  });

  it("takes up nothing of an archive that was altered, cut short, sealed with another key, or is none", async () => {
    const whole = gunzipSync(await readFile(backup));
    const target = await emptyEngine(server);
    const before = await contents(target);
    const attempt = async (bytes: Uint8Array, key = KEY) => restore({ ...place(target), crypto: key }, "x.gz", (async function* () { yield bytes; })(), "keys/master.key");
    const altered = Buffer.from(whole);
    altered[whole.indexOf("test.done")] = "b".charCodeAt(0);
    await expect(attempt(gzipSync(altered))).rejects.toMatchObject({ code: "backup.malformed" });
    await expect(attempt(gzipSync(whole.subarray(0, whole.length - 3000)))).rejects.toMatchObject({ code: "backup.malformed" });
    await expect(attempt((await readFile(backup)).subarray(0, 5000))).rejects.toMatchObject({ code: "backup.malformed" });
    await expect(attempt(Buffer.from("no archive"))).rejects.toMatchObject({ code: "backup.malformed" });
    await expect(attempt(gzipSync(Buffer.from('{"format":"other"}\n')))).rejects.toMatchObject({ code: "backup.malformed" });
    await expect(attempt(gzipSync(whole), cryptoFrom(new Uint8Array(32).fill(8)))).rejects.toMatchObject({ code: "backup.key_missing" });
    expect(await contents(target)).toEqual(before);
  });

  it("refuses an archive of another schema", async () => {
    const path = join(folder, "f.gz");
    await withConnection(source, (_db, connection) => connection.exec("update platform.migration set checksum = 'older' where module = 'people'"));
    await backUp(place(source), path, about);
    const target = await emptyEngine(server);
    await expect(restoreFile(target, path)).rejects.toMatchObject({ code: "backup.other_schema" });
  });
});
