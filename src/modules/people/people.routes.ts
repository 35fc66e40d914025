import { bind, type BoundRoute } from "../../platform/module.ts";
import { addContact, changeContact, removeContact, revealField } from "./contacts.service.ts";
import { recordFacts } from "./facts.service.ts";
import {
  addContactRoute,
  changeContactRoute,
  changeSeniorRoute,
  checkEntryRoute,
  exportSeniorsRoute,
  getSeniorRoute,
  groupCountsRoute,
  listSeniorsRoute,
  recordDeathRoute,
  recordFactsRoute,
  registerSeniorRoute,
  removeContactRoute,
  revealRoute,
} from "./people.contract.ts";
import { changeSenior, checkSeniorEntry, recordDeath, registerSenior } from "./register.service.ts";
import { countPriorityGroups, exportSeniors, getSeniorPage, searchSeniors } from "./seniors.service.ts";

export const PEOPLE_ROUTES: readonly BoundRoute[] = [
  bind(listSeniorsRoute, (ctx, { query }) => searchSeniors(ctx, query)),
  bind(exportSeniorsRoute, (ctx, { query }) => exportSeniors(ctx, query)),
  bind(checkEntryRoute, (ctx, { body }) => checkSeniorEntry(ctx, body)),
  bind(registerSeniorRoute, (ctx, { body }) => registerSenior(ctx, body)),
  bind(getSeniorRoute, (ctx, { params }) => getSeniorPage(ctx, params.id)),
  bind(changeSeniorRoute, (ctx, { params, body }) => changeSenior(ctx, params.id, body)),
  bind(recordFactsRoute, async (ctx, { params, body }) => {
    const { changes, source, version, note } = body;
    return { id: params.id, ...(await recordFacts(ctx, params.id, changes, source, { version, note: note ?? null })) };
  }),
  bind(recordDeathRoute, (ctx, { params, body }) => recordDeath(ctx, params.id, body)),
  bind(addContactRoute, (ctx, { params, body }) => addContact(ctx, params.id, body)),
  bind(changeContactRoute, (ctx, { params, body }) => changeContact(ctx, params.id, params.contactId, body)),
  bind(removeContactRoute, (ctx, { params, query }) => removeContact(ctx, params.id, params.contactId, query.version)),
  bind(revealRoute, (ctx, { params, body }) => revealField(ctx, params.id, body)),
  bind(groupCountsRoute, (ctx, { query }) => countPriorityGroups(ctx, query)),
];
