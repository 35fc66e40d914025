import { maskIdCard, maskPhone } from "../../kernel/id-card.ts";
import type { Ctx } from "../../platform/context.ts";

/** The purposes to which the register's sensitive fields are sealed (platform/crypto.ts). */
const PURPOSES = { idNumber: "people.id_number", phone: "people.phone", address: "people.address", contactPhone: "people.contact_phone" } as const;
export type SealedField = keyof typeof PURPOSES;

type WithCrypto = Pick<Ctx, "crypto">;

export function seal(ctx: WithCrypto, field: SealedField, text: string): Uint8Array {
  return ctx.crypto.seal(PURPOSES[field], text);
}

export function sealOptional(ctx: WithCrypto, field: SealedField, text: string | null | undefined): Uint8Array | null {
  return text ? seal(ctx, field, text) : null;
}

export function unseal(ctx: WithCrypto, field: SealedField, sealed: Uint8Array): string {
  return ctx.crypto.unseal(PURPOSES[field], sealed);
}

/** The keyed hash by which an exact id number or phone is found. */
export function lookupHash(ctx: WithCrypto, field: "idNumber" | "phone", text: string): Uint8Array {
  return ctx.crypto.lookup(PURPOSES[field], text);
}

/** What everybody with access to the row may see of a sealed field. */
export function masked(ctx: WithCrypto, field: SealedField, sealed: Uint8Array | null): string | null {
  if (sealed === null) return null;
  const text = unseal(ctx, field, sealed);
  if (field === "idNumber") return maskIdCard(text);
  return field === "address" ? `${[...text].slice(0, 6).join("")}****` : maskPhone(text);
}
