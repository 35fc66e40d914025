import { sql } from "kysely";
import type { RegionCode } from "../../kernel/regions.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Relation } from "./people.contract.ts";

export type StoredContact = { id: string; name: string; relation: Relation; phone: Uint8Array | null; emergency: boolean };

/** A senior's contacts, emergency contacts first. The senior must have been found in scope. */
export async function listContacts(ctx: Ctx, seniorId: string): Promise<StoredContact[]> {
  const found = await sql<StoredContact>`select id, name, relation, phone, emergency from people.contact
    where senior_id = ${seniorId} order by emergency desc, id`.execute(ctx.db);
  return found.rows;
}

/** Adds a contact, or replaces the one with its id. */
export async function putContact(ctx: Ctx, seniorId: string, region: RegionCode, contact: StoredContact): Promise<void> {
  await sql`insert into people.contact (senior_id, id, region, name, relation, phone, emergency)
    values (${seniorId}, ${contact.id}, ${region}, ${contact.name}, ${contact.relation}, ${contact.phone ? Buffer.from(contact.phone) : null}, ${contact.emergency})
    on conflict (senior_id, id) do update set name = excluded.name, relation = excluded.relation, phone = excluded.phone, emergency = excluded.emergency`.execute(ctx.db);
}

export async function deleteContact(ctx: Ctx, seniorId: string, id: string): Promise<boolean> {
  const result = await sql`delete from people.contact where senior_id = ${seniorId} and id = ${id}`.execute(ctx.db);
  return result.numAffectedRows === 1n;
}
