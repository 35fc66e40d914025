import type { z } from "zod";
import type { AnyRoute, RouteContract } from "../kernel/contract.ts";
import type { ErrorTable } from "../kernel/errors.ts";
import type { Fact, SubjectKind } from "../kernel/facts.ts";
import type { Ctx } from "./context.ts";

/** What a handler gets: parsed and checked, nothing else. */
export type Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  /** only for routes marked `raw`: the uploaded file, and how to answer with one */
  files?: Upload;
};

/** An uploaded file, read as it arrives. */
export type Upload = { name: string; size: () => number; bytes: () => Promise<Uint8Array>; stream: () => AsyncIterable<Uint8Array> };
/** The answer of a `raw` route that sends a file. */
export type Download = { download: { name: string; type: string; body: AsyncIterable<Uint8Array> | Uint8Array } };

export type BoundRoute = { contract: AnyRoute; handle: (ctx: Ctx, input: Input<z.ZodType, z.ZodType, z.ZodType>) => Promise<unknown> };

/** Ties a contract entry to the use case that answers it. The answer's type is checked against the contract. */
export function bind<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  contract: RouteContract<P, Q, B, R>,
  handle: (ctx: Ctx, input: Input<P, Q, B>) => Promise<z.input<R> | Download>,
): BoundRoute {
  return { contract, handle: handle as unknown as BoundRoute["handle"] };
}

/**
 * Does one piece of background work inside one transaction, which also removes the job: the effect and the end of the
 * job are one. Long work does a chunk and returns `again` with the payload to go on from.
 */
export type JobHandler = (ctx: Ctx, payload: Record<string, unknown>) => Promise<void | { again: Record<string, unknown>; after?: number }>;

/** Does several waiting jobs of one name together, in one transaction: the effect is that of each by itself. */
export type JobsHandler = (ctx: Ctx, payloads: readonly Record<string, unknown>[]) => Promise<void>;

/** News of one module heard by another, as a job of its own: tried again until it succeeds. */
export type Listener = { event: string; job: string };

/** Runs a job once a day at a time of day in Asia/Shanghai (`"02:30"`), or every so many minutes. */
export type Schedule = { job: string; at?: string; everyMinutes?: number };

/** A kind of thing that policies decide on: a view of its owner, keyed by `id`, with `region` and one column a fact. */
export type SubjectSource = { kind: SubjectKind; view: string; facts: Record<string, Fact> };

/** All that a module is to the house. The list in `app/modules.ts` is the only place that knows them all. */
export type Module = {
  name: string;
  dependsOn: readonly string[];
  /** permission → what it allows, in Chinese, for the editor of roles */
  permissions: Readonly<Record<string, string>>;
  errors: ErrorTable;
  routes: readonly BoundRoute[];
  jobs?: Readonly<Record<string, JobHandler>>;
  /** for those of `jobs` that come in thousands: what does many of them at once */
  jobsTogether?: Readonly<Record<string, JobsHandler>>;
  listeners?: readonly Listener[];
  schedules?: readonly Schedule[];
  subjects?: readonly SubjectSource[];
  /** brings bundled data up to date after migrating; runs at every start, so it must be quick when nothing is to do */
  prepare?: (ctx: Ctx) => Promise<void>;
  /** folder of numbered .sql files; their objects live in the schema of the module's name */
  migrations?: URL;
};
