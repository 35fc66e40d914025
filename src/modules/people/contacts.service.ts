import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import type { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import { deleteContact, listContacts, putContact } from "./contact.store.ts";
import { lockSenior } from "./facts.service.ts";
import type { addContactRoute, changeContactRoute, revealRoute } from "./people.contract.ts";
import { sealOptional, unseal } from "./sealed.ts";
import { isPhone, tidyPhone } from "./senior-entry.ts";
import { findSenior, updateSenior } from "./senior.store.ts";

const NO_CONTACT = { what: "联系人" };

function sealPhone(ctx: Ctx, phone: string | null | undefined): Uint8Array | null {
  if (!phone) return null;
  const digits = tidyPhone(phone);
  if (!isPhone(digits)) {
    throw new AppError("request.invalid", { count: 1, faults: [{ path: "body.phone", message: "电话应为11位手机号，或带区号的固定电话（如 0711-3351234）" }] });
  }
  return sealOptional(ctx, "contactPhone", digits);
}

/** Adds a family member, guardian or emergency contact. The version is the senior's. */
export async function addContact(ctx: Ctx, seniorId: string, body: z.output<(typeof addContactRoute)["body"]>): Promise<{ id: string; version: number; contactId: string }> {
  const senior = await lockSenior(ctx, seniorId, body.version);
  const contactId = newId();
  await putContact(ctx, seniorId, senior.region, { id: contactId, name: body.name, relation: body.relation, phone: sealPhone(ctx, body.phone), emergency: body.emergency });
  ctx.audit({ action: "senior.contact_added", subject: "senior", subjectId: seniorId, region: senior.region, details: { contact: contactId } });
  return { id: seniorId, version: await updateSenior(ctx, seniorId, {}), contactId };
}

export async function changeContact(ctx: Ctx, seniorId: string, contactId: string, body: z.output<(typeof changeContactRoute)["body"]>): Promise<{ id: string; version: number }> {
  const senior = await lockSenior(ctx, seniorId, body.version);
  const before = (await listContacts(ctx, seniorId)).find((contact) => contact.id === contactId);
  if (!before) throw new AppError("record.not_found", NO_CONTACT);
  await putContact(ctx, seniorId, senior.region, {
    id: contactId,
    name: body.name ?? before.name,
    relation: body.relation ?? before.relation,
    phone: body.phone === undefined ? before.phone : sealPhone(ctx, body.phone),
    emergency: body.emergency ?? before.emergency,
  });
  ctx.audit({ action: "senior.contact_changed", subject: "senior", subjectId: seniorId, region: senior.region, details: { contact: contactId } });
  return { id: seniorId, version: await updateSenior(ctx, seniorId, {}) };
}

export async function removeContact(ctx: Ctx, seniorId: string, contactId: string, version: number): Promise<{ id: string; version: number }> {
  const senior = await lockSenior(ctx, seniorId, version);
  if (!(await deleteContact(ctx, seniorId, contactId))) throw new AppError("record.not_found", NO_CONTACT);
  ctx.audit({ action: "senior.contact_removed", subject: "senior", subjectId: seniorId, region: senior.region, details: { contact: contactId } });
  return { id: seniorId, version: await updateSenior(ctx, seniorId, {}) };
}

/** Shows one sensitive field in full, for a reason that goes into the audit with who asked. */
export async function revealField(ctx: Ctx, seniorId: string, body: z.output<(typeof revealRoute)["body"]>): Promise<{ value: string | null }> {
  const senior = await findSenior(ctx, seniorId);
  if (!senior) throw new AppError("record.not_found", { what: "老年人" });
  const open = (field: "idNumber" | "phone" | "address" | "contactPhone", sealed: Uint8Array | null) => (sealed === null ? null : unseal(ctx, field, sealed));
  let value: string | null;
  if (body.field === "contact_phone") {
    const contact = (await listContacts(ctx, seniorId)).find(({ id }) => id === body.contactId);
    if (!contact) throw new AppError("record.not_found", NO_CONTACT);
    value = open("contactPhone", contact.phone);
  } else if (body.field === "id_number") value = open("idNumber", senior.id_number);
  else value = open(body.field, senior[body.field]);
  ctx.audit({ action: "senior.revealed", subject: "senior", subjectId: seniorId, region: senior.region, reason: body.reason, details: { field: body.field, ...(body.contactId ? { contact: body.contactId } : {}) } });
  return { value };
}
