import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { NOW, openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { buildApp } from "../../app/server.ts";
import { runAsSystem } from "../../platform/house.ts";
import { buildUser, clientOf, ECHENG, EZHOU, over, PASSWORD, signInAs } from "./access.fixtures.ts";
import { sweepAccess } from "./access.jobs.ts";
import { accessModule } from "./module.ts";
import { hashPassword, passwordFits } from "./password.ts";

let house: TestHouse;
let app: FastifyInstance;
beforeAll(async () => {
  house = await openTestHouse([accessModule]);
  app = await buildApp(house);
});
afterAll(async () => {
  await app.close();
  await house.close();
});
beforeEach(() => house.setClock(NOW));

const after = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const tryIn = (account: string, password: string) => clientOf(app).send("POST", "/api/access/sign-in", { account, password });

describe("signing in", () => {
  it("gives a session cookie that scripts cannot read, and says who one is", async () => {
    const user = await buildUser(house, { grants: [over("street_worker", ECHENG), over("leader", EZHOU)] });
    const response = await app.inject({ method: "POST", url: "/api/access/sign-in", headers: { "x-songhe": "1" }, payload: { account: user.account.toUpperCase(), password: PASSWORD } });
    expect(response.headers["set-cookie"]).toMatch(/^songhe_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(response.json()).toMatchObject({ account: user.account, jurisdictionName: "鄂州市鄂城区、鄂州市", regions: [ECHENG, EZHOU], mustChangePassword: false });
    const me = await (await signInAs(app, user.account)).get("/api/access/me");
    expect(me.body).toMatchObject({ id: user.id, organization: { id: user.organization!.id } });
    expect(me.body.permissions).toContain("people.read_sensitive");
  });
  it("keeps only a digest of the token", async () => {
    const client = await signInAs(app, (await buildUser(house)).account);
    const token = client.cookie.split("=")[1]!;
    const stored = await runAsSystem(house, "test", (ctx) => sql<{ all: string }>`select string_agg(s::text, ' ') as all from access.session s`.execute(ctx.db));
    expect(stored.rows[0]!.all).not.toContain(token);
    expect(stored.rows[0]!.all).not.toContain(Buffer.from(token).toString("hex"));
  });
  it("ends the session that the browser came with: the token is always a new one", async () => {
    const user = await buildUser(house);
    const before = await signInAs(app, user.account);
    await before.send("POST", "/api/access/sign-in", { account: user.account, password: PASSWORD });
    expect((await before.get("/api/access/me")).status).toBe(401);
  });
  it("refuses an unknown account, a wrong password, a locked and a disabled account in the same words", async () => {
    const [known, locked, disabled] = [await buildUser(house), await buildUser(house), await buildUser(house)];
    for (let i = 0; i < 5; i += 1) await tryIn(locked.account, "wrong");
    await runAsSystem(house, "test", (ctx) => sql`update access.app_user set status = 'disabled' where id = ${disabled.id}`.execute(ctx.db));
    const answers = [await tryIn("nobody-at-all", PASSWORD), await tryIn(known.account, "wrong"), await tryIn(locked.account, PASSWORD), await tryIn(disabled.account, PASSWORD)];
    const seen = answers.map(({ status, body: { requestId: _, ...body } }) => JSON.stringify([status, body]));
    expect(new Set(seen).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: "access.sign_in_failed" } });
  });
  it("does the work of a password for an account that does not exist, too", async () => {
    const hash = await hashPassword(PASSWORD);
    const took = async (work: () => Promise<unknown>) => {
      const from = performance.now();
      await work();
      return performance.now() - from;
    };
    const [alone, absent]: [number[], number[]] = [[], []];
    for (let round = 0; round < 8; round += 1) {
      alone.push(await took(() => passwordFits(hash, "wrong")));
      absent.push(await took(() => tryIn("nobody-else", "wrong")));
    }
    // the quickest of each: whatever else the machine does only adds
    expect(Math.min(...absent)).toBeGreaterThan(0.7 * Math.min(...alone));
  });
  it("locks after five failures for fifteen minutes, and not before", async () => {
    const user = await buildUser(house);
    for (let i = 0; i < 4; i += 1) await tryIn(user.account, "wrong");
    expect((await tryIn(user.account, PASSWORD)).status).toBe(200);
    for (let i = 0; i < 5; i += 1) await tryIn(user.account, "wrong");
    expect((await tryIn(user.account, PASSWORD)).status).toBe(401);
    house.setClock(after(14.9));
    expect((await tryIn(user.account, PASSWORD)).status).toBe(401);
    house.setClock(after(15.1));
    expect((await tryIn(user.account, PASSWORD)).status).toBe(200);
  });
  it("lets no two tries at once slip past the count", async () => {
    const user = await buildUser(house);
    await Promise.all(Array.from({ length: 5 }, () => tryIn(user.account, "wrong")));
    expect((await tryIn(user.account, PASSWORD)).status).toBe(401);
  });
  it("stops looking at passwords after ten failures in a minute from one address, whether or not the account exists", async () => {
    for (let i = 0; i < 10; i += 1) expect((await tryIn("nobody-here", "wrong")).status).toBe(401);
    expect(await tryIn("nobody-here", "wrong")).toMatchObject({ status: 429, body: { code: "request.too_many" } });
    house.setClock(after(1.1));
    expect((await tryIn("nobody-here", "wrong")).status).toBe(401);
  });
  it("does not write down what was typed as an account that does not exist", async () => {
    await tryIn("MySecretPassword1", "wrong");
    const found = await runAsSystem(house, "test", (ctx) => sql<{ n: number }>`select
      (select count(*) from platform.audit_entry where content ilike '%mysecretpassword1%') +
      (select count(*) from access.sign_in_counter where encode(key, 'escape') ilike '%mysecretpassword1%') as n`.execute(ctx.db));
    expect(found.rows[0]!.n).toBe(0);
  });
});

