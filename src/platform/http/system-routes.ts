import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { transact } from "../db/transaction.ts";
import type { House } from "../house.ts";
import { errorFields } from "../log.ts";
import type { Metrics } from "./metrics.ts";
import { openApiDocument, openApiPage } from "./openapi.ts";

/** Health (the process answers), readiness (the database answers too), metrics, and the description of the interface. */
export function addSystemRoutes(app: FastifyInstance, house: House, metrics: Metrics): void {
  const description = openApiDocument(house.modules);
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    try {
      await transact(house.engine, { readOnly: true }, (db) => sql`select 1`.execute(db));
      return { status: "ready", database: house.engine.kind };
    } catch (error) {
      house.log.error("not_ready", errorFields(error));
      return reply.status(503).send({ status: "unavailable" });
    }
  });
  app.get("/metrics", async (_request, reply) => reply.type(metrics.type).send(await metrics.text()));
  app.get("/openapi.json", async () => description);
  app.get("/openapi", async (_request, reply) => reply.type("text/html; charset=utf-8").send(openApiPage(description)));
}
