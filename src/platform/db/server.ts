import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { AppError } from "../../kernel/errors.ts";
import { type Connection, type Engine, readInt8 } from "./connection.ts";

const { builtins } = pg.types;
const WAIT_MS = 30_000;

/** Parsers that make the driver's values those of the embedded engine. `date` must never become a Date: it shifts by a day east of Greenwich. */
const PARSERS: Record<number, (text: string) => unknown> = {
  [builtins.DATE]: (text) => text,
  [builtins.INT8]: readInt8,
  [builtins.BYTEA]: (text) => new Uint8Array(Buffer.from(text.slice(2), "hex")),
};

/** A PostgreSQL server, 15 to 18, behind a pool. */
export async function openServer(url: string, poolSize: number): Promise<Engine> {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: WAIT_MS,
    idleTimeoutMillis: 30_000,
    application_name: "songhe",
    options: "-c jit=off -c timezone=UTC",
    types: { getTypeParser: (oid: number, format?: string) => (format !== "binary" && PARSERS[oid]) || pg.types.getTypeParser(oid, format as "text") },
  });
  // an idle connection that the server drops must not end the process; the next use reports it
  pool.on("error", () => {});
  const clients = new Map<Connection, pg.PoolClient>();
  const probe = await pool.connect();
  const version = ((await probe.query("select version()")).rows[0] as { version: string }).version;
  probe.release();
  return {
    kind: "server",
    version,
    async acquire() {
      const client = await pool.connect().catch((error: unknown) => {
        // the pool's own words for its timeout; it gives no code
        if (error instanceof Error && error.message.includes("timeout exceeded when trying to connect")) throw new AppError("db.busy", { seconds: WAIT_MS / 1000 }, { cause: error });
        throw error;
      });
      const connection = overClient(client);
      clients.set(connection, client);
      return connection;
    },
    release(connection, broken) {
      clients.get(connection)?.release(broken ?? false);
      clients.delete(connection);
    },
    close: () => pool.end(),
  };
}

function overClient(client: pg.PoolClient): Connection {
  const connection: Connection = {
    statements: 0,
    async query(sql, parameters) {
      connection.statements += 1;
      const result = await client.query(sql, [...parameters]);
      return { rows: result.rows as Record<string, unknown>[], affected: result.rowCount ?? 0 };
    },
    async exec(sql) {
      connection.statements += 1;
      await client.query(sql);
    },
    async copyIn(sql, chunks) {
      connection.statements += 1;
      await pipeline(Readable.from(chunks), client.query(copyFrom(sql)));
    },
    async *copyOut(sql) {
      connection.statements += 1;
      for await (const chunk of client.query(copyTo(sql))) yield chunk as Uint8Array;
    },
  };
  return connection;
}
