import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cryptoFrom, openCrypto } from "./crypto.ts";

const crypto = cryptoFrom(new Uint8Array(32).fill(1));

describe("sealed fields", () => {
  it("open again, and never look alike", () => {
    const [one, two] = [crypto.seal("people.phone", "13800001111"), crypto.seal("people.phone", "13800001111")];
    expect(Buffer.compare(one, two)).not.toBe(0);
    expect(Buffer.from(one).includes("13800001111")).toBe(false);
    expect(crypto.unseal("people.phone", one)).toBe("13800001111");
    expect(crypto.unseal("people.phone", crypto.seal("people.phone", ""))).toBe("");
  });
  it("do not open in another column, under another key, altered or cut", () => {
    const sealed = crypto.seal("people.phone", "13800001111");
    const altered = sealed.map((byte, index) => (index === sealed.length - 1 ? byte ^ 1 : byte));
    const other = cryptoFrom(new Uint8Array(32).fill(2));
    for (const attempt of [
      () => crypto.unseal("people.address", sealed),
      () => other.unseal("people.phone", sealed),
      () => crypto.unseal("people.phone", altered),
      () => crypto.unseal("people.phone", sealed.subarray(0, 20)),
      () => crypto.unseal("people.phone", new Uint8Array()),
    ]) {
      expect(attempt).toThrow("crypto.unreadable");
    }
  });
  it("are found by a hash that depends on the key and the purpose", () => {
    const hash = (from: typeof crypto, purpose: string) => Buffer.from(from.lookup(purpose, "420704")).toString("hex");
    expect(hash(crypto, "a")).toBe(hash(cryptoFrom(new Uint8Array(32).fill(1)), "a"));
    expect(new Set([hash(crypto, "a"), hash(crypto, "b"), hash(cryptoFrom(new Uint8Array(32).fill(2)), "a")]).size).toBe(3);
  });
});

describe("the key file", () => {
  let dir: string;
  let path: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "songhe-key-"));
    path = join(dir, "keys", "master.key");
  });
  afterEach(() => rm(dir, { recursive: true }));

  it("is made once, for its owner only", async () => {
    const sealed = (await openCrypto(dir)).seal("p", "x");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await openCrypto(dir)).unseal("p", sealed)).toBe("x");
    expect(await readFile(path, "utf8")).toMatch(/^[0-9a-f]{64}$/);
  });
  it("is refused when others can read it, or when it is damaged", async () => {
    await openCrypto(dir);
    await chmod(path, 0o640);
    await expect(openCrypto(dir)).rejects.toMatchObject({ code: "crypto.key_exposed" });
    await chmod(path, 0o600);
    await writeFile(path, "abc");
    await expect(openCrypto(dir)).rejects.toMatchObject({ code: "crypto.key_malformed" });
  });
});
