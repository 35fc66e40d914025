import { addDays, type CivilDate, dayNumber } from "../../kernel/dates.ts";
import { getDecisions, determineAmount, listWorklist, recordWork } from "../../modules/policies/decisions.contract.ts";
import type { Actor } from "../../platform/context.ts";
import type { House } from "../../platform/house.ts";
import { actAs } from "../act-as.ts";
import { actorsOf } from "./actor-of.ts";
import type { CityOptions, DemoCity } from "./city.types.ts";
import { draftChange } from "./policy-history.ts";
import { drawIndex, pick, type Random, seededRandom, textSeed } from "./random.ts";

/** Contacts that each worker has recorded since decisions stand. */
const CONTACTS_EACH = 18;

type Contact = { action: "call" | "visit" | "apply" | "refuse" | "unreachable" | "correct"; share: number; outcomes: readonly string[]; note?: string; followsUp: boolean };

/** What comes of contacts, in shares that a street office would find usual. */
const CONTACTS: readonly Contact[] = [
  { action: "call", share: 0.3, outcomes: ["已说明政策，本人考虑", "家属接听，约定上门", "已告知所需材料"], followsUp: true },
  { action: "visit", share: 0.2, outcomes: ["已上门核实情况", "已上门，待补材料"], followsUp: true },
  { action: "apply", share: 0.28, outcomes: ["代为申请，材料齐全", "本人签字，代为申请"], followsUp: false },
  { action: "refuse", share: 0.07, outcomes: ["本人表示不需要", "子女不同意申请"], note: "已说明政策和申请办法，仍不申请", followsUp: false },
  { action: "unreachable", share: 0.12, outcomes: ["电话无人接听", "两次上门无人"], followsUp: true },
  { action: "correct", share: 0.03, outcomes: ["登记信息有误"], note: "居住状况登记有误，实际与子女同住，已请社区更正", followsUp: false },
];

/**
 * What the city's people have done since `from`: contacts of street and community workers, some figures set by
 * reviewers, and a draft of the city's policy that is being rehearsed and signed. All through the same routes as on the screens.
 */
export async function recordWorkHistory(house: House, city: DemoCity, options: CityOptions, from: CivilDate): Promise<void> {
  const actors = actorsOf(city);
  const random = seededRandom(textSeed(options.seed, "work"));
  for (const [account, actor] of actors) {
    if (/^(jiedao|shequ)\d+$/.test(account)) await contactSeniors(house, actor, random, from, options.asOf);
  }
  const reviewer = actors.get("echeng1")!;
  await setFigures(house, reviewer, random);
  await draftChange(house, actors, options.asOf);
}

/** The house at a working hour of a day. */
function onDay(house: House, day: CivilDate, minute: number): House {
  const instant = new Date(new Date(`${day}T08:30:00+08:00`).getTime() + minute * 60_000);
  return { ...house, clock: () => instant };
}

async function contactSeniors(house: House, worker: Actor, random: Random, from: CivilDate, to: CivilDate): Promise<void> {
  const { rows } = await actAs(house, worker, listWorklist, { query: { size: 200 } });
  const benefits = new Map<string, string[]>();
  for (const row of rows) benefits.set(row.seniorId, [...(benefits.get(row.seniorId) ?? []), row.benefit]);
  const seniors = [...benefits.keys()].filter(() => random.chance(0.6)).slice(0, CONTACTS_EACH);
  const days = dayNumber(to) - dayNumber(from);
  for (const [index, seniorId] of seniors.entries()) {
    const day = addDays(from, Math.floor(((index + random.next()) / seniors.length) * days));
    const contact = CONTACTS[drawIndex(random, CONTACTS.map((one) => one.share))]!;
    await actAs(onDay(house, day, random.below(480)), worker, recordWork, {
      params: { seniorId },
      body: {
        benefits: benefits.get(seniorId)!.slice(0, 3),
        action: contact.action,
        outcome: pick(random, contact.outcomes),
        note: contact.note ?? "",
        followUpOn: contact.followsUp ? addDays(day, 3 + random.below(14)) : null,
      },
    });
  }
}

const FIGURES = ["200.00", "300.00", "400.00"];

/** Figures within the bounds of the care subsidy, as a district sets them for who has applied. */
async function setFigures(house: House, reviewer: Actor, random: Random): Promise<void> {
  const { rows } = await actAs(house, reviewer, listWorklist, { query: { benefit: "care-service-subsidy", state: "applying", size: 20 } });
  for (const { seniorId, standing } of rows) {
    if (standing !== "to_be_decided") continue;
    const { rows: decisions } = await actAs(house, reviewer, getDecisions, { params: { kind: "senior", id: seniorId }, query: {} });
    const decision = decisions.find((one) => one.benefit === "care-service-subsidy");
    // the document may have ended meanwhile
    if (!decision?.decisionId || decision.standing !== "to_be_decided") continue;
    const body = { benefit: "care-service-subsidy", amount: pick(random, FIGURES), reason: "按失能程度和家庭经济状况确定", decisionId: decision.decisionId };
    await actAs(house, reviewer, determineAmount, { params: { kind: "senior", id: seniorId }, body });
  }
}
