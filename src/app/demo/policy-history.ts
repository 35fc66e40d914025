import { addDays, type CivilDate, dateOfInstant } from "../../kernel/dates.ts";
import { draftVersion, editVersion, fileVersion, getVersion, listVersions, publishVersion, rehearseVersion, signVersion, submitVersion } from "../../modules/policies/policies.contract.ts";
import type { Actor } from "../../platform/context.ts";
import type { House } from "../../platform/house.ts";
import { actAs } from "../act-as.ts";

const PACK = "cn-42-ezhou";
const OFFICER = "zhengce1";
const PUBLISHER = "zhengce2";
/** Who signs for the departments that the city's policy names. */
const SIGNATORIES = ["juzhang1", "caizheng1", "weijian1"];

type Actors = ReadonlyMap<string, Actor>;

/** The published versions of the city's pack, the latest first. */
async function publishedVersions(house: House, officer: Actor) {
  const { rows } = await actAs(house, officer, listVersions, { query: { size: 200 } });
  return rows.filter((row) => row.pack === PACK && row.status === "published").sort((a, b) => b.number - a.number);
}

/**
 * The bureau's first version of its own, on the house's day: the rules as they ship, compared with the printed text,
 * signed by all departments, published by a second person and filed with the province. Publishing sets the decisions
 * on everyone going. False where there is one already.
 */
export async function publishFirstVersion(house: House, actors: Actors): Promise<boolean> {
  const officer = actors.get(OFFICER)!;
  const [shipped, ...others] = await publishedVersions(house, officer);
  if (!shipped || others.length > 0) return false;
  const today = dateOfInstant(house.clock());
  const { id } = await actAs(house, officer, draftVersion, { body: { basedOn: shipped.id, effectiveFrom: today, note: "与印发文本逐条核对无误，作为本市执行版本" } });
  const draft = await actAs(house, officer, getVersion, { params: { id } });
  let { edition } = await actAs(house, officer, submitVersion, { params: { id }, body: { edition: draft.edition } });
  for (const account of SIGNATORIES) {
    ({ edition } = await actAs(house, actors.get(account)!, signVersion, { params: { id }, body: { edition, agreed: true, note: "同意" } }));
  }
  await actAs(house, actors.get(PUBLISHER)!, publishVersion, { params: { id }, body: { edition } });
  await actAs(house, actors.get(PUBLISHER)!, fileVersion, { params: { id }, body: { filedOn: today } });
  return true;
}

/** The city's policy officer proposes a higher standard; it is rehearsed, sent round, and signed by one of the departments. */
export async function draftChange(house: House, actors: Actors, asOf: CivilDate): Promise<void> {
  const officer = actors.get(OFFICER)!;
  const [inForce] = await publishedVersions(house, officer);
  if (!inForce) throw new Error(`no published version of ${PACK}`);
  const effectiveFrom = addDays(asOf, 10);
  const { id } = await actAs(house, officer, draftVersion, { body: { basedOn: inForce.id, effectiveFrom, note: "拟提高重度失能老年人运营补贴标准，征求意见" } });
  const draft = await actAs(house, officer, getVersion, { params: { id } });
  const edited = await actAs(house, officer, editVersion, {
    params: { id },
    body: { edition: draft.edition, edits: [{ what: "parameter", name: "operating_base_severe", from: effectiveFrom, value: "2600" }] },
  });
  await actAs(house, officer, rehearseVersion, { params: { id }, body: { asOf: effectiveFrom } });
  const submitted = await actAs(house, officer, submitVersion, { params: { id }, body: { edition: edited.edition } });
  await actAs(house, actors.get("caizheng1")!, signVersion, { params: { id }, body: { edition: submitted.edition, agreed: true, note: "资金已列入年度预算" } });
}
