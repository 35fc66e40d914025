import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { authenticate } from "../modules/access/index.ts";
import { openHttp } from "../platform/http/server.ts";
import type { House } from "../platform/house.ts";
import { startWorker } from "../platform/jobs.ts";

const CONSOLE = fileURLToPath(new URL("../../dist/console/", import.meta.url));

export type Running = { address: string; app: FastifyInstance; stop: () => Promise<void> };

/** The HTTP application with the console's files, not yet listening. */
export async function buildApp(house: House): Promise<FastifyInstance> {
  const app = await openHttp(house, authenticate);
  if (existsSync(CONSOLE)) await serveConsole(app);
  return app;
}

/** Any address that is not the interface's is the console's: its own router takes it from there. */
async function serveConsole(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, { root: CONSOLE, wildcard: false, index: false, immutable: true, maxAge: "365d", preCompressed: true });
  for (const path of ["/", "/*"]) {
    app.get(path, { schema: { hide: true } as object }, async (request, reply) => {
      if (request.url.startsWith("/api/") || /\.\w+$/.test(request.url.split("?")[0] ?? "")) return reply.callNotFound();
      return reply.header("cache-control", "no-cache").sendFile("index.html", { maxAge: 0, immutable: false });
    });
  }
}

/** Starts the server and its worker; `stop` lets requests and the job in hand finish. */
export async function startServer(house: House): Promise<Running> {
  const app = await buildApp(house);
  const worker = startWorker(house);
  house.wakeWorker = worker.wake;
  const address = await app.listen({ port: house.config.port, host: house.config.host });
  return {
    address,
    app,
    async stop() {
      await app.close();
      await worker.stop();
      await house.engine.close();
    },
  };
}
