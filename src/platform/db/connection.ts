import {
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";

/**
 * One connection of either engine. Values come out alike from both: `date` as text, `int8` as number while it is exact
 * (else bigint), `bytea` as Uint8Array, `timestamptz` as Date, `numeric` as text.
 */
export type Connection = {
  query(sql: string, parameters: readonly unknown[]): Promise<{ rows: Record<string, unknown>[]; affected: number }>;
  /** several statements without parameters in one round trip */
  exec(sql: string): Promise<void>;
  copyIn(sql: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
  copyOut(sql: string): AsyncIterable<Uint8Array>;
  /** statements so far; tests count them per request */
  statements: number;
};

/** An engine hands out connections: one at a time when embedded, from a pool when a server. */
export type Engine = {
  kind: "embedded" | "server";
  version: string;
  acquire(): Promise<Connection>;
  /** `broken` connections are not used again */
  release(connection: Connection, broken?: boolean): void;
  close(): Promise<void>;
};

// Each module narrows this with its own table types: `ctx.db.withTables<…>()`.
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export type Db = Kysely<Record<never, never>>;

/** The query builder over one open connection. Its own transactions are refused: `transact` opens them. */
export function builderOver(connection: Connection): Db {
  const wrapped: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, affected } = await connection.query(query.sql, query.parameters);
      return { rows: rows as R[], numAffectedRows: BigInt(affected) };
    },
    // eslint-disable-next-line require-yield
    async *streamQuery(): AsyncIterableIterator<never> {
      throw new Error("use copyOut for long results");
    },
  };
  const refuse = async (): Promise<never> => {
    throw new Error("nested transaction: the one of the request is already open");
  };
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async () => wrapped,
        beginTransaction: refuse,
        commitTransaction: refuse,
        rollbackTransaction: refuse,
        releaseConnection: async () => {},
        destroy: async () => {},
      }),
    },
  });
}

/** int8 of both engines: a number while exact, else bigint. */
export function readInt8(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

/** The SQLSTATE of a database error, if it is one. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** The constraint that a database error names, without the shard number that Citus appends. */
export function constraintOf(error: unknown): string | undefined {
  const name = (error as { constraint?: unknown } | null)?.constraint;
  return typeof name === "string" ? name.replace(/_\d+$/, "") : undefined;
}