describe("sessions", () => {
  it("end when idle, and in the end even when used", async () => {
    const client = await signInAs(app, (await buildUser(house)).account);
    house.setClock(after(59));
    expect((await client.get("/api/access/me")).status).toBe(200);
    house.setClock(after(59 + 61));
    expect((await client.get("/api/access/me")).status).toBe(401);
    house.setClock(NOW);
    const busy = await signInAs(app, (await buildUser(house)).account);
    for (let minute = 50; minute < 600; minute += 50) {
      house.setClock(after(minute));
      expect((await busy.get("/api/access/me")).status).toBe(200);
    }
    house.setClock(after(601));
    expect((await busy.get("/api/access/me")).status).toBe(401);
  });
  it("end at once when signed out, although they were just recalled", async () => {
    const client = await signInAs(app, (await buildUser(house)).account);
    expect((await client.get("/api/access/me")).status).toBe(200);
    expect((await client.send("POST", "/api/access/sign-out")).status).toBe(200);
    expect((await client.get("/api/access/me")).status).toBe(401);
  });
  it("are the user's own to see and to end", async () => {
    const user = await buildUser(house);
    const [here, there, stranger] = [await signInAs(app, user.account), await signInAs(app, user.account), await signInAs(app, (await buildUser(house)).account)];
    expect((await there.get("/api/access/me")).status).toBe(200);
    const { rows } = (await here.get("/api/access/sessions")).body;
    expect(rows!.map((row) => row.current).sort()).toEqual([false, true]);
    const other = rows!.find((row) => !row.current)!;
    expect((await stranger.send("DELETE", `/api/access/sessions/${other.id as string}`)).status).toBe(404);
    expect((await there.get("/api/access/me")).status).toBe(200);
    expect((await here.send("DELETE", `/api/access/sessions/${other.id as string}`)).status).toBe(200);
    expect((await there.get("/api/access/me")).status).toBe(401);
  });
  it("are recalled without the database, for five seconds at most", async () => {
    const user = await buildUser(house);
    const client = await signInAs(app, user.account);
    house.setClock(new Date(NOW.getTime() + 11_000));
    await client.get("/api/access/me");
    await runAsSystem(house, "test", (ctx) => sql`update access.session set ended_at = ${NOW} where user_id = ${user.id}`.execute(ctx.db));
    house.setClock(new Date(NOW.getTime() + 15_000));
    expect((await client.get("/api/access/regions")).status).toBe(200);
    house.setClock(new Date(NOW.getTime() + 16_001));
    expect((await client.get("/api/access/regions")).status).toBe(401);
  });
  it("are swept with the counters when they decide nothing any more", async () => {
    await signInAs(app, (await buildUser(house)).account);
    house.setClock(after(60 * 24 * 181));
    await runAsSystem(house, "test", sweepAccess);
    const left = await runAsSystem(house, "test", (ctx) => sql<{ n: number }>`select (select count(*) from access.session) + (select count(*) from access.sign_in_counter) as n`.execute(ctx.db));
    expect(left.rows[0]!.n).toBe(0);
  });
});

