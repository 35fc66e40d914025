import { sql } from "kysely";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { transact } from "../db/transaction.ts";
import type { House } from "../house.ts";

/** Figures for Prometheus: requests by route and status, waiting and failed jobs, the process itself. */
export type Metrics = { observe(method: string, route: string, status: number, seconds: number): void; text(): Promise<string>; type: string };

export function openMetrics(house: House): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({ name: "songhe_http_requests_total", help: "Requests answered", labelNames: ["method", "route", "status"], registers: [registry] });
  const seconds = new Histogram({
    name: "songhe_http_request_seconds",
    help: "Time to answer",
    labelNames: ["method", "route"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const jobs = new Gauge({ name: "songhe_jobs", help: "Jobs waiting, due and failed", labelNames: ["state"], registers: [registry] });
  return {
    type: registry.contentType,
    observe(method, route, status, took) {
      requests.inc({ method, route, status: String(status) });
      seconds.observe({ method, route }, took);
    },
    async text() {
      const counted = await transact(house.engine, { readOnly: true }, (db) =>
        sql<{ waiting: number; due: number; failed: number }>`select
          count(*) filter (where failed_at is null) as waiting,
          count(*) filter (where failed_at is null and run_at <= ${house.clock()}) as due,
          count(*) filter (where failed_at is not null) as failed from platform.job`.execute(db),
      );
      for (const [state, value] of Object.entries(counted.rows[0] ?? {})) jobs.set({ state }, value);
      return registry.metrics();
    },
  };
}
