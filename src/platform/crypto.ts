import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes, randomFillSync } from "node:crypto";
import { chmod, mkdir, open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../kernel/errors.ts";

/**
 * Protects sensitive fields at rest. What is sealed says which key sealed it, so that keys can be replaced; what must be
 * found again is looked up by a keyed hash, which tells nobody without the key anything.
 */
export type Crypto = {
  /** text → bytes that only this key opens; `purpose` (`people.phone`) is bound in, so that a value cannot be moved to another column */
  seal(purpose: string, text: string): Uint8Array;
  /** Throws `crypto.unreadable` on a wrong key, another purpose or an altered value. */
  unseal(purpose: string, sealed: Uint8Array): string;
  /** the keyed hash by which an exact value is found; 16 bytes */
  lookup(purpose: string, text: string): Uint8Array;
};

const VERSION = 1;

const NONCES = Buffer.alloc(12 * 512);
let nonceAt = NONCES.length;

/** Twelve random bytes, drawn 512 at a time: one call of the system's generator costs more than a sealing. */
function nextNonce(): Buffer {
  if (nonceAt === NONCES.length) {
    randomFillSync(NONCES);
    nonceAt = 0;
  }
  nonceAt += 12;
  return Buffer.from(NONCES.subarray(nonceAt - 12, nonceAt));
}

/** AES-256-GCM under keys derived from one master key. */
export function cryptoFrom(master: Uint8Array): Crypto {
  // key objects: a key given as bytes is converted anew at each use, which takes four times as long as the sealing
  const derive = (label: string): KeyObject => createSecretKey(Buffer.from(hkdfSync("sha256", master, "songhe", label, 32)));
  const sealing = derive("seal");
  const hashing = derive("lookup");
  return {
    seal(purpose, text) {
      const nonce = nextNonce();
      const cipher = createCipheriv("aes-256-gcm", sealing, nonce);
      cipher.setAAD(Buffer.from(purpose));
      const body = cipher.update(text, "utf8");
      cipher.final();
      const sealed = new Uint8Array(29 + body.length);
      sealed[0] = VERSION;
      sealed.set(nonce, 1);
      sealed.set(cipher.getAuthTag(), 13);
      sealed.set(body, 29);
      return sealed;
    },
    unseal(purpose, sealed) {
      const bytes = Buffer.from(sealed);
      try {
        if (bytes[0] !== VERSION) throw new Error("version");
        const decipher = createDecipheriv("aes-256-gcm", sealing, bytes.subarray(1, 13));
        decipher.setAAD(Buffer.from(purpose));
        decipher.setAuthTag(bytes.subarray(13, 29));
        return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString("utf8");
      } catch (cause) {
        throw new AppError("crypto.unreadable", { purpose }, { cause });
      }
    },
    lookup(purpose, text) {
      return new Uint8Array(createHmac("sha256", hashing).update(purpose).update("\0").update(text).digest().subarray(0, 16));
    },
  };
}

/**
 * The crypto provider whose master key lies in `dataDir/keys/master.key`, made at the first start. Refuses a key file
 * that others can read (`crypto.key_exposed`). Without the file, sealed fields cannot be read: back it up apart.
 */
export async function openCrypto(dataDir: string): Promise<Crypto> {
  const path = join(dataDir, "keys", "master.key");
  await mkdir(join(dataDir, "keys"), { recursive: true, mode: 0o700 });
  try {
    const file = await open(path, "wx", 0o600);
    await file.writeFile(randomBytes(32).toString("hex"));
    await file.sync();
    await file.close();
    await chmod(path, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  if (process.platform !== "win32" && ((await stat(path)).mode & 0o077) !== 0) throw new AppError("crypto.key_exposed", { path });
  const hex = (await readFile(path, "utf8")).trim();
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new AppError("crypto.key_malformed", { path });
  return cryptoFrom(Buffer.from(hex, "hex"));
}

/** SM3 (GM/T 0004-2012), the hash of the audit chain. */
export function sm3(text: string): Uint8Array {
  return new Uint8Array(createHash("sm3").update(text, "utf8").digest());
}
