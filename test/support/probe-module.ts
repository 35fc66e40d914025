import { sql } from "kysely";
import { z } from "zod";
import { route } from "../../src/kernel/contract.ts";
import { AppError } from "../../src/kernel/errors.ts";
import { newId } from "../../src/kernel/ids.ts";
import type { RegionCode } from "../../src/kernel/regions.ts";
import { type Actor, type Ctx, RecordedRefusal, requireRegion } from "../../src/platform/context.ts";
import { bind, type Module } from "../../src/platform/module.ts";

/** A module for testing the platform without any business: notes in regions, and a job that says what it did. */
export const probeModule: Module = {
  name: "probe",
  dependsOn: [],
  permissions: { "probe.read": "查看便签", "probe.write": "写便签" },
  errors: { "probe.refused": { status: 409, title: "不收", text: "不收这张便签。" } },
  routes: [
    bind(
      route({ method: "GET", path: "/api/probe/notes", permission: "probe.read", summary: "便签列表", response: z.object({ texts: z.array(z.string()) }) }),
      async (ctx) => ({ texts: await allNotes(ctx) }),
    ),
    bind(
      route({
        method: "POST",
        path: "/api/probe/notes/:region",
        permission: "probe.write",
        summary: "写便签",
        params: z.object({ region: z.string().regex(/^\d{12}$/, "区划代码应为12位数字") }),
        body: z.object({ text: z.string().min(1, "请填写内容"), count: z.number().int().optional() }),
        response: z.object({ id: z.string() }),
      }),
      async (ctx, { params, body }) => addNote(ctx, params.region, body.text),
    ),
    bind(
      route({ method: "POST", path: "/api/probe/broken", permission: "signed-in", summary: "答非所约", response: z.object({ id: z.string() }) }),
      async () => ({ id: 7 }) as unknown as { id: string },
    ),
  ],
  jobs: {
    "probe.note": async (ctx, payload) => {
      await sql`insert into probe.done (what) values (${payload.what as string})`.execute(ctx.db);
      if (payload.fail) throw new Error("not today");
      if (typeof payload.left === "number" && payload.left > 0) return { again: { ...payload, left: payload.left - 1 } };
      return undefined;
    },
    "probe.heard": async (ctx, payload) => {
      await sql`insert into probe.done (what) values (${`heard ${payload.id as string}`})`.execute(ctx.db);
    },
  },
  listeners: [{ event: "note.added", job: "probe.heard" }],
  schedules: [{ job: "probe.note", at: "02:30" }],
  migrations: new URL("./probe/", import.meta.url),
};

/** Every note that the database shows, on purpose without the application's own predicate. */
export async function allNotes(ctx: Pick<Ctx, "db">): Promise<string[]> {
  return (await sql<{ text: string }>`select text from probe.note order by text`.execute(ctx.db)).rows.map((row) => row.text);
}

async function addNote(ctx: Ctx, region: RegionCode, text: string): Promise<{ id: string }> {
  requireRegion(ctx, region);
  const id = newId();
  await sql`insert into probe.note (id, region, text) values (${id}, ${region}, ${text})`.execute(ctx.db);
  if (text === "refused") throw new AppError("probe.refused");
  if (text === "kept") throw new RecordedRefusal("probe.refused");
  ctx.emit("note.added", { id });
  ctx.audit({ action: "note.added", subject: "note", subjectId: id, region });
  return { id };
}

/** A user with these permissions over a region and below. */
export function probeActor(code: RegionCode, ...permissions: string[]): Actor {
  return { id: newId(), account: `probe-${code}`, name: "测试", organizationId: null, grants: [{ role: "probe", permissions: new Set(permissions), jurisdiction: { kind: "region", code } }] };
}

export async function doneSoFar(ctx: Pick<Ctx, "db">): Promise<string[]> {
  return (await sql<{ what: string }>`select what from probe.done order by what`.execute(ctx.db)).rows.map((row) => row.what);
}
