import type { z } from "zod";
import type { AnyRoute, Problem } from "../../src/kernel/contract.ts";
import type { InputFault } from "../../src/kernel/errors.ts";
import { t } from "./texts.ts";

/**
 * What went wrong with a call. `detail` is written for the user; `faults` say which inputs are wrong, their `path`
 * without the leading `body.`; `status` 0 means that no answer came.
 */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly faults: readonly InputFault[];
  readonly details: Record<string, unknown>;

  constructor(problem: Pick<Problem, "status" | "code" | "title" | "detail"> & Partial<Problem>) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
    this.name = "ApiProblem";
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.requestId = problem.requestId;
    this.faults = (problem.faults ?? []).map((fault) => ({ ...fault, path: fault.path.replace(/^body\./, "") }));
    this.details = problem.details ?? {};
  }

  /** Somebody else changed the thing in the meantime; `details.current`, where given, is how it stands now. */
  get isStale(): boolean {
    return this.status === 409 && (this.code.endsWith("stale") || "current" in this.details);
  }

  /** Whether the same request may succeed when simply repeated. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

type Empty = Record<never, never>;
type Part<Name extends string, T> = undefined extends T
  ? { [K in Name]?: T }
  : Empty extends T
    ? { [K in Name]?: T }
    : { [K in Name]: T };

/** What a call of this route takes: only the parts that the contract declares. */
export type CallInput<C extends AnyRoute> = Part<"params", z.input<C["params"]>> &
  Part<"query", z.input<C["query"]>> &
  Part<"body", z.input<C["body"]>>;
export type CallResult<C extends AnyRoute> = z.output<C["response"]>;
/** `key` names a write: sent again under the same key, it happens once. */
export type CallOptions = { key?: string; signal?: AbortSignal };
type LooseInput = { params?: unknown; query?: unknown; body?: unknown };

const RETRY_WAITS_MS = [500, 1500];
const signedOutListeners = new Set<() => void>();

/** Calls back whenever the server says that nobody is signed in (401); returns how to stop. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => void signedOutListeners.delete(listener);
}

/** The address of a route with its parameters and query put in: also for links to downloads. */
export function urlOf(contract: AnyRoute, input: LooseInput = {}): string {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = contract.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? "")));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries((input.query ?? {}) as Record<string, unknown>)) {
    if (value === undefined || value === null || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

/**
 * Calls a route. Writes carry an `idempotency-key` and are sent up to three times under it while no proper answer
 * comes, so that a lost answer does not double them.
 *
 * @throws {ApiProblem} on every answer but 2xx, and when no answer comes
 */
export async function call<C extends AnyRoute>(
  contract: C,
  input: CallInput<C>,
  options: CallOptions = {},
): Promise<CallResult<C>> {
  const { body } = input as LooseInput;
  const response = await send(contract, urlOf(contract, input), body === undefined ? undefined : JSON.stringify(body), options);
  return (await readBody(response)) as CallResult<C>;
}

/** Sends a file (or several) to a route that takes multipart/form-data; otherwise as `call`. */
export async function upload<C extends AnyRoute>(
  contract: C,
  input: Omit<CallInput<C>, "body"> & { form: FormData },
  options: CallOptions = {},
): Promise<CallResult<C>> {
  const response = await send(contract, urlOf(contract, input as LooseInput), input.form, options);
  return (await readBody(response)) as CallResult<C>;
}

async function send(contract: AnyRoute, url: string, body: string | FormData | undefined, options: CallOptions): Promise<Response> {
  const isWrite = contract.method !== "GET";
  // The server refuses writes without x-songhe: a foreign page cannot set it without being let through by CORS.
  const headers: Record<string, string> = { accept: "application/json", "x-songhe": "1" };
  if (typeof body === "string") headers["content-type"] = "application/json";
  if (isWrite) headers["idempotency-key"] = options.key ?? crypto.randomUUID();
  const request: RequestInit = { method: contract.method, headers, credentials: "same-origin", signal: options.signal ?? null };
  if (body !== undefined) request.body = body;
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await fetchOnce(url, request);
    if (outcome instanceof Response) return outcome;
    const wait = RETRY_WAITS_MS[attempt];
    // Reads are repeated by the query client; a write is repeated here, where its key is known.
    if (!isWrite || !outcome.isPassing || outcome.status === 429 || wait === undefined) throw outcome;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function fetchOnce(url: string, request: RequestInit): Promise<Response | ApiProblem> {
  let response: Response;
  try {
    response = await fetch(url, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    return networkProblem();
  }
  if (response.ok) return response;
  if (response.status === 401) for (const listener of signedOutListeners) listener();
  return readProblem(response);
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const { status } = response;
  if (response.headers.get("content-type")?.includes("json")) {
    const body = (await response.json().catch(() => ({}))) as Partial<Problem>;
    if (typeof body.code === "string" && typeof body.detail === "string") {
      return new ApiProblem({ ...body, status, code: body.code, detail: body.detail, title: body.title ?? t("state.error") });
    }
  }
  const detail = t("problem.unreadable.hint", { status });
  return new ApiProblem({ status, code: "unreadable", title: t("problem.unreadable"), detail });
}

async function readBody(response: Response): Promise<unknown> {
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return isJson ? response.json() : undefined;
}

/** The server could not be reached. */
export function networkProblem(): ApiProblem {
  return new ApiProblem({ status: 0, code: "network", title: t("problem.network"), detail: t("problem.network.hint") });
}

/** Any thrown thing as a problem that can be shown; what is no problem is a fault of the page itself. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiProblem({ status: -1, code: "console", title: t("problem.console"), detail: t("problem.console.hint", { message }) });
}