describe("changing one's password", () => {
  const change = (client: { send: ReturnType<typeof clientOf>["send"] }, current: string, next: string) => client.send("POST", "/api/access/password", { current, next });
  it("ends the other sessions and keeps this browser signed in with a new token", async () => {
    const user = await buildUser(house);
    const [here, there] = [await signInAs(app, user.account), await signInAs(app, user.account)];
    const response = await app.inject({ method: "POST", url: "/api/access/password", headers: { cookie: here.cookie, "x-songhe": "1" }, payload: { current: PASSWORD, next: "Lamei-2027" } });
    const renewed = clientOf(app, `songhe_session=${response.cookies[0]!.value}`);
    expect((await renewed.get("/api/access/me")).status).toBe(200);
    expect((await here.get("/api/access/me")).status).toBe(401);
    expect((await there.get("/api/access/me")).status).toBe(401);
    expect((await tryIn(user.account, PASSWORD)).status).toBe(401);
    expect((await tryIn(user.account, "Lamei-2027")).status).toBe(200);
  });
  it("refuses a weak one, and the last five", async () => {
    const user = await buildUser(house);
    expect((await change(await signInAs(app, user.account), PASSWORD, "short")).body.code).toBe("access.password_weak");
    const used = [PASSWORD, "Lamei-2027-1", "Lamei-2027-2", "Lamei-2027-3", "Lamei-2027-4", "Lamei-2027-5"];
    for (let i = 1; i < used.length; i += 1) {
      house.setClock(after(i));
      expect((await change(await signInAs(app, user.account, used[i - 1]), used[i - 1]!, used[i]!)).status).toBe(200);
    }
    const client = await signInAs(app, user.account, used[5]);
    for (const old of used.slice(1)) expect((await change(client, used[5]!, old)).body.code).toBe("access.password_reused");
    expect((await change(client, used[5]!, PASSWORD)).status).toBe(200);
  });
  it("counts a wrong current password towards the lock-out", async () => {
    const user = await buildUser(house);
    const client = await signInAs(app, user.account);
    for (let i = 0; i < 5; i += 1) expect((await change(client, "wrong", "Lamei-2027")).body.code).toBe("access.password_wrong");
    expect((await change(client, PASSWORD, "Lamei-2027")).body.code).toBe("access.password_wrong");
    expect((await tryIn(user.account, PASSWORD)).status).toBe(401);
  });
  it("is all that a user with an initial password may do", async () => {
    const user = await buildUser(house, { grants: [over("system_administrator", EZHOU)], mustChangePassword: true });
    const client = await signInAs(app, user.account);
    expect((await client.get("/api/access/me")).body).toMatchObject({ mustChangePassword: true, permissions: [] });
    expect((await client.get("/api/access/users")).status).toBe(403);
    await change(client, PASSWORD, "Lamei-2027");
    const after = await signInAs(app, user.account, "Lamei-2027");
    expect((await after.get("/api/access/me")).body.mustChangePassword).toBe(false);
    expect((await after.get("/api/access/users")).status).toBe(200);
  });
});
