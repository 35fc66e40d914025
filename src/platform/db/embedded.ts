import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PGlite, types } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { AppError } from "../../kernel/errors.ts";
import { type Connection, type Engine, readInt8 } from "./connection.ts";
import { lockDirectory } from "./directory-lock.ts";

const WAIT_MS = 60_000;

/**
 * PostgreSQL in this process, in `dataDir/pg` (or in memory when no folder is given, for tests). It has one connection,
 * handed out in the order of asking; whoever waits longer than a minute gets `db.busy` instead of hanging for ever,
 * which is what happens when code inside a transaction asks for a second connection.
 */
export async function openEmbedded(dataDir?: string): Promise<Engine> {
  const unlock = dataDir ? await lockDirectory(dataDir) : undefined;
  try {
    if (dataDir) await mkdir(join(dataDir, "pg"), { recursive: true });
    const pglite = await PGlite.create({
      ...(dataDir ? { dataDir: join(dataDir, "pg") } : {}),
      extensions: { btree_gist },
      parsers: { [types.DATE]: (text: string) => text, [types.INT8]: readInt8 },
    });
    return engineOver(pglite, unlock);
  } catch (error) {
    await unlock?.();
    throw error;
  }
}

/** The engine over an open PGlite; tests hand in one loaded from a snapshot. */
export async function engineOver(pglite: PGlite, unlock?: () => Promise<void>): Promise<Engine> {
  // nested CASE under JIT costs more than it saves; PGlite has none, a server may
  const version = (await pglite.query<{ version: string }>("select version()")).rows[0]?.version ?? "";
  const waiting: { give: () => void; timer: NodeJS.Timeout }[] = [];
  let busy = false;
  const connection: Connection = {
    statements: 0,
    async query(sql, parameters) {
      connection.statements += 1;
      const result = await pglite.query<Record<string, unknown>>(sql, [...parameters]);
      return { rows: result.rows, affected: result.affectedRows ?? 0 };
    },
    async exec(sql) {
      connection.statements += 1;
      await pglite.exec(sql);
    },
    async copyIn(sql, chunks) {
      connection.statements += 1;
      const parts: BlobPart[] = [];
      for await (const chunk of chunks) parts.push(chunk as Uint8Array<ArrayBuffer>);
      await pglite.query(sql.replace(/from stdin/i, "from '/dev/blob'"), [], { blob: new Blob(parts) });
    },
    async *copyOut(sql) {
      connection.statements += 1;
      const result = await pglite.query(sql.replace(/to stdout/i, "to '/dev/blob'"));
      if (result.blob) yield new Uint8Array(await result.blob.arrayBuffer());
    },
  };
  return {
    kind: "embedded",
    version,
    async acquire() {
      if (busy) {
        await new Promise<void>((give, fail) => {
          const entry = { give, timer: setTimeout(() => {
            waiting.splice(waiting.indexOf(entry), 1);
            fail(new AppError("db.busy", { seconds: WAIT_MS / 1000 }));
          }, WAIT_MS) };
          waiting.push(entry);
        });
      }
      busy = true;
      return connection;
    },
    release() {
      const next = waiting.shift();
      if (!next) {
        busy = false;
        return;
      }
      clearTimeout(next.timer);
      next.give();
    },
    async close() {
      await pglite.close();
      await unlock?.();
    },
  };
}
